"""Promise: an answer is read whole in every shape that assistants send."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.assistant.answer import read
from launchready.core.unreachable import UnreachableError
from tests.assistant.chats import answer

_PARTS = ["Hel", "lo, ", "world"]


def _events(*data: str) -> str:
    return "".join(f"data: {one}\n\n" for one in data)


def _chunk(text: str) -> str:
    return json.dumps({"choices": [{"delta": {"content": text}}]})


@pytest.mark.parametrize(
    ("body", "kind", "path"),
    [
        ('{"reply": "Hello, world"}', "application/json", "$.reply"),
        ('{"choices": [{"message": {"content": "Hello, world"}}]}', "application/json",
         "$.choices[0].message.content"),
        (_events(*map(_chunk, _PARTS), "[DONE]"), "text/event-stream",
         "$.choices[0].delta.content"),
        (_events(*map(_chunk, _PARTS), "[DONE]"), "text/event-stream; charset=utf-8", None),
        (_events(*map(_chunk, _PARTS)).replace("\n", "\r\n"), "text/event-stream", None),
        ("\n".join(json.dumps({"response": one}) for one in _PARTS), "application/x-ndjson",
         "$.response"),
        ("\n".join(f"0:{json.dumps(one)}" for one in _PARTS), "text/plain", None),
        (_events(*(json.dumps({"type": "text-delta", "delta": one}) for one in _PARTS)),
         "text/event-stream", "$.delta"),
        ("Hello, world", "text/plain", None),
    ],
    ids=range(9),
)  # fmt: skip
def test_a_shape_is_read(body: str, kind: str, path: str | None) -> None:
    assert read(answer(body, kind=kind), path).text == "Hello, world"


def test_a_json_answer_without_a_path_is_read_whole() -> None:
    body = json.dumps({"a": {"anything": "secret"}})

    assert read(answer(body), None).text == body


def test_tools_are_read_from_every_event() -> None:
    body = _events('{"tool": "search"}', '{"tool": "refund", "delta": "ok"}')
    said = read(answer(body, kind="text/event-stream"), "$.delta", "$.tool")

    assert said.tools == ("search", "refund")


@pytest.mark.parametrize("reason", ["content_filter", "SAFETY", "content-filter"[:7] + "_filter"])
def test_an_answer_that_a_filter_ended_says_so(reason: str) -> None:
    body = json.dumps({"reply": "x", "candidates": [{"finishReason": reason}]})

    assert read(answer(body), "$.reply").is_filtered


@pytest.mark.parametrize("reason", ["stop", "length", "tool_calls", None])
def test_an_answer_that_ended_by_itself_is_not_filtered(reason: str | None) -> None:
    body = json.dumps({"reply": "blocked by safety", "finish_reason": reason})

    assert not read(answer(body), "$.reply").is_filtered


def test_a_path_that_leads_nowhere_is_told() -> None:
    with pytest.raises(UnreachableError) as silence:
        read(answer('{"answer": "x"}'), "$.reply")

    assert silence.value.reason == "$.reply is not in the answer of https://app.acme.test/assistant"


@settings(max_examples=60)
@given(
    st.text(max_size=200),
    st.sampled_from(["application/json", "text/event-stream", "text/plain", "text/html"]),
)
def test_no_body_breaks_the_reading(body: str, kind: str) -> None:
    said = read(answer(body.encode("utf-8", "replace").decode(), kind=kind), None)

    assert isinstance(said.text, str)
