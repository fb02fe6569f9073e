"""What is written down is known, wherever people or tools look for it, and nothing else is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launchready.deploy.env_documents import documents, entries, schema_names
from launchready.deploy.env_python import python_uses
from launchready.deploy.env_scripts import script_uses
from launchready.deploy.env_uses import quieted, uses
from launchready.deploy.env_writes import set_in
from launchready.deploy.environments import environments
from launchready.deploy.release import Release
from launchready.deploy.tree import File, walk
from tests.worlds import DictRepository, a_world

NAME = r"[A-Za-z_][A-Za-z0-9_]*"
WRITTEN = {
    ".env.example": "ACME_KEY=\n",
    "apps/web/.env-template": "# ACME_KEY=\n",
    "env.op": 'export ACME_KEY="op://vault/acme"\n',
    "deployments/variables.env": "ACME_KEY=x\n",
    "docs/setup.md": "| `ACME_KEY` | the key | yes |\n",
    "README.md": "Set `DSN` and `ACME_KEY=...`.\n",
    "render.yaml": "envVars:\n  - key: ACME_KEY\n",
    "app.json": '{"env": {"ACME_KEY": {"required": true}}}\n',
    "fly.toml": '[env]\n  ACME_KEY = "x"\n',
    "k8s/web.yaml": "env:\n  - name: ACME_KEY\n",
    "config/deploy/web.yaml.erb": "env:\n  - name: ACME_KEY\n",
    "infra/main.tf": 'environment {\n  variables = {\n    ACME_KEY = "x"\n  }\n}\n',
    "Dockerfile": "FROM x\nARG ACME_KEY\n",
    "compose.yaml": "services:\n  web:\n    environment:\n      - ACME_KEY\n",
    ".kamal/secrets": "ACME_KEY=$ACME_KEY\n",
    ".github/workflows/deploy.yml": "env:\n  ACME_KEY: ${{ secrets.ACME_KEY }}\n",
    "src/env.ts": "export const env = createEnv({ server: { ACME_KEY: z.string() } });\n",
    "src/conf.ts": "const s = z.object({\n  ACME_KEY: z.string(),\n});\ns.parse(process.env);\n",
    "src/conf.js": "const c = convict({\n  key: { env: 'ACME_KEY' },\n});\nload(process.env);\n",
    "src/vite-env.d.ts": "interface ImportMetaEnv {\n  readonly ACME_KEY: string;\n}\n",
    "app/settings.py": "class S(BaseSettings):\n    acme_key: str\n",
    "app/prefixed.py": "class S(BaseSettings):\n    key: str\n    c = C(env_prefix='ACME_')\n",
    "app/aliased.py": "class S(BaseSettings):\n    k: str = Field(alias='ACME_KEY')\n",
    "cfg/cfg.go": 'type C struct {\n\tKey string `env:"ACME_KEY,required"`\n}\n// os.Getenv\n',
}


async def rules(files: dict[str, str]) -> list[tuple[str, str]]:
    found = await environments.ask(Release(), a_world(files=DictRepository(files=files)))
    return [(one.rule.id.partition("/")[2], one.subject) for one in found]


@pytest.mark.parametrize("path", WRITTEN)
def test_a_name_in_a_file_that_tells_names_is_known(path: str) -> None:
    known = documents(walk(DictRepository(files={path: WRITTEN[path]})))

    assert "ACME_KEY" in known


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/a.ts", "const k = process.env.ACME_KEY;\n"),
        (".github/workflows/test.yml", "env:\n  ACME_KEY: x\n"),
        ("src/a.md.ts", "// process.env.ACME_KEY\n"),
    ],
)
def test_a_name_that_is_only_used_is_not(path: str, text: str) -> None:
    assert "ACME_KEY" not in documents(walk(DictRepository(files={path: text})))


async def test_a_compose_file_does_not_document_what_it_asks_for_itself() -> None:
    files = {"compose.yaml": "environment:\n  ACME_KEY: ${ACME_KEY}\n"}

    assert await rules(files) == [("env-undocumented", "ACME_KEY")]
    assert await rules({**files, "README.md": "`ACME_KEY`\n"}) == []


LEFT_OVER = {
    "nothing reads it": ({"src/a.ts": "process.env.OTHER\n"}, ["ACME_OLD"]),
    "a schema reads it": ({"src/env.ts": "createEnv({ server: { ACME_OLD: z.string() } })\n"}, []),
    "a proxy reads it": ({"Caddyfile": "x {$ACME_OLD}\n"}, []),
    "a library reads it": ({"package.json": '{"dependencies": {"@acme/sdk": "1"}}\n'}, []),
    "code puts it together": ({"src/a.ts": "process.env[`ACME_${kind}`]\n"}, []),
    "code of its own name": ({"src/env.ts": "export const a = process.env.ACME_OLD;\n"}, []),
}


@pytest.mark.parametrize("which", LEFT_OVER)
async def test_a_line_is_left_over_where_nothing_reads_it(which: str) -> None:
    files, expected = LEFT_OVER[which]

    found = await rules({**files, ".env.example": "ACME_OLD=\n"})

    assert [name for rule, name in found if rule == "env-stale"] == expected


async def test_an_example_of_a_template_or_a_test_is_not_the_products() -> None:
    files = {"src/templates/app/.env.example": "A_GONE=\n", "tests/.env.example": "B_GONE=\n"}

    assert await rules(files) == []


async def test_many_settings_of_a_package_are_one_finding_that_names_each_place() -> None:
    reads = "".join(f"f(process.env.ACME_{one}_KEY);\n" for one in "ABCDE")
    files = {"apps/web/package.json": "{}", "apps/web/a.ts": reads}
    world = a_world(files=DictRepository(files=files))
    [found] = await environments.ask(Release(), world)

    assert found.at.file == "apps/web/a.ts"
    assert found.message == (
        "5 settings are read in apps/web with no default, ACME_A_KEY, ACME_B_KEY, ACME_C_KEY "
        "and 2 more; no example file or page names them"
    )
    assert found.evidence == tuple(
        f"ACME_{one}_KEY at apps/web/a.ts:{line}" for line, one in enumerate("ABCDE", 1)
    )


async def test_another_name_makes_it_another_finding_so_no_waiver_hides_it() -> None:
    def code(names: str) -> dict[str, str]:
        return {"a.ts": "".join(f"f(process.env.ACME_{one}_KEY);\n" for one in names)}

    [[before], [after], [again]] = [
        [subject for _, subject in await rules(code(names))] for names in ("ABCD", "ABCE", "DCBA")
    ]

    assert before != after
    assert before == again


async def test_few_settings_of_a_package_are_told_one_by_one() -> None:
    code = "f(process.env.ACME_A_KEY);\nf(process.env.ACME_B_KEY);\n"

    assert [name for _, name in await rules({"a.ts": code})] == ["ACME_A_KEY", "ACME_B_KEY"]


async def test_many_lines_left_over_in_a_file_are_one_finding() -> None:
    files = {".env.example": "".join(f"GONE_{one}_X=\n" for one in "ABCDE")}
    [found] = await environments.ask(Release(), a_world(files=DictRepository(files=files)))

    assert found.at.line == 1
    assert found.evidence[4] == "GONE_E_X at .env.example:5"


LANGUAGES = [
    *("javascript", "python", "ruby", "php", "go"),
    *("java", "csharp", "elixir", "rust", "prisma"),
]
PIECES = st.sampled_from(
    [
        *("process.env.", "process.env[", "import.meta.env.", "os.environ[", "os.getenv(", "ENV["),
        *("System.get_env(", "env::var(", "os.Getenv(", "${", "$", "`", "'", '"', "\n", "# ", "//"),
        *(
            "/*",
            "*/",
            " ?? ",
            " || ",
            "if (",
            ") {",
            "}",
            "]",
            "A_NAME",
            "é",
            "=",
            "?",
            ":",
            "set -u",
        ),
        *("createEnv({", "class S(BaseSettings):\n    a_b: int", "runtimeConfig: {", "import os\n"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_any_source_is_read_and_gives_names_of_variables_alone(text: str, language: str) -> None:
    found = list(uses(text, language))

    assert all(one.name.isascii() and one.name.isidentifier() for one in found)
    assert all(0 <= one.offset <= len(text) for one in found)


@given(TEXTS, st.sampled_from(["compose.yaml", "start.sh", "application.yml", "nuxt.config.ts"]))
@settings(max_examples=100, deadline=None)
def test_any_file_of_settings_gives_names_of_variables_alone(text: str, path: str) -> None:
    found = [one.name for one in script_uses(text, path)]
    written = [one.name for one in entries(text)]
    file = File(path=path, text=text)

    assert all(
        name.isascii() and name.isidentifier()
        for name in (*found, *written, *schema_names(file), *set_in(file))
    )


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(max_examples=80, deadline=None)
def test_what_a_comment_says_is_no_reading(text: str) -> None:
    said = text.replace("\n", " ").replace("*/", "")

    assert list(uses(f"// {said}\n", "javascript")) == []
    assert list(uses(f"# {said}\n", "python")) == []
    assert list(uses(f"// {said}\n", "go")) == []
    assert list(script_uses(f"set -u\n # {said}\n", "start.sh")) == []


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_quieting_keeps_every_character_in_its_place(text: str) -> None:
    for language in ("javascript", "ruby", "php", "go", "elixir", "rust"):
        quiet = quieted(text, language)

        assert len(quiet) == len(text)
        assert quiet.count("\n") == text.count("\n")


def test_python_that_is_none_is_read_by_its_words_instead() -> None:
    assert python_uses("import os\nprint os.environ['A']\n") is None
    assert python_uses("import os\nk = os.environ['A\0']\n") is None
