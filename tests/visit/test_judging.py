"""What came is held against what was meant: neither too kindly nor too harshly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launchready.visit.expectations import Place, parse
from launchready.visit.judging import holds, is_undecided, why_undecided
from launchready.visit.seen import Seen
from launchready.visit.telling import got, told

JSON = (
    '{"status": "ok", "n": 5, "big": 12.50, "up": true, "gone": null, "sha": "12e4567", '
    '"tags": ["red", "blue"], "items": [{"id": 1, "ok": "yes"}, {"id": 2, "ok": "no"}]}'
)
HTML = (
    '<html><head><meta name="version" content="1.2"></head><body><h1>Know &amp; do</h1>'
    '<a class="login" href="/login?x=1">Log in</a><a href="https://pay.test/a">Pay</a>'
    '<li>1</li><li>20</li><form><input type="password" name="p"></form></body></html>'
)
COOKIES = ("sid=a; Path=/", "sid=b; Secure; HttpOnly; SameSite=Lax; Max-Age=3600", "x=1")
LANDED = Seen(
    status=200,
    url="https://acme.test/portal",
    seconds=0.5,
    body=HTML,
    shown="Know & do Log in Pay 1 20",
    headers=(("content-type", "text/html; charset=utf-8"), ("age", "12"), ("vary", "a")),
    cookies=COOKIES,
    redirects=("https://acme.test/", "https://acme.test/portal"),
    certificate=20 * 86400.0,
    addresses=("192.0.2.1", "192.0.2.2"),
)
API = Seen(body=JSON, shown=JSON, headers=(("content-type", "application/json"),))
MAIL = Seen(
    body=HTML,
    shown="Know",
    links=("https://app.acme.test/c?t=1", "https://app.acme.test/"),
    auth=(("dkim", "pass"), ("spf", "fail")),
    delay=12.0,
)


@pytest.mark.parametrize(
    "line",
    [
        "[BODY].status == ok",
        '[BODY].status == "ok"',
        "[BODY].$.status == ok",
        "[BODY]['status'] == ok",
        "[BODY].status == pat(o*)",
        "[BODY].status == any(up, ok)",
        "[BODY].status matches ^o.$",
        "[BODY].status != down",
        "[BODY].n == 5",
        "[BODY].n == 5.0",
        "[BODY].n > 4",
        "[BODY].big == 12.5",
        "[BODY].up == true",
        "[BODY].gone == null",
        "[BODY].sha == 12e4567",
        "[BODY].sha == pat(12e4*)",
        "[BODY].tags contains red",
        "[BODY].tags not contains green",
        "[BODY].items[0].id == 1",
        "[BODY].items[?@.ok == 'no'].id == 2",
        "[BODY].items[*].id > 0",
        "len([BODY].items) == 2",
        "len([BODY].status) == 2",
        "len([BODY]) < 1kB",
        "has([BODY].gone)",
        "not has([BODY].error)",
        "has([BODY].error) == false",
        "[BODY] contains tags",
        "[BODY] matches \\d+\\.\\d+",
        "[BODY] not matches Traceback",
    ],
)
def test_json_that_is_as_meant_holds(line: str) -> None:
    assert holds(parse(line), API)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[BODY].status == up", '$.status is "ok"'),
        ('[BODY].n == "5"', "$.n is 5"),
        ("[BODY].up == 1", "$.up is true"),
        ('[BODY].gone == "null"', "$.gone is null"),
        ("[BODY].n < 5", "$.n is 5"),
        ("[BODY].status > 1", '$.status is "ok"'),
        ("[BODY].up > 0", "$.up is true"),
        ("[BODY].missing == 1", "there is no $.missing"),
        ("[BODY].missing != 1", "there is no $.missing"),
        ("[BODY].missing not contains x", "there is no $.missing"),
        ("[BODY].items[*].ok == yes", '$.items[*].ok is "yes", "no"'),
        ("[BODY].items[*].id != 2", "$.items[*].id is 1, 2"),
        ("len([BODY].items) > 2", "there are 2"),
        ("len([BODY].nothing) >= 0", "there is no $.nothing"),
        ("has([BODY].error)", "there is no $.error"),
        ("[BODY].tags contains green", '$.tags is ["red", "blue"]'),
    ],
)
def test_json_that_is_not_as_meant_is_told(line: str, said: str) -> None:
    one = parse(line)

    assert (holds(one, API), got(one, API)) == (False, said)


@pytest.mark.parametrize(
    "line",
    [
        "css(h1) == Know & do",
        "css(h1)",
        "not css(.error)",
        "has(css(.error)) == false",
        "css(a.login).href == pat(/login*)",
        "css(meta[name=version]).content == 1.2",
        "css(li) > 15",
        "len(css(li)) == 2",
        "len(css(.none)) == 0",
        "[COOKIE].sid == b",
        "[COOKIE].sid.secure == true",
        "[COOKIE].sid.httponly == true",
        "[COOKIE].sid.samesite == Lax",
        "[COOKIE].sid.max-age >= 3600",
        "[COOKIE].x.secure == false",
        "has([COOKIE].sid)",
        "[HEADER].age < 20",
        "[HEADER].content-type matches ^text/html",
        "[URL] == pat(*/portal)",
        "[REDIRECTS] <= 2",
        "[REDIRECTS].last == https://acme.test/portal",
        "[CERTIFICATE_EXPIRATION] > 14d",
        "[IP] == any(192.0.2.1, 192.0.2.2)",
        "[IP] != 192.0.2.9",
        "[LINKS].host == any(acme.test, pay.test)",
        "[LINKS] contains /login",
        "[LINKS] not contains staging",
        "len([LINKS]) == 2",
    ],
)
def test_a_page_that_is_as_meant_holds(line: str) -> None:
    assert holds(parse(line), LANDED)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("css(h1) == Sign in", 'h1 is "Know & do"'),
        ("css(h2)", "there is no h2"),
        ("css(h2) != Sign in", "there is no h2"),
        ("not css(form input[type=password])", 'form input[type=password] is ""'),
        ("len(css(li)) > 2", "there are 2"),
        ("css(li) > 20", 'li is "1", "20"'),
        ("[COOKIE].sid == a", "sid is something else"),
        ("[COOKIE].x.secure == true", "x.secure is false"),
        ("[COOKIE].x.samesite == Lax", "the cookie x says no samesite"),
        ("[COOKIE].none.secure == true", "no cookie none is set"),
        ("[COOKIE].none != a", "no cookie none is set"),
        ("[REDIRECTS] == 0", "it redirects 2 times"),
        ("[REDIRECTS].last == /x", "the last redirect leads to https://acme.test/portal"),
        ("[CERTIFICATE_EXPIRATION] > 30d", "its certificate ends in 20.0 days"),
        ("[IP] == 192.0.2.1", "it is at 192.0.2.1, 192.0.2.2"),
        ("[LINKS].host == acme.test", "a link is acme.test, pay.test"),
        (
            "[LINKS].url matches ^https://acme",
            "a link is https://acme.test/login?…, https://pay.test/a",
        ),
    ],
)
def test_a_page_that_is_not_as_meant_is_told(line: str, said: str) -> None:
    one = parse(line)

    assert (holds(one, LANDED), got(one, LANDED)) == (False, said)


@pytest.mark.parametrize(
    ("line", "is_so"),
    [
        ("[AUTH].dkim == pass", True),
        ("[AUTH].spf == pass", False),
        ("[AUTH].dmarc == pass", False),
        ("[LINKS].host == app.acme.test", True),
        ("[LINKS].host == acme.test", False),
        ("[DELAY] < 60s", True),
        ("[DELAY] < 10s", False),
    ],
)
def test_a_mail_is_held_against_its_lines(line: str, is_so: bool) -> None:
    assert holds(parse(line, place="mail"), MAIL) is is_so


def test_a_mail_without_links_does_not_lead_where_it_is_meant_to() -> None:
    bare = Seen(links=())

    assert not holds(parse("[LINKS].host == app.acme.test", place="mail"), bare)
    assert holds(parse("[LINKS].host != evil.test", place="mail"), bare)


def test_what_could_not_be_had_is_undecided_with_its_reason() -> None:
    unseen = Seen(unknown=(("AUTH", "not verifiable in this inbox"),))
    one = parse("[AUTH].dkim == pass", place="mail")

    assert why_undecided(one, unseen) == "not verifiable in this inbox"


@pytest.mark.parametrize(
    ("line", "is_open"),
    [
        ("css(h1)", False),
        ("css(h2)", True),
        ("not css(h1)", False),
        ("not css(h2)", True),
        ("len(css(li)) < 9", True),
        ("[BODY].x == 1", True),
        ("[LINKS].host == acme.test", True),
        ("[BODY] contains Know", False),
        ("[STATUS] == 200", False),
    ],
)
def test_a_page_that_was_not_read_whole_says_only_what_was_seen(line: str, is_open: bool) -> None:
    cut = Seen(body=HTML, shown="Know & do", truncated=True)

    assert is_undecided(parse(line), cut) is is_open


def test_what_is_no_json_is_told_as_that() -> None:
    page = Seen(body="<h1>Oops</h1>", shown="Oops")
    one = parse("[BODY].status == ok")

    assert not holds(one, page)
    assert got(one, page) == "the answer is not JSON (Expecting value at line 1, column 1)"


def test_the_json_around_a_miss_is_shown_without_its_secrets() -> None:
    word = "9f8e7d6c5b4a39281706" + "f5e4"
    body = f'{{"data": {{"token": "{word}", "user": {{"name": "Ann"}}, "count": 3}}}}'
    lines = told(parse("[BODY].data.total == 3"), Seen(body=body, shown=body))

    assert lines[0] == "[BODY].data.total == 3 is meant; there is no $.data.total"
    assert lines[1].startswith("$['data'] is {")
    assert any('"count": 3' in line for line in lines)
    assert word not in "\n".join(lines)


BITS = ("[BODY]", "[BODY].a", "len(", "css(", "has(", ")", "[LINKS]", ".host", "any(", "pat(", "1",
        "true", " == ", " > ", " contains ", " matches ", "not ", "(.*)*",
        "[0]", "{{x}}")  # fmt: skip


@given(
    st.lists(st.sampled_from(BITS), max_size=8).map("".join),
    st.sampled_from(["", JSON, HTML, "[[1]]", "nul", "{"]),
    st.sampled_from(["page", "mail"]),
)
def test_whatever_is_a_line_can_be_judged_and_told(line: str, body: str, place: Place) -> None:
    try:
        one = parse(line, place=place)
    except ValueError:
        return
    seen = Seen(body=body, shown=body)
    if not one.has_blanks:
        holds(one, seen)

        assert all(isinstance(text, str) for text in told(one, seen))


def test_a_hostile_page_does_not_keep_an_expression_busy() -> None:
    page = Seen(body="a" * 500_000, shown="")

    assert not holds(parse("[BODY] matches (a*)*b"), page)


@pytest.mark.parametrize(
    ("line", "is_so"),
    [
        ("[URL] == pat(*/portal)", False),
        ("[URL] == pat(*/portal*)", False),
        ("[URL] contains /portal", False),
        ("[URL] not contains /portal", True),
        ("[URL] matches /portal$", False),
        ("[URL] == pat(*/login)", True),
        ("[URL] == pat(*/login*next=/portal)", True),
        ("[URL] contains ?next=", True),
        ("[URL] == https://acme.test/login?next=/portal", True),
        ("[URL] == https://acme.test/login", False),
    ],
)
def test_where_a_login_would_lead_is_not_where_it_led(line: str, is_so: bool) -> None:
    assert holds(parse(line), Seen(url="https://acme.test/login?next=/portal")) is is_so
