"""Services where whoever asks first may get a name that nobody holds any more.

Facts of https://github.com/EdOverflow/can-i-take-over-xyz as of 2025-02-08, by its contributors,
licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/); cut to services marked
vulnerable that are reached by a CNAME, and to what is compared here.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service by the names its customers point at.

    `says` is what its page says of a name nobody holds; None where such a name does not
    exist at all, which is the sign itself.
    """

    name: str
    suffixes: tuple[str, ...]
    says: str | None = None

    def disowns(self, body: str) -> bool:
        """Whether a page is the service's word for a name nobody holds."""
        return self.says is not None and re.search(self.says, body) is not None


def _service(name: str, *suffixes: str, says: str | None = None) -> Service:
    return Service(name=name, suffixes=suffixes, says=says)


SERVICES = (
    _service("AWS Elastic Beanstalk", "elasticbeanstalk.com"),
    _service("AWS S3", "s3.amazonaws.com", says="The specified bucket does not exist"),
    _service("Agile CRM", "agilecrm.com", says="Sorry, this page is no longer available\\."),
    _service("Anima", "animaapp.io", says="The page you were looking for does not exist\\."),
    _service("Bitbucket", "bitbucket.io", says="Repository not found"),
    _service("Discourse", "trydiscourse.com"),
    _service("Gemfury", "furyns.com", says="404: This page could not be found\\."),
    _service(
        "Ghost", "ghost.io", says="Site unavailable\\.|Failed to resolve DNS path for this host"
    ),
    _service("HatenaBlog", "hatenablog.com", says="404 Blog is not found"),
    _service("Help Juice", "helpjuice.com", says="We could not find what you're looking for\\."),
    _service("Help Scout", "helpscoutdocs.com", says="No settings were found for this company:"),
    _service("JetBrains", "youtrack.cloud", says="is not a registered InCloud YouTrack"),
    _service(
        "Microsoft Azure",
        "azure-api.net",
        "azurecontainer.io",
        "azurecr.io",
        "azuredatalakestore.net",
        "azureedge.net",
        "azurehdinsight.net",
        "azurewebsites.net",
        "blob.core.windows.net",
        "cloudapp.azure.com",
        "cloudapp.net",
        "database.windows.net",
        "redis.cache.windows.net",
        "search.windows.net",
        "servicebus.windows.net",
        "visualstudio.com",
    ),
    _service("Ngrok", "ngrok.io", says=r"Tunnel [^\s<]{1,253} not found"),
    _service(
        "Readme.io",
        "readme.io",
        says="The creators of this project are still working on making everything perfect!",
    ),
    _service("Strikingly", "s.strikinglydns.com", says="PAGE NOT FOUND\\."),
    _service("Surge.sh", "na-west1.surge.sh", says="project not found"),
    _service("SurveySparrow", "surveysparrow.com", says="Account not found\\."),
    _service(
        "Uberflip", "read.uberflip.com", says="The URL you've accessed does not provide a hub\\."
    ),
    _service("Uptimerobot", "stats.uptimerobot.com", says="page not found"),
    _service(
        "Wordpress", "wordpress.com", says=r"Do you want to register [^\s<]{1,253}wordpress\.com\?"
    ),
)


def service_of(target: str) -> Service | None:
    """The service that a CNAME's target belongs to, if it is one of these."""
    name = target.rstrip(".").lower()
    for service in SERVICES:
        if any(name == one or name.endswith(f".{one}") for one in service.suffixes):
            return service
    return None
