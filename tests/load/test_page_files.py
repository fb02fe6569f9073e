"""What a browser fetches for a page is found in it, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.load.page_files import File, files
from tests.worlds import page

URL = "https://app.acme.test/shop/list"


def test_scripts_styles_and_images_are_found_each_once() -> None:
    shown = page(
        URL,
        body="""<base href="/static/"><script src=app.js></script><script>inline()</script>
        <link rel="preload stylesheet" href="app.css"><link rel=icon href=i.png>
        <link rel=modulepreload href=chunk.js><img src="//cdn.acme.test/a.png"><img src=app.js>
        <img src="data:image/png;base64,AA=="><img src=late.png loading=lazy><img src="">""",
    )

    assert files(shown) == (
        File(url="https://app.acme.test/static/app.js", kind="scripts"),
        File(url="https://app.acme.test/static/chunk.js", kind="scripts"),
        File(url="https://app.acme.test/static/app.css", kind="styles"),
        File(url="https://cdn.acme.test/a.png", kind="images"),
    )


def test_what_is_commented_out_is_not_fetched() -> None:
    assert files(page(URL, body="<!-- <script src=a.js></script> --><p>hello")) == ()


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("<>\"'/= scriptlnkmghefbao.:?#[]\x00é"), max_size=200))
def test_no_page_breaks_the_reader(body: str) -> None:
    for one in files(page(URL, body=body)):
        assert one.url.startswith(("http://", "https://"))
