"""Answers of providers' APIs in the shapes their documentation records, by path and query.

Each product has a homepage that is watched as promised. `broken` is the same with it paused.
"""

from typing import Any

HOME = "https://app.acme.test/"
ANA = "ana@acme.test"
Pages = dict[str, Any]


def uptimerobot(*, paused: bool = False) -> Pages:
    """Two pages of monitors; the second is where nextLink says."""
    home = {
        "id": 801, "friendlyName": "Homepage", "url": HOME, "type": "KEYWORD", "interval": 60,
        "timeout": 10, "status": "PAUSED" if paused else "UP", "keywordType": "ALERT_NOT_EXISTS",
        "keywordValue": "Acme", "httpMethodType": "GET", "sslExpirationReminder": True,
        "config": {"sslExpirationPeriodDays": [14, 3]},
        "assignedAlertContacts": [{"alertContactId": 101, "threshold": 0, "recurrence": 0}],
    }  # fmt: skip
    beat = {"id": 802, "friendlyName": "Mail", "type": "HEARTBEAT", "url": "", "interval": 300,
            "gracePeriod": 60, "status": "UP", "assignedAlertContacts": []}  # fmt: skip
    contact = {"id": 101, "friendlyName": "Ana", "type": "Email", "value": ANA, "status": "Active",
               "enableNotificationsFor": "UpAndDown"}  # fmt: skip
    return {
        "/user/alert-contacts": [contact],
        "/monitors?limit=200": {"nextLink": "{base}/monitors?limit=200&cursor=801", "data": [home]},
        "/monitors?limit=200&cursor=801": {"nextLink": None, "data": [beat]},
    }


def betterstack(*, paused: bool = False) -> Pages:
    home = {"id": "2", "type": "monitor", "attributes": {
        "url": HOME, "pronounceable_name": "Homepage", "monitor_type": "keyword",
        "last_checked_at": "2026-11-25T11:59:46.000Z", "status": "paused" if paused else "up",
        "policy_id": "7", "expiration_policy_id": None, "required_keyword": "Acme",
        "check_frequency": 30, "request_timeout": 15, "confirmation_period": 30,
        "ssl_expiration": 14, "http_method": "get", "call": False, "email": True,
    }}  # fmt: skip
    beat = {"id": "5", "type": "heartbeat", "attributes": {
        "name": "Mail", "period": 3600, "grace": 300, "email": True, "paused_at": None,
        "policy_id": None, "status": "up",
    }}  # fmt: skip
    policy = {"id": "7", "type": "policy", "attributes": {"name": "Night", "steps": [
        {"type": "escalation", "wait_before": 0, "step_members": [{"type": "current_on_call"}]},
    ]}}  # fmt: skip
    last = {"first": "", "last": "", "prev": None, "next": None}
    return {
        "/policies?per_page=50": {"data": [policy], "pagination": last},
        "/monitors?per_page=50": {
            "data": [], "pagination": last | {"next": "{base}/monitors?page=2&per_page=50"},
        },
        "/monitors?page=2&per_page=50": {"data": [home], "pagination": last},
        "/heartbeats?per_page=50": {"data": [beat], "pagination": last},
    }  # fmt: skip


def checkly(*, paused: bool = False) -> Pages:
    home = {
        "id": "c1", "name": "Homepage", "checkType": "API", "frequency": 0, "frequencyOffset": 30,
        "activated": not paused, "muted": False, "shouldFail": False, "groupId": 4,
        "request": {"method": "GET", "url": HOME, "assertions": [
            {"source": "STATUS_CODE", "comparison": "EQUALS", "target": "200"},
            {"source": "TEXT_BODY", "comparison": "CONTAINS", "target": "Acme"},
        ]},
        "maxResponseTime": 5000, "useGlobalAlertSettings": False, "alertSettings": {
            "escalationType": "RUN_BASED", "runBasedEscalation": {"failedRunThreshold": 1}},
        "alertChannelSubscriptions": [],
    }  # fmt: skip
    more = [home | {"id": f"x{n}", "name": f"other {n}", "request": {"url": f"{HOME}{n}"}}
            for n in range(100)]  # fmt: skip
    channel = {"id": 9, "type": "EMAIL", "config": {"address": ANA}, "sendFailure": True,
               "sslExpiry": True, "sslExpiryThreshold": 14}  # fmt: skip
    group = {"id": 4, "activated": True, "muted": False, "alertChannelSubscriptions": [
        {"alertChannelId": 9, "activated": True}]}  # fmt: skip
    return {
        "/alert-channels?page=1&limit=100": [channel],
        "/check-groups?page=1&limit=100": [group],
        "/check-statuses": [{"checkId": "c1", "updated_at": "2026-11-25T11:59:30.000Z"}],
        "/checks?page=1&limit=100": more,
        "/checks?page=2&limit=100": [home],
    }


