"""Tokens of the places code is kept and published."""

import re

from launchready.core.finding import Impact
from launchready.secrets.detectors.checksum import base62_crc
from launchready.secrets.detectors.detector import (
    Detector,
    Seen,
    Weight,
    leaked,
    token,
    usually,
)


def _github(value: str, seen: Seen, impact: Impact) -> Weight:
    is_classic = re.fullmatch(r"gh[pousr]_[A-Za-z0-9]{36}", value)
    return (base62_crc if is_classic else usually)(value, seen, impact)


DETECTORS = (
    Detector(
        rule=leaked(
            "github-token",
            "a GitHub token",
            opens="read and change your code as the token's owner",
            revoke="Revoke it on GitHub under Settings, Developer settings, make a new one",
        ),
        thing="a GitHub token",
        # ghs_ tokens of 2026 are JWTs of some 520 characters, with dots.
        pattern=token(
            r"gh[pour]_[A-Za-z0-9]{36,255}|ghs_[A-Za-z0-9._-]{36,1000}|github_pat_[A-Za-z0-9_]{60,255}"
        ),
        anchors=("ghp_", "gho_", "ghu_", "ghr_", "ghs_", "github_pat_"),
        plugin="GitHubTokenDetector",
        weigh=_github,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "gitlab-token",
            "a GitLab token",
            opens="read and change your code as the token's owner",
            revoke="Revoke it on GitLab under Access tokens, make a new one",
        ),
        thing="a GitLab token",
        pattern=token(
            r"(?:glpat|gldt|glft|glsoat|glrt|glrtr|glptt|glagent|gloas|glffct)-[A-Za-z0-9_.-]{20,300}"
            r"|GR1348941[A-Za-z0-9_-]{20,50}|glcbt-[A-Za-z0-9_-]{20,60}|glimt-[A-Za-z0-9_-]{25}"
        ),
        anchors=(
            *("glpat-", "gldt-", "glft-", "glsoat-", "glrt", "glptt-", "glagent-", "gloas-"),
            *("glffct-", "GR1348941", "glcbt-", "glimt-"),
        ),
        plugin="GitLabTokenDetector",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "npm-token",
            "an npm token",
            opens="publish packages in your name, to everybody who installs them",
            revoke="Run npm token revoke, or delete it in npm under Access Tokens",
        ),
        thing="an npm token",
        pattern=token(r"npm_[A-Za-z0-9]{36}"),
        anchors=("npm_",),
        weigh=base62_crc,
        rank=3,
    ),
    Detector(
        rule=leaked(
            "npm-registry-token",
            "a package registry token",
            opens="read and publish your packages",
            revoke="Revoke it at the registry, make a new one",
        ),
        thing="a package registry token",
        pattern=r"//[^\s:]{1,200}/:_authToken=\s{0,4}['\"]?(?P<value>[A-Za-z0-9_.=/+-]{16,400})",
        anchors=("_authToken",),
        reach=210,
        shown=0,
        plugin="NpmDetector",
    ),
    Detector(
        rule=leaked(
            "pypi-token",
            "a PyPI token",
            opens="publish Python packages in your name",
            revoke="Delete it in PyPI under API tokens, make a new one",
        ),
        thing="a PyPI token",
        pattern=token(r"pypi-Ag(?:EIcHlwaS5vcmc|ENdGVzdC5weXBpLm9yZw)[A-Za-z0-9_-]{50,300}"),
        anchors=("pypi-Ag",),
        plugin="PypiTokenDetector",
        rank=3,
    ),
    Detector(
        rule=leaked(
            "rubygems-key",
            "a RubyGems key",
            opens="publish gems in your name",
            revoke="Delete it in RubyGems under API keys, make a new one",
        ),
        thing="a RubyGems key",
        pattern=token(r"rubygems_[a-f0-9]{48}"),
        anchors=("rubygems_",),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "docker-token",
            "a Docker token",
            opens="read your private images and push images in your name",
            revoke="Delete it in Docker's settings under Personal access tokens, make a new one",
        ),
        thing="a Docker token",
        pattern=token(r"dckr_(?:pat|oat)_[A-Za-z0-9_-]{27,40}"),
        anchors=("dckr_",),
        rank=3,
    ),
    Detector(
        rule=leaked(
            "artifactory-token",
            "an Artifactory token",
            opens="read and publish your packages",
            revoke="Revoke it in Artifactory under Access Tokens, make a new one",
        ),
        thing="an Artifactory token",
        # Shorter ones are words and pieces of base64.
        pattern=token(r"AKCp[A-Za-z0-9]{50,200}(?![+/=-])"),
        anchors=("AKCp",),
        plugin="ArtifactoryDetector",
        rank=3,
    ),
)
