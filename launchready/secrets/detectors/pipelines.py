"""Tokens of what builds, tests, checks and publishes code."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, HEX40, HEX64, UUID, form, made, named

_BUILD = "change what is built, and read the secrets of your builds"
_CODE = "read and change your code as the token's owner"
_PUBLISH = "publish packages in your name"
_TEST = "read what was found wrong with your code"


def _token(
    name: str, who: str, opens: str, where: str, pattern: str, *anchors: str, reach: int = 0
) -> Detector:
    where = f"in {who} under {where}"
    return form(name, _thing(who), opens, where, pattern, *anchors, reach=reach)


def _named(name: str, who: str, opens: str, words: str, pattern: str, *anchors: str) -> Detector:
    where = f"in {who}'s account settings"
    return named(name, _thing(who), opens, where, words, pattern, *anchors)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} token"


DETECTORS = (
    _token("bitbucket-token", "Bitbucket", _CODE, "App passwords", r"ATBB[A-Za-z0-9]{32}", "ATBB"),
    _token(
        "bitbucket-token",
        "Bitbucket",
        _CODE,
        "Access tokens",
        r"ATCTT3xFfG[A-Za-z0-9+/=_-]{60,300}=[A-F0-9]{8}",
        "ATCTT3xFfG",
    ),
    _token(
        "atlassian-token",
        "Atlassian",
        "read and change your issues and pages as the token's owner",
        "Security, API tokens",
        r"ATATT3xFfG[A-Za-z0-9+/=_-]{60,300}=[A-F0-9]{8}",
        "ATATT3xFfG",
    ),
    _token(
        "circleci-token",
        "CircleCI",
        _BUILD,
        "Personal API Tokens",
        r"CCIP(?:AT|RJ)_[A-Za-z0-9]{22}_[a-f0-9]{40}",
        "CCIPAT_",
        "CCIPRJ_",
    ),
    _token("buildkite-token", "Buildkite", _BUILD, "API Access Tokens", rf"bkua_{HEX40}", "bkua_"),
    _token(
        "buildkite-token",
        "Buildkite",
        _BUILD,
        "Agents",
        r"bkct_[A-Za-z0-9]{30,64}|bkaj_[A-Za-z0-9._-]{40,600}",
        "bkct_",
        "bkaj_",
    ),
    _token(
        "terraform-token",
        "Terraform Cloud",
        "change your infrastructure",
        "Tokens",
        r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}",
        ".atlasv1.",
        reach=14,
    ),
    _token(
        "pulumi-token",
        "Pulumi",
        "change your infrastructure",
        "Access Tokens",
        rf"pul-{HEX40}",
        "pul-",
    ),
    _token("sonar-token", "Sonar", _TEST, "Security", rf"sq[upa]_{HEX40}", "squ_", "sqp_", "sqa_"),
    _token(
        "postman-key",
        "Postman",
        "read your requests, and the keys in them",
        "API keys",
        r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}|PMAT-[A-Z0-9]{26}",
        "PMAK-",
        "PMAT-",
    ),
    _token(
        "readme-key",
        "ReadMe",
        "change your documentation",
        "API Key",
        r"rdme_[a-z0-9]{70}",
        "rdme_",
    ),
    _token(
        "prefect-token", "Prefect", _BUILD, "API Keys", r"pn[ub]_[A-Za-z0-9]{36}", "pnu_", "pnb_"
    ),
    _token(
        "trigger-token",
        "Trigger.dev",
        "run and read your jobs",
        "API keys",
        r"tr_(?:prod|stg|preview|pat)_[A-Za-z0-9]{20,44}",
        "tr_prod_",
        "tr_stg_",
        "tr_preview_",
        "tr_pat_",
    ),
    _token(
        "inngest-key",
        "Inngest",
        "run your jobs with data of their own",
        "Signing key",
        rf"signkey-(?:prod|branch)-{HEX64}",
        "signkey-",
    ),
    _token(
        "depot-token",
        "Depot",
        _BUILD,
        "API Tokens",
        rf"depot_(?:project|org|user)_{HEX64}",
        "depot_",
    ),
    _token("scalingo-token", "Scalingo", _BUILD, "Tokens", r"tk-us-[A-Za-z0-9_-]{48}", "tk-us-"),
    _token(
        "rapidapi-key",
        "RapidAPI",
        "call APIs at your cost",
        "Authorization",
        r"[a-f0-9]{10}msh[a-f0-9]{15}p1[a-f0-9]{6}jsn[a-f0-9]{12}",
        "jsn",
        reach=36,
    ),
    _token("chromatic-token", "Chromatic", _TEST, "Manage", r"chpt_[a-f0-9]{12,16}", "chpt_"),
    _token(
        "snyk-token",
        "Snyk",
        _TEST,
        "API Token",
        r"snyk_(?:uat|sat)\.[a-f0-9]{8}\.[A-Za-z0-9_.-]{40,200}",
        "snyk_uat.",
        "snyk_sat.",
    ),
    _token(
        "teamcity-token",
        "TeamCity",
        _BUILD,
        "Access Tokens",
        r"eyJ0eXAiOiAiVENWMiJ9\.[A-Za-z0-9_-]{36}\.[A-Za-z0-9_-]{48}",
        "eyJ0eXAiOiAiVENWMiJ9.",
    ),
    _token(
        "zuplo-key",
        "Zuplo",
        "call your API as its consumer",
        "API Keys",
        r"zpka_[A-Za-z0-9]{32}_[a-f0-9]{8}",
        "zpka_",
    ),
    _named("sonar-token", "Sonar", _TEST, r"sonar[a-z_]{0,16}(?:token|login|key)", HEX40, "sonar"),
    _named("snyk-token", "Snyk", _TEST, r"snyk[a-z_]{0,12}(?:token|key)", UUID, "snyk"),
    _named(
        "codecov-token",
        "Codecov",
        _TEST,
        r"codecov[a-z_]{0,12}(?:token|key)",
        rf"{UUID}|{HEX32}",
        "codecov",
    ),
    _named(
        "coveralls-token",
        "Coveralls",
        _TEST,
        r"coveralls[a-z_]{0,12}(?:token|key)",
        r"[A-Za-z0-9]{32,37}",
        "coveralls",
    ),
    _named(
        "travis-token",
        "Travis CI",
        _BUILD,
        r"travis[a-z_]{0,12}(?:token|key)",
        r"[A-Za-z0-9_-]{22}",
        "travis",
    ),
    _named(
        "circleci-token",
        "CircleCI",
        _BUILD,
        r"circle(?:_?ci)?[a-z_]{0,12}(?:token|key)",
        HEX40,
        "circle",
    ),
    _named(
        "drone-token",
        "Drone",
        _BUILD,
        r"drone[a-z_]{0,12}(?:token|secret)",
        r"[A-Za-z0-9]{32}",
        "drone",
    ),
    _named(
        "jenkins-token",
        "Jenkins",
        _BUILD,
        r"jenkins[a-z_]{0,12}(?:token|key|pass\w{0,5})",
        rf"11{HEX32}",
        "jenkins",
    ),
    _named(
        "gitea-token",
        "Gitea",
        _CODE,
        r"(?:gitea|forgejo|gogs|codeberg)[a-z_]{0,12}(?:token|key)",
        HEX40,
        *("gitea", "forgejo", "gogs", "codeberg"),
    ),
    _named(
        "expo-token",
        "Expo",
        "publish your app's updates",
        r"expo_(?:access_)?token",
        r"[A-Za-z0-9_-]{40}",
        *("expo_token", "expo_access"),
    ),
    _named(
        "bitrise-token",
        "Bitrise",
        _BUILD,
        r"bitrise[a-z_]{0,12}(?:token|key)",
        r"[A-Za-z0-9_-]{86}",
        "bitrise",
    ),
    _named(
        "semaphore-token",
        "Semaphore",
        _BUILD,
        r"semaphore[a-z_]{0,12}token",
        r"[A-Za-z0-9]{20,40}",
        "semaphore",
    ),
    form(
        "github-old-token",
        "a GitHub token",
        _CODE,
        "on GitHub under Settings, Developer settings",
        r"(?i:github|gh)[A-Za-z_.-]{0,30}(?i:token|key|pat|secret)[\"']?[ \t]{0,4}[:=][ \t]{0,4}"
        rf"[\"']?(?P<value>{HEX40})(?![A-Za-z0-9])",
        "github",
        "gh_",
        folded=True,
        shown=0,
        rank=1,
        weigh=made,
        impact=Impact.RISK,
    ),
)
