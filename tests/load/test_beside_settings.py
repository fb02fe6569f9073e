"""What a run is compared with, kept by and sent by is read as people write it."""

from typing import get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from launchready.core.location import Location
from launchready.load.beside_settings import Compare, EngineChosen, HistoryKept, Listening
from launchready.values.node import Block, Text

AT = Location(file="launchready.yml", line=4, column=9)


def _text(value: str) -> Text:
    return Text(value, at=AT)


def _block(**entries: str) -> Block:
    return Block({_text(key): _text(value) for key, value in entries.items()}, at=AT)


def test_a_path_alone_is_the_file() -> None:
    assert Compare.model_validate(_text("ops/last.json")).file == "ops/last.json"
    assert Compare.model_validate(_block(file="ops/last.json")).file == "ops/last.json"


def test_another_version_is_a_base_url() -> None:
    found = Compare.model_validate(_block(base_url="https://www.acme.test"))

    assert (found.file, found.base_url) == (None, "https://www.acme.test")
    assert found.at == AT


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ({}, "compare names neither; write file: or base_url:, one of them"),
        ({"file": "a", "base_url": "https://a.test"}, "compare names both"),
        ({"base_url": "www.acme.test"}, "www.acme.test is not a URL"),
    ],
    ids=["neither", "both", "no-url"],
)
def test_anything_else_is_refused(entries: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Compare.model_validate(_block(**entries))


def test_words_are_guessed_at() -> None:
    with pytest.raises(ValidationError, match=r"this is lokust; did you mean locust\?"):
        TypeAdapter(EngineChosen).validate_python(_text("lokust"))
    with pytest.raises(ValidationError, match="this is x; write report or branch"):
        TypeAdapter(HistoryKept).validate_python(_text("x"))
    assert get_args(EngineChosen)[0].__args__ == ("builtin", "locust")


def test_a_master_listens_at_locusts_usual_port() -> None:
    adapter = TypeAdapter(Listening)

    assert adapter.validate_python(_text("0.0.0.0")) == ("0.0.0.0", 5557)
    assert adapter.validate_python(_text("127.0.0.1:6000")) == ("127.0.0.1", 6000)
