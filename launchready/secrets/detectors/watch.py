"""Keys of what watches a product: errors, logs, uptime, analytics, feature flags."""

from launchready.core.finding import Impact
from launchready.secrets.detectors.detector import Detector
from launchready.secrets.detectors.family import HEX32, HEX40, HEX64, UUID, form, named

_ERRORS = "read your errors and logs, with your users' data in them"
_PAGE = "silence your alerts, or wake your team"
_USERS = "read what your users do"
_FLAGS = "turn your features on and off"


def _key(
    name: str,
    who: str,
    opens: str,
    pattern: str,
    *anchors: str,
    impact: Impact = Impact.BLOCKER,
    reach: int = 0,
) -> Detector:
    where = f"in {who} under API keys"
    return form(name, _thing(who), opens, where, pattern, *anchors, impact=impact, reach=reach)


def _named(name: str, who: str, opens: str, words: str, pattern: str, *anchors: str) -> Detector:
    return named(name, _thing(who), opens, f"in {who} under API keys", words, pattern, *anchors)


def _thing(who: str) -> str:
    return f"{'an' if who[0] in 'AEIO' else 'a'} {who} key"


DETECTORS = (
    _key("pixie-key", "Pixie", _ERRORS, rf"px-(?:api|dep)-{UUID}", "px-api-", "px-dep-"),
    form(
        "sentry-dsn",
        "a Sentry DSN",
        "send errors of their own to your Sentry; it is in every page anyway",
        "Limit what the project accepts in Sentry under Inbound Filters",
        r"https?://(?P<value>[a-f0-9]{32})(?::[a-f0-9]{32})?@[A-Za-z0-9.-]{0,60}(?:sentry\.io|sentry\.[A-Za-z0-9.-]{2,40})/\d{1,20}",
        "sentry.",
        impact=Impact.ADVICE,
        reach=110,
        shown=0,
    ),
    _key("grafana-token", "Grafana", _ERRORS, r"glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}", "glsa_"),
    _key("grafana-token", "Grafana", _ERRORS, r"glc_eyJ[A-Za-z0-9+/=]{60,600}", "glc_eyJ"),
    _key("grafana-token", "Grafana", _ERRORS, r"eyJrIjoi[A-Za-z0-9+/=]{60,400}", "eyJrIjoi"),
    _key("newrelic-key", "New Relic", _ERRORS, r"NRAK-[A-Z0-9]{27}", "NRAK-"),
    _key(
        "newrelic-license-key",
        "New Relic",
        _ERRORS,
        r"(?:eu01xx[a-f0-9]{30}|[a-f0-9]{36})NRAL",
        "NRAL",
        reach=36,
        impact=Impact.RISK,
    ),
    _key(
        "newrelic-key",
        "New Relic",
        _ERRORS,
        r"NR(?:II|IQ|RA|SP)-[A-Za-z0-9_-]{31,42}",
        *("NRII-", "NRIQ-", "NRRA-", "NRSP-"),
    ),
    _key(
        "honeycomb-key",
        "Honeycomb",
        _ERRORS,
        r"hc[abx][ilm][kc]_[a-z0-9]{58}",
        *("hcaik_", "hcxik_", "hcbik_", "hcalk_", "hcxlk_", "hcxmk_", "hcaic_"),
    ),
    _key(
        "dynatrace-token",
        "Dynatrace",
        _ERRORS,
        r"dt0[a-z][0-9]{2}\.[A-Z2-7]{8,24}\.[A-Z2-7]{64}",
        *("dt0c01.", "dt0s01.", "dt0s02.", "dt0s03.", "dt0s06.", "dt0s16."),
    ),
    _key("axiom-token", "Axiom", _ERRORS, rf"xa[ap]t-{UUID}", "xaat-", "xapt-"),
    _key("checkly-key", "Checkly", _PAGE, rf"cu_{HEX32}", "cu_"),
    _key("rootly-key", "Rootly", _PAGE, rf"rootly_{HEX64}", "rootly_"),
    _key("launchdarkly-key", "LaunchDarkly", _FLAGS, rf"sdk-{UUID}", "sdk-"),
    _key(
        "statsig-key",
        "Statsig",
        _FLAGS,
        r"(?:secret|console)-[A-Za-z0-9]{40,50}",
        "secret-",
        "console-",
    ),
    _key(
        "growthbook-key",
        "GrowthBook",
        _FLAGS,
        r"secret_(?:user|admin|readonly|role)_[A-Za-z0-9]{20,50}",
        *("secret_user_", "secret_admin_", "secret_readonly_", "secret_role_"),
    ),
    _key(
        "unleash-token",
        "Unleash",
        _FLAGS,
        r"(?:\*|default|[a-z0-9-]{1,30}):(?:production|development|\*)\.[a-f0-9]{56,64}",
        *(":production.", ":development.", ":*."),
        reach=31,
    ),
    _key("posthog-key", "PostHog", _USERS, r"ph[sx]_[A-Za-z0-9]{40,60}", "phs_", "phx_"),
    _key(
        "sentry-token",
        "Sentry",
        _ERRORS,
        r"sntryu_[a-f0-9]{64}|sntrys_eyJ[A-Za-z0-9+/=_-]{80,500}|sntryi_[a-f0-9]{64}",
        *("sntryu_", "sntrys_", "sntryi_"),
    ),
    _key("elastic-key", "Elastic Cloud", _ERRORS, r"essu_[A-Za-z0-9+/=_-]{40,200}", "essu_"),
    _named(
        "datadog-key",
        "Datadog",
        _ERRORS,
        r"(?:datadog|dd)[_-]?(?:api|app|application|client)[_-]?(?:key|token)",
        rf"{HEX40}|{HEX32}",
        *("datadog", "dd_api", "dd_app", "dd-api", "dd-app", "ddapi", "ddapp"),
    ),
    _named(
        "sentry-old-token",
        "Sentry",
        _ERRORS,
        r"sentry[a-z_.-]{0,20}(?:auth|api)?_?(?:token|key)",
        HEX64,
        "sentry",
    ),
    _named(
        "newrelic-key",
        "New Relic",
        _ERRORS,
        r"new_?relic[a-z_]{0,24}(?:key|token)",
        r"[a-f0-9]{40}|[a-f0-9]{47,48}",
        "newrelic",
        "new_relic",
    ),
    _named(
        "logtail-token",
        "Better Stack",
        _ERRORS,
        r"(?:logtail|betterstack|better_stack|betteruptime)[a-z_]{0,20}(?:token|key)",
        r"[A-Za-z0-9]{24}",
        *("logtail", "betterstack", "better_stack", "betteruptime"),
    ),
    _named("rollbar-token", "Rollbar", _ERRORS, r"rollbar[a-z_]{0,30}token", HEX32, "rollbar"),
    _named(
        "bugsnag-key", "Bugsnag", _ERRORS, r"bugsnag[a-z_]{0,20}(?:token|key)", HEX32, "bugsnag"
    ),
    _named("airbrake-key", "Airbrake", _ERRORS, r"airbrake[a-z_]{0,20}key", HEX32, "airbrake"),
    _named(
        "honeybadger-key",
        "Honeybadger",
        _ERRORS,
        r"honeybadger[a-z_]{0,20}(?:token|key)",
        r"hbp_[A-Za-z0-9]{36}|[a-f0-9]{8}",
        "honeybadger",
    ),
    _named(
        "honeycomb-key",
        "Honeycomb",
        _ERRORS,
        r"(?:honeycomb[a-z_]{0,20}(?:token|key)|x-honeycomb-team)",
        r"[A-Za-z0-9]{22}|[a-f0-9]{32}",
        "honeycomb",
    ),
    _named(
        "pagerduty-key",
        "PagerDuty",
        _PAGE,
        r"(?:pagerduty|pd)_[a-z_]{0,20}(?:token|key)",
        r"u\+[A-Za-z0-9_-]{18}|[A-Za-z0-9_-]{20}|[a-f0-9]{32}",
        "pagerduty",
        "pd_api",
    ),
    _named(
        "opsgenie-key", "Opsgenie", _PAGE, r"opsgenie[a-z_]{0,20}(?:token|key)", UUID, "opsgenie"
    ),
    _named(
        "statuspage-key",
        "Statuspage",
        _PAGE,
        r"statuspage[a-z_]{0,20}(?:token|key)",
        r"[a-f0-9-]{36,64}",
        "statuspage",
    ),
    _named(
        "splunk-token",
        "Splunk",
        _ERRORS,
        r"(?:splunk|hec)[a-z_]{0,20}token",
        UUID,
        "splunk",
        "hec_",
    ),
    _named(
        "sumologic-key",
        "Sumo Logic",
        _ERRORS,
        r"sumo(?:logic)?[a-z_]{0,20}(?:key|token)",
        r"[A-Za-z0-9]{64}",
        "sumo",
    ),
    _named("loggly-token", "Loggly", _ERRORS, r"loggly[a-z_]{0,20}token", UUID, "loggly"),
    _named(
        "papertrail-token",
        "Papertrail",
        _ERRORS,
        r"papertrail[a-z_]{0,20}token",
        r"[A-Za-z0-9]{20,40}",
        "papertrail",
    ),
    _named(
        "mixpanel-secret",
        "Mixpanel",
        _USERS,
        r"mixpanel[a-z_]{0,20}(?:secret|password)",
        r"[A-Za-z0-9]{32}",
        "mixpanel",
    ),
    _named(
        "amplitude-secret",
        "Amplitude",
        _USERS,
        r"amplitude[a-z_]{0,20}secret",
        HEX32,
        "amplitude",
    ),
    _named(
        "segment-key",
        "Segment",
        _USERS,
        r"segment[a-z_]{0,20}(?:key|token|secret)",
        r"sgp_[A-Za-z0-9]{64}|[A-Za-z0-9]{32}",
        "segment",
    ),
    _named(
        "optimizely-token",
        "Optimizely",
        _FLAGS,
        r"optimizely[a-z_]{0,20}token",
        r"[A-Za-z0-9_:-]{40,54}",
        "optimizely",
    ),
    _named(
        "uptimerobot-key",
        "UptimeRobot",
        _PAGE,
        r"uptime_?robot[a-z_]{0,16}(?:key|token)",
        r"(?:u|m|ur)[0-9]{6,10}-[a-f0-9]{24,32}",
        "uptimerobot",
        "uptime_robot",
    ),
    _named(
        "flagsmith-key",
        "Flagsmith",
        _FLAGS,
        r"flagsmith[a-z_]{0,20}(?:key|token)",
        r"ser\.[A-Za-z0-9]{20,24}",
        "flagsmith",
    ),
    _named(
        "launchdarkly-key",
        "LaunchDarkly",
        _FLAGS,
        r"(?:launch_?darkly|ld)_[a-z_]{0,16}(?:key|token)",
        rf"api-{UUID}",
        "launchdarkly",
        "launch_darkly",
        "ld_api",
    ),
)
