"""An editor's schema accepts whatever the loader accepts, and no text crashes the loader."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from launchready.config.load import load
from launchready.config.schema import schema
from launchready.values.problem import ConfigError

VALIDATOR = Draft202012Validator(schema())


class _Core(yaml.SafeLoader):
    """YAML 1.2's core types, which editors use: no dates, no octal 012, no `no`."""


_Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+)$", list("-+0123456789")),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)$",
        list("-+.0123456789"),
    ),
):
    import re

    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


_Core.add_constructor("tag:yaml.org,2002:int", _decimal)


def as_an_editor_sees_it(text: str) -> Any:
    return yaml.load(text, _Core)


def accepted(text: str) -> bool:
    def read(path: str) -> bytes:
        raise FileNotFoundError(path)

    try:
        load(
            text.encode("utf-8", "replace"),
            "x.yml",
            environment="production",
            variables={},
            read=read,
        )
    except ConfigError as error:
        said = [str(one) for one in error.problems]
    else:
        return True
    assert said
    assert all(one.startswith("x.yml:") for one in said)
    return False


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


WORDS = st.sampled_from(
    [
        "1",
        "1.10",
        "no",
        "012",
        "yes",
        "5m",
        "10s",
        "a.test",
        "null",
        "''",
        "x",
        "127.0.0.1:53",
        "2027-01-31",
    ]
)
KEYS = st.sampled_from(
    [
        *(
            "version",
            "product",
            "hosts",
            "own",
            "canonical",
            "staging",
            "allow",
            "network",
            "timeout",
        ),
        *("resolver", "concurrency", "addresses", "authoritative", "environments", "production"),
        *(
            "secrets",
            "exclude",
            "disable",
            "tls",
            "warn",
            "fail",
            "web",
            "redirects",
            "waivers",
            "rule",
        ),
        *("subject", "because", "owner", "until", "smoke", "pages", "name", "url", "expect", "dns"),
        *("email", "domains", "domain", "senders", "dkim", "sending_ips", "reports", "transport"),
    ]
)
NODES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda all_: "[" + ", ".join(all_) + "]")
        | st.dictionaries(KEYS, inner, max_size=4).map(
            lambda all_: "{" + ", ".join(f"{key}: {value}" for key, value in all_.items()) + "}"
        )
    ),
    max_leaves=12,
)
SECTIONS = st.dictionaries(KEYS, NODES, max_size=4).map(
    lambda all_: "version: 1\n" + "".join(f"{k}: {v}\n" for k, v in all_.items() if k != "version")
)


@given(SECTIONS)
def test_whatever_the_loader_accepts_the_schema_accepts(text: str) -> None:
    if accepted(text):
        assert list(VALIDATOR.iter_errors(as_an_editor_sees_it(text))) == []


@given(st.text() | SECTIONS.flatmap(lambda s: st.text(max_size=3).map(lambda t: s.replace("1", t))))
def test_no_text_crashes_the_loader(text: str) -> None:
    accepted(text)


FULL = """\
version: 1
product: 1.10
hosts:
  canonical: acme.test
  own: [acme.test, www.acme.test]
  staging: [s.acme.test]
  allow: [stripe.com]
environments: {production: {base_url: "https://acme.test", port: 012}, staging: {base_url: "${X}"}}
network:
  resolver: 127.0.0.1:5300
  authoritative: {acme.test: ["127.0.0.2:5353"]}
  addresses: {"acme.test:443": ["127.0.0.1:8443"]}
  timeout: 10s
  concurrency: 16
secrets: {exclude: ["fixtures/**"]}
tls: {hosts: [acme.test, "acme.test:8443"], warn: 14d, fail: 3d}
web:
  redirects:
    policy: {www: to-apex, max_hops: 2}
    sample_paths: [/, /pricing]
    rules:
      - {from: /old, to: /new, status: permanent}
      - {from: /beta, gone: yes}
email:
  domains:
    - domain: acme.test
      senders: [{name: postmark, dkim: [pm, 2026]}, google]
      sending_ips: [192.0.2.25]
  reports: ops/dmarc/
  pass_rate: 95%
  message: ops/mail.eml
  receiver: mx.google.com
  transport: false
smoke:
  pages:
    - {name: home, url: "${base_url}/", expect: ["[STATUS] == 200"]}
waivers:
  - {rule: web/no-csp, subject: "/", because: legacy, owner: ada, until: 2027-01-31}
"""


def test_a_config_that_uses_every_section_is_accepted_by_both() -> None:
    assert accepted(FULL)
    assert list(VALIDATOR.iter_errors(as_an_editor_sees_it(FULL))) == []


@pytest.mark.parametrize("stray", ["onw: []", "tls: [a]", "waivers: [{rule: a}]"])
def test_the_schema_refuses_what_an_editor_should_underline(stray: str) -> None:
    assert list(VALIDATOR.iter_errors(as_an_editor_sees_it(f"version: 1\n{stray}")))