def healthchecks(*, paused: bool = False) -> Pages:
    check = {
        "name": "Mail", "slug": "mail", "status": "paused" if paused else "up", "grace": 300,
        "timeout": 3600, "last_ping": "2026-11-25T11:40:00+00:00", "uuid": "4f5d-1",
        "ping_url": "https://hc-ping.test/4f5d-1", "channels": "1bde-a, 51c6-b",
    }  # fmt: skip
    channels = [{"id": "1bde-a", "name": "Ana", "kind": "email"},
                {"id": "51c6-b", "name": "Bo", "kind": "sms"}]  # fmt: skip
    return {"/checks/": {"checks": [check]}, "/channels/": {"channels": channels}}


def uptime_kuma(*, paused: bool = False) -> Pages:
    status = 3 if paused else 1
    return {"/metrics": (
        "# HELP monitor_status Monitor Status (1 = UP, 0= DOWN, 2= PENDING, 3= MAINTENANCE)\n"
        "# TYPE monitor_status gauge\n"
        f'monitor_status{{monitor_id="1",monitor_name="Home \\"a\\"",monitor_type="keyword",'
        f'monitor_url="{HOME}",monitor_hostname="null",monitor_port="null"}} {status}\n'
        'monitor_status{monitor_name="Mail",monitor_type="push",monitor_url="https://",'
        'monitor_hostname="null",monitor_port="null"} 1\n'
    ).encode()}  # fmt: skip


def grafana(*, paused: bool = False) -> Pages:
    check = {
        "id": 42, "job": "Homepage", "target": HOME, "frequency": 30000, "timeout": 3000,
        "enabled": not paused, "alertSensitivity": "none",
        "settings": {"http": {"method": "GET", "failIfBodyNotMatchesRegexp": ["Acme"]}},
        "alerts": [
            {"name": "ProbeFailedExecutionsTooHigh", "threshold": 1, "period": "5m"},
            {"name": "TLSTargetCertificateCloseToExpiring", "threshold": 14},
        ],
    }  # fmt: skip
    rule = {
        "uid": "r1",
        "title": "Many 5xx",
        "isPaused": False,
        "data": [
            {"refId": "A", "model": {"expr": 'rate(http_requests_total{code=~"5.."}[5m]) > 1'}}
        ],
    }
    base = "/api/v1/provisioning"
    sources = [{"uid": "p", "type": "prometheus"},
               {"uid": "sm 1", "type": "synthetic-monitoring-datasource"}]  # fmt: skip
    return {
        f"{base}/contact-points": [
            {"uid": "c", "name": "mail", "type": "email", "settings": {"addresses": ANA}}],
        f"{base}/policies": {"receiver": "mail", "group_wait": "10s", "routes": []},
        f"{base}/alert-rules": [rule],
        "/api/datasources": sources,
        "/api/datasources/proxy/uid/sm%201/sm/check/list?includeAlerts=true": [check],
    }  # fmt: skip


def statuscake(*, paused: bool = False) -> Pages:
    listed = {
        "id": "28110", "name": "Homepage", "website_url": HOME, "test_type": "HTTP",
        "check_rate": 30, "contact_groups": ["12"], "paused": paused, "status": "up",
    }  # fmt: skip
    whole = listed | {
        "confirmation": 2, "trigger_rate": 0, "timeout": 15, "find_string": "Acme",
        "status_codes": ["500", "502"], "last_tested_at": "2026-11-25T11:59:40+00:00",
    }  # fmt: skip
    group = {"id": "12", "name": "Night", "email_addresses": [ANA], "mobile_numbers": [],
             "integrations": [], "ping_url": None}  # fmt: skip
    beat = {"id": "3", "name": "Mail", "period": 3600, "paused": False, "contact_groups": ["12"]}
    ssl = {"id": "6", "website_url": HOME, "paused": False, "contact_groups": ["12"],
           "alert_reminder": True, "alert_at": [3, 14, 30], "check_rate": 3600}  # fmt: skip
    one = {"page": 1, "per_page": 100, "page_count": 1, "total_count": 1}
    two = one | {"page_count": 2}
    return {
        "/contact-groups?page=1&limit=100": {"data": [group], "metadata": one},
        "/uptime?page=1&limit=100": {"data": [], "metadata": two},
        "/uptime?page=2&limit=100": {"data": [listed], "metadata": two | {"page": 2}},
        "/uptime/28110": {"data": whole},
        "/heartbeat?page=1&limit=100": {"data": [beat], "metadata": one},
        "/ssl?page=1&limit=100": {"data": [ssl], "metadata": one},
    }


SHAPES = {
    "uptimerobot": uptimerobot,
    "betterstack": betterstack,
    "checkly": checkly,
    "healthchecks": healthchecks,
    "uptime-kuma": uptime_kuma,
    "grafana": grafana,
    "statuscake": statuscake,
}
