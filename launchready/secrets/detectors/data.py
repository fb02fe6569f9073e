"""Keys of databases, search indexes, stores of files and what moves data between them."""

import re

from launchready.core.finding import Impact
from launchready.secrets.detectors.checksum import base64_crc
from launchready.secrets.detectors.detector import Detector, Seen, Weight
from launchready.secrets.detectors.family import HEX32, HEX64, UUID, form, named
from launchready.secrets.hosts import is_near
from launchready.secrets.paths import is_for_tests
from launchready.secrets.samples import COMMON, is_blank, is_sample

_DATA = "read and delete your customers' data"
_INDEX = "change and delete your search index"
_FILES = "read, change and delete what you store there"


def _key(name: str, who: str, opens: str, pattern: str, *anchors: str, reach: int = 0) -> Detector:
    where = f"in {who} under API keys"
    return form(name, _thing(who), opens, where, pattern, *anchors, reach=reach)


def _named(
    name: str, who: str, opens: str, words: str, pattern: str, *anchors: str, rank: int = 2
) -> Detector:
    where = f"in {who} under API keys"
    return named(name, _thing(who), opens, where, words, pattern, *anchors, rank=rank)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} key"


_SERVER = re.compile(
    r"(?:server|data source|host|addr|endpoint)[ ]?=[ ]?(?P<a>[^;\"'`\s,()]{1,120})|"
    r"jdbc:[a-z:]{3,40}//(?P<b>[^/;\"'`\s]{1,120})",
    re.IGNORECASE,
)


def _connects(value: str, seen: Seen, impact: Impact) -> Weight:
    """A password with the server it is for beside it; one for this machine opens nothing."""
    server = _SERVER.search(seen.line[:20_000])
    if not server or is_blank(value) or is_sample(value):
        return None
    if "jdbc:" not in seen.line and ";" not in seen.line:
        return None
    host = server["a"] or server["b"]
    if is_near(host) or is_for_tests(seen.path) or value.lower() in COMMON:
        return "harmless"
    return impact


