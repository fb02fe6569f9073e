"""Beside the looks: the page is fresh, troubles are told once, a person sees it run."""

import json
import os
import pty
import re
import signal
import subprocess
from pathlib import Path
from typing import Any

import anyio
import pytest

from launchready.watch.engine import Engine
from launchready.watch.housekeeping import Housekeeping
from launchready.watch.outbox import Outbox
from launchready.watch.screen import Screen
from launchready.watch.store import Store
from launchready.watch.types import Look, Target
from tests.command import command, environment
from tests.watch.engine_stage import stage
from tests.watch.engine_world import (
    DOWN,
    UP,
    Clock,
    Said,
    Script,
    file_in,
    in_own_time,
    page,
    watched,
)


class Kept:
    """A day of a watch with its housekeeping, and what the page said when."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder, self.store = folder, store
        self.clock, self.channel = Clock(), Said()
        self.leaps = (0.0, 0.0)
        self.pages: list[tuple[float, dict[str, Any]]] = []

    def run(self, seconds: float, targets: tuple[Target, ...] = (page(),)) -> None:
        script = Script(lambda _, at: DOWN if 2000 <= at < 4000 else UP)
        in_own_time(
            lambda: watched(
                script,
                self.channel,
                seconds,
                targets=targets,
                store=self.store,
                clock=self.clock,
                beside=self._keep_house,
            )
        )

    async def _keep_house(self, engine: Engine, outbox: Outbox) -> None:
        house = Housekeeping(
            engine=engine,
            outbox=outbox,
            store=self.store,
            now=self.clock,
            product="Acme",
            page=self.folder,
            screen=Screen({"CI": "true"}),
        )
        while True:
            if anyio.current_time() >= self.leaps[0]:
                self.clock.set_by = self.leaps[1]
            house.round()
            said = json.loads((self.folder / "status.json").read_text())
            self.pages.append((anyio.current_time(), said))
            await anyio.sleep(5)

    def page_at(self, at: float) -> dict[str, Any]:
        return next(said for when, said in self.pages if when >= at)


def test_the_page_tells_an_outage_within_seconds_and_its_end(tmp_path: Path) -> None:
    kept = Kept(tmp_path, Store(None))
    kept.run(5000)

    assert [kept.page_at(at)["state"] for at in (1900, 2100, 4100)] == ["up", "down", "up"]
    (outage,) = kept.page_at(4900)["outages"]
    assert outage["reason"] == "it answered 500"
    assert outage["ended"] is not None


def test_time_down_is_counted_and_time_nobody_watched_is_not(tmp_path: Path) -> None:
    kept = Kept(tmp_path, Store(None))
    kept.run(6000)
    (day,) = kept.page_at(5950)["targets"][0]["days"]

    assert day["down"] == pytest.approx(2000, abs=70)
    assert day["up"] == pytest.approx(3950, abs=70)
    assert day["unknown"] == 0


def test_a_full_disk_is_told_once_and_stands_on_the_page(tmp_path: Path) -> None:
    kept = Kept(tmp_path, Store(file_in(tmp_path), most_pages=12))
    kept.run(9000, tuple(page(f"page {n}") for n in range(5)))

    assert kept.channel.kinds.count("note") == 1
    assert any("full" in one for one in kept.page_at(8900)["notes"])
    assert kept.page_at(2100)["state"] == "down"


def test_a_clock_that_is_set_is_said_and_forgets_nothing_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What seems 400 days old is kept for an hour more, in which somebody can set it right."""
    kept = Kept(tmp_path, Store(None))
    kept.leaps = (4000.0, 400 * 86400.0)
    kept.run(7000)
    looks = kept.store.rows("SELECT count(*) FROM looks")[0][0]

    assert "the clock was set by +34560000 s" in capsys.readouterr().out
    assert looks > 200


def test_a_look_that_cannot_be_made_is_unknown_and_the_watch_goes_on(tmp_path: Path) -> None:
    looks = Look(state="unknown", said="the look could not be made: too many open files")
    channel = Said()
    script = Script(lambda _, at: looks if 600 <= at < 900 else UP)
    engine = in_own_time(lambda: watched(script, channel, 2000))

    assert channel.kinds == []
    assert engine.stands["page homepage"].state == "up"


def test_a_person_at_a_terminal_sees_how_things_stand(tmp_path: Path) -> None:
    with stage(tmp_path) as acme:
        master, slave = pty.openpty()
        names = environment(TERM="xterm")
        running = subprocess.Popen(
            command("watch"), cwd=acme.folder, env=names, stdout=slave, stderr=slave, stdin=slave
        )
        os.close(slave)
        shown = b""
        while b"1 up" not in shown:
            shown += os.read(master, 65536)
        running.send_signal(signal.SIGINT)
        while True:
            try:
                shown += os.read(master, 65536)
            except OSError:
                break
        code = running.wait(20)
        os.close(master)

    assert code == 130
    assert b"homepage (page): up" in shown
    assert b"interrupted" in shown
    assert shown.rstrip().endswith(b"interrupted") or re.search(rb"\x1b\[\?25h", shown)
