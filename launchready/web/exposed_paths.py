"""Files that robots ask every new site for, and what is in them when they are really there."""

import re
from dataclasses import dataclass

_SETTINGS = re.compile(rb"^(?:export )?[A-Z][A-Z0-9_]{2,}\s*=", re.MULTILINE)
_DUMP = re.compile(
    rb"-- MySQL dump|-- PostgreSQL database dump|-- MariaDB dump|^\s*(?:CREATE TABLE|INSERT INTO)",
    re.IGNORECASE | re.MULTILINE,
)
_HTML = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """A path, what lies there, and how its contents begin or what stands in them."""

    path: str
    what: str
    sign: re.Pattern[bytes]
    takes_html: bool = False

    def is_there(self, body: bytes) -> bool:
        """Whether the contents are what the name says; a page that answers everything is not."""
        head = body[:200_000]
        return (self.takes_html or not _HTML.match(head)) and bool(self.sign.search(head))


def _at(
    path: str, what: str, sign: bytes | re.Pattern[bytes], *, takes_html: bool = False
) -> Exposed:
    made = re.compile(sign, re.MULTILINE) if isinstance(sign, bytes) else sign
    return Exposed(path=path, what=what, sign=made, takes_html=takes_html)


_PHPINFO = rb"<title>[^<]*phpinfo\(\)"
_ZIP = rb"\APK\x03\x04"
_GZIP = rb"\A\x1f\x8b\x08"
PATHS = (
    _at("/.env", "settings with their secrets", _SETTINGS),
    _at("/.env.local", "settings with their secrets", _SETTINGS),
    _at("/.env.production", "settings with their secrets", _SETTINGS),
    _at("/.env.bak", "settings with their secrets", _SETTINGS),
    _at("/.git/HEAD", "the repository with its history", rb"\A(?:ref: refs/|[0-9a-f]{40}\s*\Z)"),
    _at("/.git/config", "the repository with its history", rb"^\[core\]"),
    _at("/.svn/wc.db", "the repository with its history", rb"\ASQLite format 3\0"),
    _at("/.hg/requires", "the repository with its history", rb"\A(?:dotencode|fncache|revlogv1)"),
    _at("/.DS_Store", "the names of all files beside it", rb"\A\0\0\0\x01Bud1"),
    _at("/.htpasswd", "password hashes", rb"^[^:\s]+:(?:\$(?:apr1|2y|1|5|6)\$|\{SHA\})"),
    _at("/.npmrc", "a package registry's token", rb"_authToken\s*="),
    _at("/.aws/credentials", "cloud keys", rb"^aws_secret_access_key"),
    _at("/id_rsa", "a private key", rb"\A-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----"),
    _at("/backup.sql", "a copy of the database", _DUMP),
    _at("/dump.sql", "a copy of the database", _DUMP),
    _at("/database.sql", "a copy of the database", _DUMP),
    _at("/db.sqlite3", "the database", rb"\ASQLite format 3\0"),
    _at("/backup.zip", "a backup", _ZIP),
    _at("/backup.tar.gz", "a backup", _GZIP),
    _at("/wp-config.php.bak", "the blog's database password", rb"DB_PASSWORD"),
    _at("/wp-config.php~", "the blog's database password", rb"DB_PASSWORD"),
    _at("/docker-compose.yml", "how the servers are set up", rb"^services:"),
    _at("/actuator/env", "the app's settings", rb'"propertySources"|"activeProfiles"'),
    _at(
        "/debug/pprof/",
        "the app's insides",
        rb"Types of profiles available|full goroutine stack",
        takes_html=True,
    ),
    _at("/phpinfo.php", "how the server is set up", _PHPINFO, takes_html=True),
    _at("/info.php", "how the server is set up", _PHPINFO, takes_html=True),
    _at("/server-status", "who visits what", rb"Apache Server Status", takes_html=True),
    _at("/_profiler/", "the app's insides", rb"Symfony Profiler", takes_html=True),
    _at("/telescope/requests", "who visits what", rb"<title>Telescope", takes_html=True),
)
