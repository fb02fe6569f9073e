"""Where a text differs from what it was before, found without reading all of it by hand."""


def changed(before: bytes, now: bytes) -> tuple[int, int]:
    """The stretch of `now`, in whole lines, outside of which it says what `before` says."""
    shorter = min(len(before), len(now))
    first = _alike(before, now, shorter)
    start = now.rfind(b"\n", 0, first) + 1
    same = _alike_at_end(before, now, shorter - first)
    end = now.find(b"\n", len(now) - same)
    return start, len(now) if end < 0 else end


def _alike(one: bytes, other: bytes, most: int) -> int:
    """How many characters two texts begin alike, or a few less."""
    known, step = 0, 256
    while known < most and one[known : known + step] == other[known : known + step]:
        known += step
        step *= 2
    differing = min(most, known + step)
    while differing - known > 16:
        middle = (known + differing) // 2
        if one[known:middle] == other[known:middle]:
            known = middle
        else:
            differing = middle
    return min(known, most)


def _alike_at_end(one: bytes, other: bytes, most: int) -> int:
    """How many characters two texts end alike, or a few less."""
    known, step = 0, 256
    last, least = len(one), len(other)
    while known + step <= most and (
        one[last - known - step : last - known] == other[least - known - step : least - known]
    ):
        known += step
        step *= 2
    differing = min(most, known + step)
    while differing - known > 16:
        middle = (known + differing) // 2
        if one[last - middle : last - known] == other[least - middle : least - known]:
            known = middle
        else:
            differing = middle
    return known


def grown(content: bytes, start: int, end: int) -> tuple[int, int]:
    """A stretch with the line before it and the line after it, which may belong together."""
    above = content.rfind(b"\n", 0, max(0, start - 1)) + 1
    below = content.find(b"\n", end + 1)
    return above, len(content) if below < 0 else below