DETECTORS = (
    _key("cockroach-key", "CockroachDB", _DATA, r"CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}", "CCDB1_"),
    _key("aiven-password", "Aiven", _DATA, r"AVNS_[A-Za-z0-9_-]{19}(?!-)", "AVNS_"),
    _key("clickhouse-key", "ClickHouse", _DATA, r"4b1d[A-Za-z0-9]{38}", "4b1d"),
    _key(
        "tinybird-token",
        "Tinybird",
        _DATA,
        r"p\.eyJ[A-Za-z0-9_-]{20,300}\.[A-Za-z0-9_-]{20,60}",
        "p.eyJ",
    ),
    _key("xata-key", "Xata", _DATA, r"xau_[A-Za-z0-9]{30,50}", "xau_"),
    _key("fauna-key", "Fauna", _DATA, r"fnA[A-Za-z0-9_-]{37,44}", "fnA"),
    _key("dbt-token", "dbt", _DATA, r"dbt[ucs]_[A-Za-z0-9_-]{30,60}", "dbtu_", "dbtc_", "dbts_"),
    form(
        "confluent-key",
        "a Confluent key",
        "read and send your product's messages",
        "in Confluent Cloud under API keys",
        r"cflt[A-Za-z0-9+/]{60}",
        "cflt",
        weigh=base64_crc,
    ),
    _key("edgedb-token", "Gel", _DATA, r"(?:edbt|nbwt)1?_[A-Za-z0-9_-]{40,400}", "edbt", "nbwt"),
    _key("backblaze-key", "Backblaze", _FILES, r"K00[0-9][A-Za-z0-9/+]{27}", "K00"),
    _key(
        "cloudinary-url",
        "Cloudinary",
        _FILES,
        r"cloudinary://[0-9]{10,20}:(?P<value>[A-Za-z0-9_-]{20,40})@",
        "cloudinary://",
    ),
    _key("imagekit-key", "ImageKit", _FILES, r"private_[A-Za-z0-9+/]{27}=", "private_"),
    _key("tigris-key", "Tigris", _FILES, r"tsec_[A-Za-z0-9_+-]{40,100}", "tsec_"),
    _key("appwrite-key", "Appwrite", _DATA, r"standard_[a-f0-9]{200,260}", "standard_"),
    _key(
        "prisma-key",
        "Prisma",
        _DATA,
        r"prisma(?:\+postgres)?://[A-Za-z0-9.-]{4,60}/\?api_key=(?P<value>eyJ[A-Za-z0-9._-]{40,1000})",
        "prisma://",
        "prisma+postgres://",
    ),
    _key(
        "dnsimple-token",
        "DNSimple",
        "change your DNS",
        r"dnsimple_[au]_[A-Za-z0-9]{32}",
        "dnsimple_",
    ),
    _key("porkbun-key", "Porkbun", "change your DNS", rf"[ps]k1_{HEX64}", "pk1_", "sk1_"),
    form(
        "neon-database-password",
        "a Neon database password",
        _DATA,
        "Reset it in Neon's console under Roles",
        r"npg_[A-Za-z0-9]{12}",
        "npg_",
        rank=4,
    ),
    form(
        "connection-string-password",
        "a password in a connection string",
        _DATA,
        "Change the password",
        r"(?<![A-Za-z_])(?i:password|pwd)[ ]?=[ ]?(?P<value>[^;\"'`\s&${}<>,()]{4,120})"
        r"(?=[;\"'`\s]|$)",
        "password",
        "pwd",
        folded=True,
        shown=0,
        rank=1,
        weigh=_connects,
    ),
    _named(
        "planetscale-token",
        "PlanetScale",
        _DATA,
        r"planetscale[a-z_]{0,16}(?:password|token)",
        r"[A-Za-z0-9_-]{40,50}",
        "planetscale",
    ),
    _named(
        "mongodb-atlas-key",
        "MongoDB Atlas",
        _DATA,
        r"(?:mongodb_?)?atlas[a-z_]{0,16}(?:private_?)?key",
        UUID,
        "atlas",
    ),
    _named(
        "upstash-token",
        "Upstash",
        _DATA,
        r"(?:upstash|kv_rest_api|qstash|redis_rest)[a-z_]{0,24}(?:token|signing_key)",
        r"[A-Za-z0-9_=+/-]{36,200}",
        *("upstash", "kv_rest_api", "qstash", "redis_rest"),
    ),
    _named(
        "turso-token",
        "Turso",
        _DATA,
        r"(?:turso|libsql)[a-z_]{0,24}token",
        r"eyJ[A-Za-z0-9_.-]{60,600}",
        "turso",
        "libsql",
    ),
    _named(
        "influx-token",
        "InfluxDB",
        _DATA,
        r"influx[a-z_]{0,16}token",
        r"[A-Za-z0-9_-]{86}==",
        "influx",
    ),
    _named(
        "snowflake-password",
        "Snowflake",
        _DATA,
        r"snowflake[a-z_]{0,16}(?:password|pass|pwd|token)",
        r"[^\s\"'`,;$<>{}]{10,200}",
        "snowflake",
    ),
    _named(
        "confluent-secret",
        "Confluent",
        "read and send your product's messages",
        r"(?:confluent|kafka)[a-z_]{0,24}secret",
        r"[A-Za-z0-9+/]{64}",
        "confluent",
        "kafka",
    ),
    _named(
        "hasura-secret",
        "Hasura",
        _DATA,
        r"hasura[a-z_-]{0,24}secret",
        r"[A-Za-z0-9_-]{20,128}",
        "hasura",
    ),
    _named(
        "meilisearch-key",
        "Meilisearch",
        _INDEX,
        r"meili[a-z_]{0,24}key",
        r"[A-Za-z0-9_-]{16,90}",
        "meili",
    ),
    _named(
        "typesense-key",
        "Typesense",
        _INDEX,
        r"typesense[a-z_]{0,24}key",
        r"[A-Za-z0-9]{32}",
        "typesense",
    ),
    _named(
        "algolia-admin-key",
        "Algolia",
        _INDEX,
        r"algolia[a-z_]{0,12}(?:api_?key|key|secret)",
        HEX32,
        "algolia",
    ),
    _named(
        "elastic-key",
        "Elastic",
        _INDEX,
        r"elastic[a-z_]{0,24}(?:api_?key|password|token)",
        r"[A-Za-z0-9+/]{58,62}={0,2}|[A-Za-z0-9]{24}",
        "elastic",
    ),
    _named("pinecone-key", "Pinecone", _INDEX, r"pinecone[a-z_]{0,12}key", UUID, "pinecone"),
    _named(
        "qdrant-key", "Qdrant", _INDEX, r"qdrant[a-z_]{0,12}key", r"[A-Za-z0-9_-]{40,60}", "qdrant"
    ),
    _named(
        "weaviate-key",
        "Weaviate",
        _INDEX,
        r"weaviate[a-z_]{0,12}key",
        r"[A-Za-z0-9]{30,50}",
        "weaviate",
    ),
    _named(
        "cloudinary-secret",
        "Cloudinary",
        _FILES,
        r"cloudinary[a-z_]{0,16}secret",
        r"[A-Za-z0-9_-]{27}",
        "cloudinary",
    ),
    _named(
        "bunny-key",
        "Bunny",
        _FILES,
        r"bunny(?:cdn|net)?[a-z_]{0,24}(?:key|password)",
        r"[a-f0-9-]{36,80}",
        "bunny",
    ),
    _named(
        "wasabi-secret",
        "Wasabi",
        _FILES,
        r"wasabi[a-z_]{0,16}secret",
        r"[A-Za-z0-9/+]{40}",
        "wasabi",
        rank=3,
    ),
    _named(
        "mux-secret",
        "Mux",
        _FILES,
        r"mux_[a-z_]{0,16}secret",
        r"[A-Za-z0-9/+]{75}",
        *("mux_token", "mux_secret"),
    ),
    _named(
        "uploadthing-secret",
        "UploadThing",
        _FILES,
        r"uploadthing[a-z_]{0,12}(?:secret|token)",
        rf"sk_live_{HEX64}|eyJ[A-Za-z0-9+/=]{{80,400}}",
        "uploadthing",
        rank=4,
    ),
    _named(
        "godaddy-secret",
        "GoDaddy",
        "change your DNS",
        r"godaddy[a-z_]{0,16}(?:secret|key)",
        r"[A-Za-z0-9_]{22,37}",
        "godaddy",
    ),
    _named(
        "convex-key",
        "Convex",
        _DATA,
        r"convex[a-z_]{0,16}key",
        r"(?:prod|dev|preview):[a-z0-9-]{4,60}\|[A-Za-z0-9+/=]{30,200}",
        "convex",
    ),
)
