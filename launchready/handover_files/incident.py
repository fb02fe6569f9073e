"""One incident of the runbook, and what this product's platform has to say to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from launchready.handover_files.platform_help import HELP, UNKNOWN, Help
from launchready.handover_files.product import Product
from launchready.handover_files.words import code, parted, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One way to fail: what is seen, how to make sure, what to do, how to see that it is over."""

    sees: str
    check: Iterable[str]
    do: Iterable[str]
    verify: Iterable[str]

    def text(self, title: str) -> str:
        return parted(
            f"## {title}",
            f"**You see:** {self.sees}",
            "**Make sure:**",
            steps(self.check),
            "**Mend it:**",
            steps(self.do),
            "**See that it is over:**",
            steps(self.verify),
        )


def help_on(product: Product) -> Help:
    return HELP.get(product.platform, UNKNOWN)


def named(product: Product) -> str:
    return code(product.platform) if product.platform else "the platform"


def where(product: Product) -> str:
    return f"On {code(product.platform)}: " if product.platform in HELP else ""


def way_back(product: Product) -> list[str]:
    """The way back on this platform."""
    on = product.on
    if on is None or not on.back:
        return [
            "Put the earlier version live the way it was released ([RELEASE](RELEASE.md)). Name "
            "the platform in launchready.yml (`deploy: {target: NAME}`), and its command stands "
            "here."
        ]
    way = code(on.back) if on.back.split(" ", 1)[0].islower() else on.back
    return [f"Go back on {named(product)}: {way}", f"Mind: {on.caveat}"]
