"""Every other service, through the library apprise: it knows more than a hundred.

It says only whether a service took something, not why not; so the ones launchready names are
spoken to directly (docs/decisions, on the watch's alerts). Its log tells URLs and is silenced.
"""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread

from launchready.config.alerts import Apprise
from launchready.core.location import Location
from launchready.values.problem import ConfigError, Problem
from launchready.watch.channels_told import Kind, NotSentError, Told

if TYPE_CHECKING:
    import apprise as library

# Seconds for one message; some services are paced by apprise itself.
LIMIT = 30.0
_TYPES: dict[Kind, str] = {
    "down": "failure",
    "unknown": "warning",
    "flapping": "warning",
    "up": "success",
    "note": "info",
    "test": "info",
}
# Marks by which most services know a mention, a tag or a link; the wide forms look alike.
_WIDE = str.maketrans({"@": "\uff20", "<": "\uff1c", ">": "\uff1e", "[": "\uff3b", "]": "\uff3d"})
_LACKING = "pip install 'launchready[watch]', or use the container"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AppriseChannel:
    """One service of apprise's."""

    name: str
    service: "library.Apprise"
    limit: float = LIMIT

    async def send(self, told: Told) -> None:
        """Says it once, within the limit. Raises NotSentError."""
        failure = NotSentError(f"the service did not take it in {self.limit:g} s")
        try:
            with anyio.fail_after(self.limit):
                if await anyio.to_thread.run_sync(self._say, told, abandon_on_cancel=True):
                    return
            failure = NotSentError("the service did not take it; apprise does not say why")
        except TimeoutError:
            pass
        except Exception:  # noqa: BLE001 - any of more than a hundred plug-ins may raise anything
            failure = NotSentError("apprise failed at it")
        # Outside the handlers: what a plug-in raises may quote its URL.
        raise failure

    def _say(self, told: Told) -> bool:
        return bool(
            self.service.notify(
                title=_plain(told.short),
                body=_plain("\n".join(told.shown or (told.short,))),
                notify_type=_TYPES[told.kind],
                body_format="text",
            )
        )


def _plain(text: str) -> str:
    return text.translate(_WIDE)


def apprise(name: str, to: Apprise) -> AppriseChannel:
    """A service by its URL. Raises ConfigError where apprise is not installed or knows none."""
    try:
        import apprise as library
    except ImportError:
        raise _wrong(to.at, "apprise is not installed", _LACKING) from None
    # Its own log tells every URL; what a founder must know of a failure, the channel says.
    logging.getLogger("apprise").disabled = True
    asset = library.AppriseAsset(
        app_id="launchready",
        app_desc="launchready watch",
        app_url="",
        async_mode=False,
        http_redirects=False,
        storage_mode=library.PersistentStoreMode.MEMORY,
        service_timeout=LIMIT,
    )
    service = library.Apprise(asset=asset)
    if not service.add(to.url) or len(service) != 1:
        raise _wrong(to.at, "apprise knows no such service", "one URL as apprise's pages write it")
    return AppriseChannel(name=name, service=service)


def _wrong(at: Location, found: str, meant: str) -> ConfigError:
    return ConfigError([Problem(at=at, found=found, meant=meant)])
