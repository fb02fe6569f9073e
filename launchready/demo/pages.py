"""The portal's pages, small and finished: one style, no script, nothing from elsewhere."""

import base64
import hashlib
from html import escape

PRODUCT = "Ledgerly"

_STYLE = (
    ":root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6778;--paper:#fbfaf7;--card:#fff;"
    "--line:#e4e1d8;--lead:#1f6f5c}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8ebef;--soft:#9aa6b5;--paper:#12161c;"
    "--card:#1a2028;--line:#2b333e;--lead:#6fd0b4}}"
    "*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);"
    "font:17px/1.6 system-ui,sans-serif}main,header,footer{max-width:44rem;margin:auto;"
    "padding:1.5rem}header{display:flex;justify-content:space-between;align-items:baseline}"
    "header b{font-size:1.15rem}nav a{margin-left:1.25rem}a{color:var(--lead)}"
    "h1{font-size:2.3rem;line-height:1.15;letter-spacing:-.02em;margin:2rem 0 1rem}"
    "p{max-width:36rem}.soft,footer{color:var(--soft)}.card{background:var(--card);"
    "border:1px solid var(--line);border-radius:12px;padding:1.25rem 1.5rem;margin:1rem 0}"
    "label{display:block;margin:.75rem 0}input{display:block;width:100%;font:inherit;"
    "padding:.55rem .7rem;border:1px solid var(--soft);border-radius:8px;"
    "background:var(--paper);color:inherit}button{font:inherit;padding:.6rem 1.2rem;border:0;"
    "border-radius:8px;background:var(--lead);color:var(--paper)}"
    "table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:.5rem 0;"
    "border-bottom:1px solid var(--line)}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

# Nothing but our own style may run or load, and forms may post only to us.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

_FRAME = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - {product}</title>
<style>{style}</style>
<header><b>{product}</b><nav><a href="https://portal.test/pricing">Pricing</a>
<a href="https://app.portal.test/login">Log in</a></nav></header>
<main>
<h1>{title}</h1>
{content}
</main>
<footer>{product}, a portal that lives for one demonstration.</footer>
</html>
"""


def _page(title: str, content: str) -> str:
    return _FRAME.format(title=escape(title), product=PRODUCT, style=_STYLE, content=content)


HOME = _page(
    "Know what you owe before it is due",
    "<p>Ledgerly reads your invoices and tells you on Monday what the week will cost.</p>"
    '<p class="card">Free for your first fifty invoices. '
    '<a href="https://portal.test/pricing">See what comes after.</a></p>',
)
PLACEHOLDER = "<!doctype html>\n<title>Coming soon</title>\n<h1>Coming soon</h1>\n"
PRICING = _page(
    "One price, by the company",
    "<table><tr><th>Company of<th>A month</tr><tr><td>up to 10 people<td>19 €</tr>"
    "<tr><td>up to 50 people<td>59 €</tr></table>",
)
HELLO = _page(
    "Hello", "<p>We opened today. Here is what Ledgerly does, and what it never will.</p>"
)
NOT_FOUND = _page("There is no such page", "<p>The address may have been mistyped.</p>")
WALL = _page("Staging", "<p>This is where we try things; a password is needed.</p>")
GONE = _page("This page has been retired", "<p>The beta is over; thank you for taking part.</p>")

_ORDERS = (
    '<div class="card"><table><tr><th>Invoice<th>Due<th>Amount</tr>'
    "<tr><td>2026-118<td>Monday<td>420.00 €</tr><tr><td>2026-121<td>Thursday<td>75.50 €</tr>"
    "</table></div>"
)


def login(problem: str = "") -> str:
    """The login form, with what was wrong with the last try."""
    told = f'<p role="alert"><strong>{escape(problem)}</strong></p>' if problem else ""
    return _page(
        "Log in",
        f'{told}<form class="card" method="post" action="/login">'
        '<label>Email<input type="email" name="email" autocomplete="username" required></label>'
        '<label>Password<input type="password" name="password" '
        'autocomplete="current-password" required></label><button>Log in</button></form>',
    )


def portal(email: str) -> str:
    """What a member sees."""
    return _page("This week", f'<p class="soft">Signed in as {escape(email)}.</p>{_ORDERS}')
