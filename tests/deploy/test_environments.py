"""Every setting the product needs is written down; what it can do without is not asked for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.core.repository import Unread
from launchready.core.unreachable import UnreachableError
from launchready.deploy.env_documents import entries
from launchready.deploy.env_uses import quieted, uses
from launchready.deploy.environments import environments
from launchready.deploy.release import Release
from tests.worlds import DictRepository, a_world


async def seen(files: dict[str, str]) -> list[tuple[str, str, str]]:
    world = a_world(files=DictRepository(files=files))
    found = await environments.ask(Release(), world)
    return [(one.rule.id, one.subject, f"{one.at.file}:{one.at.line}") for one in found]


READS = {
    "src/a.ts": "const k = process.env.ACME_KEY;\n",
    "src/b.ts": 'const k = process.env["ACME_KEY"]!;\n',
    "src/c.ts": "const { ACME_KEY, PORT } = process.env;\n",
    "src/d.tsx": "const k = import.meta.env.ACME_KEY;\n",
    "src/e.ts": 'const k = process.env.ACME_KEY ?? "";\n',
    "src/f.ts": "const u = `https://x/${process.env.ACME_KEY}`;\n",
    "src/h.ts": "const k = process.env.ACME_KEY;\nif (!k) throw new Error('no');\n",
    "src/g.ts": "if (!process.env.ACME_KEY) {\n  throw new Error('no');\n}\n",
    "app/a.py": "import os\nk = os.environ['ACME_KEY']\n",
    "app/b.py": "import os\nk = os.environ['ACME_KEY']  # needed\n",
    "app/a.rb": "KEY = ENV.fetch('ACME_KEY')\n",
    "app/b.rb": 'KEY = ENV["ACME_KEY"]\n',
    "main.go": 'k := os.Getenv("ACME_KEY")\n',
    "src/A.java": 'String k = System.getenv("ACME_KEY");\n',
    "lib/a.ex": 'k = System.fetch_env!("ACME_KEY")\n',
    "src/main.rs": 'let k = std::env::var("ACME_KEY").unwrap();\n',
    "schema.prisma": 'url = env("ACME_KEY")\n',
    "app/a.php": "$k = $_ENV['ACME_KEY'];\n",
}
QUIET = {
    "src/default.ts": "const k = process.env.ACME_KEY ?? 'x';\n",
    "src/or.ts": "const k = process.env.ACME_KEY || 'x';\n",
    "src/asked.ts": "if (process.env.ACME_KEY) start();\n",
    "src/flag.ts": "const on = process.env.ACME_KEY === 'true';\n",
    "src/kept.ts": "const k = process.env.ACME_KEY;\nif (k) {\n  start(k);\n}\n",
    "src/empty.ts": "const k = process.env.ACME_LOCALE ?? '';\n",
    "src/chain.ts": "const on = process.env.ACME_KEY?.split(',');\n",
    "src/comment.ts": "// process.env.ACME_KEY\n/* process.env.ACME_KEY */\n",
    "src/said.ts": 'log("set process.env.ACME_KEY first");\n',
    "src/set.ts": "process.env.ACME_KEY = 'x';\n",
    "src/a.test.ts": "const k = process.env.ACME_KEY;\n",
    "tests/a.ts": "const k = process.env.ACME_KEY;\n",
    "node_modules/x/a.js": "const k = process.env.ACME_KEY;\n",
    "src/platform.ts": "const k = process.env.VERCEL_URL + process.env.NODE_ENV;\n",
    "app/default.py": "import os\nk = os.environ.get('ACME_KEY', 'x')\n",
    "app/comment.py": "import os\n# os.environ['ACME_KEY']\n",
    "app/doc.py": 'import os\n"""os.environ[\'ACME_KEY\']"""\n',
    "app/block.rb": "KEY = ENV.fetch('ACME_KEY') { 'x' }\n",
    "app/present.rb": "on = ENV['ACME_KEY'].present?\n",
    "main.go": 'if os.Getenv("ACME_KEY") != "" {\n}\n',
    "lib/a.ex": 'k = System.get_env("ACME_KEY", "x")\n',
    "src/main.rs": 'let k = std::env::var("ACME_KEY").unwrap_or_default();\n',
    "config/app.php": "<?php return ['k' => env('ACME_KEY', 'x')];\n",
}


@pytest.mark.parametrize("path", READS)
async def test_a_needed_variable_that_nobody_wrote_down_blocks(path: str) -> None:
    found = await seen({path: READS[path]})

    assert [(rule, name) for rule, name, _ in found] == [("deploy/env-undocumented", "ACME_KEY")]


@pytest.mark.parametrize("path", QUIET)
async def test_what_the_product_can_do_without_is_silent(path: str) -> None:
    assert await seen({path: QUIET[path]}) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env.example", "ACME_KEY=\n"),
        ("apps/web/.env.sample", "# ACME_KEY=\n"),
        ("README.md", "Set `ACME_KEY`.\n"),
        ("render.yaml", "envVars:\n  - key: ACME_KEY\n    sync: false\n"),
        ("src/env.ts", "export const env = createEnv({ server: { ACME_KEY: z.string() } });\n"),
        (
            "src/env.mjs",
            "const s = z.object({\n  ACME_KEY: z.string(),\n});\ns.parse(process.env);\n",
        ),
    ],
)
async def test_a_variable_written_down_anywhere_is_documented(path: str, text: str) -> None:
    wanted = text if "createEnv" not in text else text.replace("{ ACME", "{\n ACME")

    assert await seen({"src/a.ts": READS["src/a.ts"], path: wanted}) == []


async def test_a_line_of_the_example_that_nothing_reads_is_advice_at_its_line() -> None:
    found = await seen(
        {
            ".env.example": "A_GONE_ONE=\n# NEVER_WAS=\nACME_KEY=\n",
            **{"src/a.ts": READS["src/a.ts"]},
        }
    )

    assert found == [("deploy/env-stale", "A_GONE_ONE", ".env.example:1")]


async def test_an_unread_settings_file_leaves_the_question_open_and_keeps_what_was_found() -> None:
    unread = Unread(path="compose.yaml", reason="unreadable", detail="no permission")
    files = DictRepository(files={"src/a.ts": READS["src/a.ts"]}, unread=(unread,))

    with pytest.raises(UnreachableError) as silence:
        await environments.ask(Release(), a_world(files=files))

    assert [one.subject for one in silence.value.found] == ["ACME_KEY"]
    assert "compose.yaml" in silence.value.reason


@given(
    st.text(max_size=300),
    st.sampled_from(["javascript", "python", "ruby", "php", "go", "elixir", "rust"]),
)
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_and_keeps_its_lines(text: str, language: str) -> None:
    list(uses("import os, decouple environ\n" + text, language))
    list(entries(text))

    assert quieted(text, language).count("\n") == text.count("\n")
