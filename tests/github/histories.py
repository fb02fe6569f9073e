"""Random histories as people make them, written by one `git fast-import` each.

The same seed gives the same history. Merges of the base into the branch and of the branch into
the base (so that there are several merge bases), octopus merges, side branches, roots without a
common ancestor, renames, submodules, Git LFS pointers, tags, empty commits, clocks that are wrong.
"""

import random
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from launchready.github.ranges import Between, NotOn, Wanted
from tests.github.origin import Origin, git

_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{:064x}\nsize 12\n"
_EPOCH = 1_790_000_000


@dataclass
class Writer:
    """A stream for fast-import, and which commits have been written: numbers, their parents."""

    dice: random.Random
    lines: list[str] = field(default_factory=list)
    when: int = _EPOCH
    last: int = 0

    def commit(self, *parents: int) -> int:
        """A commit on these parents, the first of which gives it its files."""
        self.last += 1
        self.when += self.dice.choice((0, 1, 60, 3600, 90_000))
        skew = self.dice.choice((0, 0, 0, 0, -7200, -400_000, 500_000))
        self.lines += [
            "reset refs/heads/writing",
            "commit refs/heads/writing",
            f"mark :{self.last}",
        ]
        self.lines.append(f"committer Founder <founder@acme.test> {self.when + skew} +0000")
        self._data(f"change {self.last}")
        self.lines += [f"from :{one}" for one in parents[:1]]
        self.lines += [f"merge :{one}" for one in parents[1:]]
        self._files()
        return self.last

    def _files(self) -> None:
        """What it changes: a line that only this commit writes, nothing, or more."""
        kind, number = self.dice.random(), self.last
        if kind < 0.1:
            return
        name = f"src/{self.dice.randrange(6)}.py"
        self.lines.append(f"M 100644 inline {name}")
        self._data(f"line = {number}\nrest = 1\n")
        if kind < 0.15:
            self.lines.append(f"M 160000 {number:040x} vendor/module")
        elif kind < 0.2:
            self.lines.append("M 100644 inline film.bin")
            self._data(_POINTER.format(number))
        elif kind < 0.25:
            self.lines.append(f'R {name} "moved {number}.py"')

    def _data(self, text: str) -> None:
        self.lines.append(f"data {len(text)}\n{text}")

    def named(self, ref: str, number: int) -> None:
        self.lines += [f"reset {ref}", f"from :{number}", ""]

    def into(self, folder: Path) -> dict[int, str]:
        """Writes it all, and gives the ids of the commits."""
        marks = folder / ".git" / "marks"
        stream = "\n".join([*self.lines, "reset refs/heads/writing", "done", ""])
        subprocess.run(
            ["git", "fast-import", "--quiet", "--force", "--done", f"--export-marks={marks}"],
            cwd=folder,
            input=stream.encode(),
            check=True,
        )
        git(folder, "update-ref", "-d", "refs/heads/writing")
        pairs = (line.split() for line in marks.read_text("ascii").splitlines())
        return {int(mark[1:]): commit for mark, commit in pairs}


@dataclass(frozen=True)
class History:
    """An origin, what an event on it wants, the ref a runner checks out, the base's branch.

    `ends` are the range the wanted commits must be, by ids.
    """

    kind: str
    origin: Origin
    wanted: Wanted
    ref: str
    ends: tuple[str, str]


KINDS = ("pull request", "push", "forced push", "lost push", "new branch", "tag", "merge group")


def history(folder: Path, seed: int) -> History:
    """The history of a seed; kinds and sizes take turns, every twentieth is a long one."""
    dice = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    writer = Writer(dice)
    main, topic, old = _grown(writer, dice, is_long=seed % 20 == 7)
    merge = writer.commit(main, topic)
    writer.named("refs/heads/main", main)
    writer.named("refs/heads/topic", topic)
    if kind == "merge group":
        writer.named("refs/heads/queue", merge)
    writer.named("refs/pull/7/merge", merge)
    origin = Origin.at(folder)
    git(folder, "checkout", "--quiet", "--detach")
    git(folder, "config", "uploadpack.allowFilter", "true")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    ids = writer.into(folder)
    return _event(
        kind,
        origin,
        {
            name: ids[one]
            for name, one in (("main", main), ("topic", topic), ("old", old), ("merge", merge))
        },
    )


def _event(kind: str, origin: Origin, at: dict[str, str]) -> History:
    main, topic, old = at["main"], at["topic"], at["old"]
    count = len(git(origin.folder, "rev-list", f"{main}..{topic}").split())
    new = NotOn(branch="main", head=topic)
    match kind:
        case "pull request":
            wanted: Wanted = Between(base=main, head=topic, expected=count, merge=at["merge"])
            return History(kind, origin, wanted, "refs/pull/7/merge", (main, topic))
        case "push":
            wanted = Between(base=old, head=topic, instead=new)
            return History(kind, origin, wanted, "refs/heads/topic", (old, topic))
        case "forced push":
            wanted = Between(base=at["merge"], head=topic, instead=new)
            return History(kind, origin, wanted, "refs/heads/topic", (at["merge"], topic))
        case "lost push":
            wanted = Between(base="d" * 40, head=topic, instead=new)
            return History(kind, origin, wanted, "refs/heads/topic", (main, topic))
        case "new branch":
            return History(kind, origin, new, "refs/heads/topic", (main, topic))
        case "tag":
            git(origin.folder, "tag", "-a", "-m", "one", "v1", topic)
            tag = origin.head("refs/tags/v1")
            return History(
                kind, origin, NotOn(branch="main", head=tag), "refs/tags/v1", (main, topic)
            )
        case _:
            wanted = Between(base=main, head=at["merge"])
            return History(kind, origin, wanted, "refs/heads/queue", (main, at["merge"]))


def _grown(writer: Writer, dice: random.Random, *, is_long: bool) -> tuple[int, int, int]:
    """A base branch and a topic, and where the topic stood some time before."""
    main = writer.commit()
    for _ in range(dice.choice((0, 2, 8, 40))):
        main = writer.commit(main)
    topic, olds = main, [main]
    for _ in range(dice.randint(260, 320) if is_long else dice.randint(1, 40)):
        main, topic = _step(writer, dice, main, topic)
        olds.append(topic)
    return main, topic, dice.choice(olds)


def _step(writer: Writer, dice: random.Random, main: int, topic: int) -> tuple[int, int]:
    chance = dice.random()
    if chance < 0.35:
        return main, writer.commit(topic)
    if chance < 0.55:
        return writer.commit(main), topic
    if chance < 0.65:
        return main, writer.commit(topic, main)
    if chance < 0.7:  # a part of the topic goes in already
        return writer.commit(main, topic), topic
    if chance < 0.75:  # and both at once, so that neither is the one merge base
        return writer.commit(main, topic), writer.commit(topic, main)
    if chance < 0.85:
        side = writer.commit(topic)
        return main, writer.commit(writer.commit(topic), side)
    if chance < 0.92:
        sides = [writer.commit(dice.choice((main, topic))) for _ in range(3)]
        return main, writer.commit(topic, *sides)
    if chance < 0.95:  # a project of its own is taken in
        return main, writer.commit(topic, writer.commit())
    return writer.commit(main, writer.commit(main)), topic
