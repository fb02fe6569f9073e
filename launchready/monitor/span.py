"""Lengths of time in words."""


def span(seconds: float) -> str:
    """`75 s`, `3 min 5 s`, `2 h`, `14 d`; fractions only below a minute."""
    if seconds < 120:
        return f"{round(seconds, 1):g} s"
    whole = round(seconds)
    units = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
    parts = []
    for size, name in units:
        amount, whole = divmod(whole, size)
        if amount:
            parts.append(f"{amount} {name}")
    return " ".join(parts[:2])
