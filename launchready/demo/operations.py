"""How a small founder deploys the portal and has it watched: the files of it in the repository."""

ENV_FILE = "docs/env.yml"
GATUS_FILE = "ops/gatus.yaml"

SECTIONS = f"""\
deploy:
  target: render
  env: {ENV_FILE}
  rollback: {{tested: attest}}

monitor:
  provider: gatus
  file: {GATUS_FILE}
  must_cover:
    homepage: "https://portal.test/"
    login: "${{base_url}}/login"
    api: "${{api_url}}/health"
    email: heartbeat
  paging:
    downtime: [Ada, Grace]
    ssl_expiry: [Ada, Grace]
    error_spike: [Grace, Ada]
    failed_deploy: [Grace, Ada]
    email_auth: [Ada, Grace]

"""
_KEY = "      - {key: STRIPE_SECRET_KEY, sync: false}\n"
_RENDER = f"""\
services:
  - type: web
    name: portal
    runtime: docker
    dockerfilePath: ./Dockerfile
    healthCheckPath: /health
    autoDeployTrigger: off
    envVars:
{_KEY}      - {{key: VERSION, sync: false}}
"""
_DOCKERFILE = f"""\
FROM python:3.12.8-slim@sha256:{"5c1e" * 16}
WORKDIR /srv
COPY requirements.txt .
RUN pip install --no-deps --require-hashes -r requirements.txt
COPY app.py .
CMD ["python", "app.py"]
"""
_WORKFLOW = """\
name: deploy
on:
  push:
    branches: [main]
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - name: Render deploys the commit that passed
        env:
          HOOK: ${{ secrets.RENDER_DEPLOY_HOOK }}
        run: curl --fail --silent "$HOOK&ref=$GITHUB_SHA"
"""
_ENV = """\
STRIPE_SECRET_KEY: {environments: [production], required: yes, source: stripe, owner: Ada}
VERSION: {environments: [production], required: no, source: deploy, owner: Grace}
RENDER_DEPLOY_HOOK: {environments: [production], required: yes, source: github, owner: Grace}
"""
_ALERTING = """\
alerting:
  pagerduty:
    integration-key: "${PAGERDUTY_KEY}"
    default-alert: {failure-threshold: 2, success-threshold: 2, send-on-resolved: true}
endpoints:
"""
_ENDPOINT = """\
  - name: {name}
    url: "{url}"
    interval: 30s
    client: {{timeout: 10s}}
    conditions: ["[STATUS] == 200", "{shows}"]
    alerts: [{{type: pagerduty}}]
"""
_CERTIFICATE = """\
  - name: {host} at {days} days
    url: tls://{host}:443
    interval: 1h
    conditions: ["[CERTIFICATE_EXPIRATION] > {hours}h"]
    alerts: [{{type: pagerduty}}]
"""
_MAIL = """\
external-endpoints:
  - name: mail
    token: "${MAIL_HEARTBEAT}"
    heartbeat: {interval: 30s}
    alerts: [{type: pagerduty}]
"""
_WATCHED = (
    ("homepage", "https://portal.test/", "[BODY] == pat(*Ledgerly*)"),
    ("login", "https://app.portal.test/login", "[BODY] == pat(*password*)"),
    ("api health", "https://api.portal.test/health", "[BODY].status == ok"),
)


def files(*, broken: bool) -> dict[str, str]:
    """Every file by its path.

    Broken: nobody watches the log-in, and nobody wrote down that the payment key is needed.
    """
    watched = [one for one in _WATCHED if not (broken and one[0] == "login")]
    endpoints = [_ENDPOINT.format(name=name, url=url, shows=shows) for name, url, shows in watched]
    endpoints += [
        _CERTIFICATE.format(host=host, days=days, hours=24 * days)
        for host in ("portal.test", "app.portal.test", "api.portal.test")
        for days in (14, 3)
    ]
    settings = _ENV.splitlines(keepends=True)
    return {
        "render.yaml": _RENDER.replace(_KEY, "") if broken else _RENDER,
        "Dockerfile": _DOCKERFILE,
        ".python-version": "3.12.8\n",
        "requirements.txt": "# Python's own library is enough.\n",
        ".github/workflows/deploy.yml": _WORKFLOW,
        ENV_FILE: "".join(settings[1:] if broken else settings),
        GATUS_FILE: _ALERTING + "".join(endpoints) + _MAIL,
    }
