"""Log calls that write what must stay private are named at their line, and no others are."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.location import Location, Named
from launchready.core.repository import Unread
from launchready.core.unreachable import UnreachableError
from launchready.monitor.log_calls import calls, is_for_developers
from launchready.monitor.log_code import code_of
from launchready.monitor.log_names import Kind, meaning
from launchready.monitor.log_values import shown
from launchready.monitor.logs import CREDENTIAL, NO_CONTEXT, PERSONAL, REPORTS, logs
from tests.worlds import DictRepository, a_world

SUBJECT = Named(name="the logs", at=Location(file="launchready.yml", line=7))
NODE = "process.env.NODE_ENV"
LANGUAGES = ("javascript", "python", "ruby", "php", "go", "java", "elixir")


async def found(
    files: dict[str, str], unread: tuple[Unread, ...] = ()
) -> list[tuple[str, str, int, str]]:
    """What the check says of a repository: rule, file, line, and the expressions."""
    ctx = a_world(files=DictRepository(files=files, unread=unread))
    return [
        (one.rule.id, one.at.file, one.at.line, one.subject.partition(" ")[2])
        for one in await logs.ask(SUBJECT, ctx)
    ]


PERSONAL_CALLS = {
    "js-template": ("a.ts", "logger.info(`signed up ${user.email}`);", "user.email"),
    "js-argument": ("a.ts", "console.log('who', customer.phoneNumber)", "customer.phoneNumber"),
    "js-object": ("a.js", "log.info({ email, id }, 'signed up')", "email"),
    "js-whole-user": ("a.js", "console.log('user', user)", "user"),
    "js-stringify": ("a.js", "console.error(JSON.stringify(req.body))", "req.body"),
    "js-optional": (
        "a.ts",
        "request.log.warn(`no plan: ${session?.user?.email}`)",
        "session?.user?.email",
    ),
    "py-f-string": ("a.py", 'logger.info(f"sent to {user.email}")', "user.email"),
    "py-percent": ("a.py", 'logging.warning("no plan for %s", customer.email)', "customer.email"),
    "py-format": (
        "a.py",
        'log.error("no {}".format(patient.date_of_birth))',
        "patient.date_of_birth",
    ),
    "py-keyword": ("a.py", 'log.info("signed up", email=address)', "email: address"),
    "py-extra": ("a.py", 'logger.info("x", extra={"phone": form.number})', "phone: form.number"),
    "py-form": ("a.py", "app.logger.info(request.form)", "request.form"),
    "rb-text": ("a.rb", 'Rails.logger.info "welcome #{user.email}"', "user.email"),
    "rb-inspect": ("a.rb", "logger.error(current_user.inspect)", "current_user.inspect"),
    "rb-params": ("a.rb", 'logger.warn("sent #{params}")', "params"),
    "php-text": ("a.php", '<?php Log::info("welcome {$user->email}");', "$user->email"),
    "php-context": ("a.php", "<?php $this->logger->info('x', ['email' => $mail]);", "email: $mail"),
    "php-form": ("a.php", "<?php logger()->error('x', $request->all());", "$request->all()"),
    "go-printf": ("a.go", 'log.Printf("welcome %s", user.Email)', "user.Email"),
    "go-slog": ("a.go", 'slog.Info("welcome", "email", u.Mail)', "email: u.Mail"),
    "go-zerolog": ("a.go", 'log.Info().Str("email", u.Mail).Msg("hi")', "email: u.Mail"),
    "go-zap": ("a.go", 'logger.Info("hi", zap.String("phone", u.Number))', "phone: u.Number"),
    "java-getter": ("A.java", 'log.info("welcome {}", user.getEmail());', "user.getEmail()"),
    "kt-template": ("a.kt", 'logger.warn("no plan for ${user.email}")', "user.email"),
    "ex-text": ("a.ex", 'Logger.info("welcome #{user.email}")', "user.email"),
}


@pytest.mark.parametrize(
    ("file", "code", "expression"), PERSONAL_CALLS.values(), ids=PERSONAL_CALLS
)
async def test_personal_data_in_a_log_call_is_named_at_its_line(
    file: str, code: str, expression: str
) -> None:
    said = await found({f"src/{file}": f"\n\n{code}\n"})

    assert said == [(PERSONAL.id, f"src/{file}", 3, expression)]


CREDENTIAL_CALLS = {
    "js": ("a.ts", "console.log('token', accessToken)", "accessToken"),
    "js-headers": ("a.ts", "logger.info({ headers: req.headers })", "req.headers"),
    "py": ("a.py", 'logger.info("password %s", form.password)', "form.password"),
    "py-environment": (
        "a.py",
        'print(os.environ["STRIPE_SECRET_KEY"])',
        'os.environ["STRIPE_SECRET_KEY"]',
    ),
    "rb": ("a.rb", 'logger.info "reset #{reset_token}"', "reset_token"),
    "php": ("a.php", "<?php error_log($password);", "$password"),
    "go": ("a.go", 'logrus.Infof("jwt %s", jwt)', "jwt"),
    "java": ("A.java", 'LOG.info("key " + apiKey);', "apiKey"),
    "ex": ("a.ex", 'Logger.error("no #{session.refresh_token}")', "session.refresh_token"),
}


@pytest.mark.parametrize(
    ("file", "code", "expression"), CREDENTIAL_CALLS.values(), ids=CREDENTIAL_CALLS
)
async def test_what_opens_an_account_blocks(file: str, code: str, expression: str) -> None:
    said = await found({f"src/{file}": code})

    assert said == [(CREDENTIAL.id, f"src/{file}", 1, expression)]


SILENT = {
    "words-in-a-text": ("a.ts", "logger.info('email sent, password changed')"),
    "a-name-as-a-text": ("a.ts", "log.error(err, 'fetch-user-email')"),
    "a-comment": ("a.ts", "// logger.info(user.email)\n/* console.log(password) */ const a = 1"),
    "an-id": ("a.ts", "logger.info(`signed up ${user.id}`)"),
    "a-length": ("a.ts", "console.log(password.length, emails.length)"),
    "a-question": ("a.ts", "console.log(!!token, email ? 'has one' : 'none', token === old)"),
    "masked": ("a.ts", "logger.info(`sent to ${maskEmail(user.email)}`)"),
    "hashed": ("a.py", 'logger.info("sent to %s", sha256(user.email))'),
    "hashed-name": ("a.py", "logger.info(hashed_password)"),
    "ours": ("a.ts", "console.log(`from ${config.email} ${env.SUPPORT_EMAIL} ${senderEmail}`)"),
    "a-count-of-tokens": ("a.py", 'logger.info("used %d", usage.total_tokens, max_tokens)'),
    "a-page-token": ("a.go", 'log.Printf("next %s", nextPageToken)'),
    "a-lexer": ("a.py", "logger.info(lexer.token)"),
    "a-lexer's-file": ("lexer.ts", "console.log(this.token)"),
    "an-answer-in-pieces": ("a.py", "import openai\nfor token in answer:\n    print(token)"),
    "a-coin": ("a.ts", "import { ethers } from 'ethers'\nconsole.log('paid in', token)"),
    "a-slice": ("a.py", 'logger.info(f"key {api_key[-4:]}")'),
    "hidden": ("a.ts", "logger.info({ password: '***', token: undefined, hasToken: !!token })"),
    "debug": ("a.py", "logger.debug(user.email)"),
    "in-the-browser": ("a.tsx", "'use client'\nconsole.log(user.email)"),
    "a-component": ("components/a.ts", "console.log(user.email)"),
    "a-test": ("tests/a.py", "print(user.email)"),
    "a-script": ("scripts/a.ts", "console.log(password)"),
    "a-command": ("a.py", "import argparse\nprint(user.email)"),
    "a-definition": ("a.py", "def print(email): pass"),
    "for-developers": ("a.ts", f"if ({NODE} !== 'production') {{\n  console.log(token)\n}}"),
    "rails-for-developers": ("a.rb", "if Rails.env.development?\n  logger.info user.email\nend"),
    "an-error": ("a.ts", "console.error('failed', error)"),
    "a-text-object": ("a.ts", "console.log(`by ${user}`)"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "code"), SILENT.values(), ids=SILENT)
async def test_what_tells_nothing_of_anybody_is_silent(file: str, code: str) -> None:
    said = await found({f"src/{file}": code, "src/there.py": "a = 1"})

    assert said == []


async def test_a_token_that_is_told_apart_still_counts_beside_a_model() -> None:
    said = await found({"a.py": "import openai\nlogger.info(user.token)"})

    assert said == [(CREDENTIAL.id, "a.py", 2, "user.token")]


async def test_code_that_only_production_runs_is_not_for_developers() -> None:
    code = "if (process.env.NODE_ENV === 'production') {\n  console.log(token)\n}"
    said = await found({"a.ts": code})

    assert said == [(CREDENTIAL.id, "a.ts", 2, "token")]


REDACTIONS = {
    "pino": (
        "log.ts",
        "import pino from 'pino'\nexport const logger = pino({ redact: ['email', '*.phone'] })",
        ("a.ts", "logger.info({ email }, 'signed up')"),
        ("a.ts", "logger.info({ address: user.email })"),
    ),
    "structlog": (
        "log.py",
        "import structlog\ndef redact_pii(_, __, event):\n    event.pop('email', None)\n"
        "    return event\nstructlog.configure(processors=[redact_pii])",
        ("a.py", "log.info('signed up', email=address)"),
        ("a.py", "log.info(f'signed up {user.email}')"),
    ),
    "rails": (
        "config/initializers/filter.rb",
        "Rails.application.config.filter_parameters += [:passw, :email]",
        ("a.rb", "logger.info current_user.inspect"),
        ("a.rb", 'logger.info "by #{current_user.email}"'),
    ),
    "logging-filter": (
        "log.py",
        "import logging, re\nclass NoMail(logging.Filter):\n    def filter(self, record):\n"
        "        record.msg = re.sub(r'\\S+@\\S+', '*', record.getMessage())\n        return True\n"
        "logging.getLogger().addFilter(NoMail())",
        ("a.py", "logger.info(f'by {user.email}')"),
        ("a.py", "logger.info(f'by {user.phone}')"),
    ),
    "logback": (
        "src/main/resources/logback.xml",
        "<pattern>%replace(%msg){'[\\w.]+@[\\w.]+', '***'}%n</pattern>",
        ("A.java", 'log.info("by {}", user.getEmail());'),
        ("A.java", 'log.info("by {}", user.getPhone());'),
    ),
    "slog": (
        "log.go",
        "package a\nimport \"log/slog\"\nvar o = slog.HandlerOptions{ReplaceAttr: func(g []string, "
        "a slog.Attr) slog.Attr { if a.Key == \"email\" { a.Value = x }; return a }}",
        ("a.go", 'slog.Info("hi", "email", u.Mail)'),
        ("a.go", 'slog.Info("hi", "phone", u.Number)'),
    ),
    "monolog": (
        "src/RedactProcessor.php",
        "<?php use Monolog\\LogRecord; class RedactProcessor { private $keys = ['email']; }\n"
        "$monolog->pushProcessor(new RedactProcessor());",
        ("a.php", "<?php $this->logger->info('x', ['email' => $mail]);"),
        ("a.php", "<?php $this->logger->info('x', ['phone' => $number]);"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "setting", "reached", "missed"), REDACTIONS.values(), ids=REDACTIONS
)
async def test_redaction_is_honoured_for_what_it_reaches_and_no_further(
    file: str, setting: str, reached: tuple[str, str], missed: tuple[str, str]
) -> None:
    without = await found(dict([reached]))
    spared = await found({file: setting, **dict([reached])})
    told = await found({file: setting, **dict([missed])})

    assert [one[0] for one in without] == [PERSONAL.id]
    assert spared == []
    assert [one[0] for one in told] == [PERSONAL.id]


async def test_a_console_knows_no_redaction() -> None:
    pino = "import pino from 'pino'\nexport const logger = pino({ redact: ['email'] })"
    said = await found({"log.ts": pino, "a.ts": "console.log({ email })"})

    assert said == [(PERSONAL.id, "a.ts", 1, "email")]


async def test_a_mask_that_no_logger_is_given_spares_nothing() -> None:
    mask = "export function redactForm(a) { delete a['email'] }"
    said = await found({"form.ts": mask, "a.ts": "logger.info({ email })"})

    assert said == [(PERSONAL.id, "a.ts", 1, "email")]


SWITCHES = {
    "js": ("sentry.server.config.ts", "Sentry.init({ dsn, sendDefaultPii: true })", 1),
    "py": ("app/main.py", "sentry_sdk.init(\n    dsn=a,\n    send_default_pii=True,\n)", 3),
    "rb": ("config/sentry.rb", "Sentry.init do |c|\n  c.send_default_pii = true\nend", 2),
    "yml": ("config/packages/sentry.yaml", "sentry:\n  options:\n    send_default_pii: true", 3),
}


@pytest.mark.parametrize(("file", "text", "line"), SWITCHES.values(), ids=SWITCHES)
async def test_error_reports_with_personal_data_are_named(file: str, text: str, line: int) -> None:
    said = await found({file: text, "there.py": "a = 1"})

    assert [one[:3] for one in said] == [(REPORTS.id, file, line)]


@pytest.mark.parametrize(
    "text",
    [
        "Sentry.init({ sendDefaultPii: false })",
        "Sentry.init({ sendDefaultPii: true, beforeSend: strip })",
        "// sendDefaultPii: true",
    ],
)
async def test_error_reports_without_it_are_silent(text: str) -> None:
    assert await found({"instrumentation.ts": text}) == []


EXPRESS = '{"dependencies": {"express": "^5"}}'
MANY = "\n".join(f"logger.info('step {n}')" for n in range(6))


async def test_a_server_whose_lines_nothing_connects_is_named_once() -> None:
    said = await found({"package.json": EXPRESS, "src/app.ts": f"\n{MANY}"})

    assert said == [(NO_CONTEXT.id, "src/app.ts", 2, "logs of express")]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("src/id.ts", "app.use((req, res, next) => { req.id = req.get('x-request-id'); next() })"),
        ("src/otel.ts", "import { NodeSDK } from '@opentelemetry/sdk-node'"),
        ("src/errors.ts", "Sentry.init({ dsn })"),
        ("src/few.ts", ""),
    ],
    ids=["request id", "tracing", "error reports", "few lines"],
)
async def test_a_server_with_context_is_silent(file: str, text: str) -> None:
    lines = "logger.info('up')" if "few" in file else MANY

    assert await found({"package.json": EXPRESS, "src/app.ts": lines, file: text}) == []


async def test_lines_of_what_serves_nobody_need_no_request() -> None:
    assert await found({"package.json": '{"dependencies": {}}', "src/app.ts": MANY}) == []


async def test_no_code_is_no_answer_and_says_how_to_let_us_look() -> None:
    with pytest.raises(UnreachableError) as silence:
        await found({"README.md": "hello"})

    assert silence.value.kind == "refused"
    assert "logs: false" in silence.value.advice
    assert "line 7" in silence.value.advice


async def test_code_that_cannot_be_read_is_no_answer_and_keeps_what_was_found() -> None:
    unread = Unread(path="src/b.py", reason="binary", detail="")
    with pytest.raises(UnreachableError) as silence:
        await found({"src/a.py": "print(user.email)"}, (unread,))

    assert "src/b.py" in silence.value.reason
    assert [one.rule.id for one in silence.value.found] == [PERSONAL.id]


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(alphabet="\"'`{}$#()[]\\/*:.,=\n abemailuser", max_size=200))
@settings(max_examples=60)
def test_no_source_text_breaks_the_reading_and_every_character_keeps_its_place(
    language: str, text: str
) -> None:
    source = f"logger.info({text}"
    code = code_of(source, language)
    for one in calls(code, language):
        list(shown(code, one.start, one.end, language))
        is_for_developers(source, one.offset)

    assert len(code) == len(source)
    assert code.count("\n") == source.count("\n")


@given(st.lists(st.text(alphabet="abcXYZ_019emailtokn", min_size=1, max_size=20), min_size=1))
@settings(max_examples=60)
def test_every_name_has_a_meaning_or_none(chain: list[str]) -> None:
    known = meaning(tuple(chain))

    assert known is None or known[0] in get_args(Kind)
