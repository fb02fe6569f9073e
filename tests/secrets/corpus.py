"""A corpus of labelled lines, made up anew from a seed: keys where founders put them.

What is no key stands in corpus_harmless.py.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.secrets.made_up import make
from tests.secrets.shapes import FORMS
from tests.secrets.shapes_more import MORE_FORMS, MORE_NAMED
from tests.secrets.shapes_named import NAMED

BY_FORM = (*FORMS, *MORE_FORMS)
BY_NAME = (*NAMED, *MORE_NAMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A file with one labelled line."""

    family: str
    context: str
    path: str
    line: int
    text: str = field(repr=False)
    rule: str = ""


# Where a value stands: the file and its lines; {name}, {snake}, {camel}, {kebab} are the ways the
# name is written there, {value} is the key, and the line that has it is the labelled one.
_NAMED = {
    "env": ("deploy/.env.production", "PORT=3000\n{name}={value}\nDEBUG=0\n"),
    "env quoted": ("ops/app.env", '# settings\nexport {name}="{value}"\n'),
    "yaml": ("deploy/values.yaml", "app:\n  {name}: {value}\n  replicas: 2\n"),
    "yaml quoted": ("config/app.yml", 'app:\n  {snake}: "{value}"\n'),
    "kubernetes": ("k8s/web.yaml", 'env:\n  - name: {name}\n    value: "{value}"\n'),
    "compose": (
        "docker-compose.yml",
        "services:\n  web:\n    environment:\n      - {name}={value}\n",
    ),
    "workflow": (".github/workflows/ci.yml", "jobs:\n  a:\n    env:\n      {name}: {value}\n"),
    "json": ("config/production.json", '{{\n  "{camel}": {json}\n}}\n'),
    "json task": ("ecs/task.json", '{{"environment": [{{"name": "{name}", "value": {json}}}]}}\n'),
    "python": ("app/settings.py", "import os\n{name} = '{value}'\n"),
    "python environ": ("app/boot.py", 'import os\nos.environ["{name}"] = "{value}"\n'),
    "python keyword": ("app/client.py", 'client = connect(region="eu", {snake}="{value}")\n'),
    "python default": ("app/conf.py", 'key = os.getenv("{name}", "{value}")\n'),
    "typescript": ("src/client.ts", "import a from 'a';\nconst {camel}: string = '{value}';\n"),
    "typescript object": ("src/config.ts", 'export default {{ {camel}: "{value}", retry: 3 }};\n'),
    "typescript setter": ("src/setup.ts", 'client.set{Camel}("{value}");\n'),
    "typescript template": ("src/url.ts", "const {camel} = `{value}`;\n"),
    "javascript fallback": ("server.js", "const k = process.env.{name} || '{value}';\n"),
    "jsx": ("src/App.tsx", '<Provider {camel}="{value}" theme="dark" />\n'),
    "header": ("src/api.js", 'fetch(url, {{ headers: {{ "X-{kebab}": "{value}" }} }});\n'),
    "java": ("src/Main.java", 'private static final String {name} = "{value}";\n'),
    "go": ("cmd/main.go", 'cfg := Config{{{Camel}: "{value}"}}\n'),
    "ruby": ("config/a.rb", "ENV['{name}'] ||= '{value}'\n"),
    "php": ("src/boot.php", "<?php\ndefine('{name}', '{value}');\n"),
    "csharp": ("src/Startup.cs", 'var {camel} = "{value}";\n'),
    "rust": ("src/main.rs", 'const {name}: &str = "{value}";\n'),
    "terraform": ("infra/main.tf", 'resource "a" "b" {{\n  {snake} = "{value}"\n}}\n'),
    "properties": ("application.properties", "a=1\n{dotted}={value}\n"),
    "xml": ("app.config", '<add key="{name}" value="{value}" />\n'),
    "dockerfile": ("Dockerfile", "FROM a\nENV {name} {value}\n"),
    "shell": ("deploy.sh", "#!/bin/sh\n./run --{kebab} '{value}' --verbose\n"),
    "bundle": (
        "public/app.js",
        'var a=1;function b(c){{return c}}{minified}b({{{camel}:"{value}"}});\n',
    ),
}
_BARE = {
    "call": ("app/service.py", 'x = 1\nclient = service.Client("{value}")\n'),
    "call typescript": ("src/x.ts", 'x.connect("{value}", {{ retry: 3 }});\n'),
    "template literal": ("src/t.ts", "const api = connect(`{value}`, {{ retry: 3 }});\n"),
    "bearer": ("src/h.js", 'h = {{ "Authorization": "Bearer {value}" }};\n'),
    "curl": ("run.sh", 'curl -H "Authorization: Bearer {value}" https://api.acme-portal.io/\n'),
    "log": ("log/app.txt", "2026-01-02 03:04:05 sent with {value} to the queue\n"),
    "notebook": ("a.ipynb", '{{"cells":[{{"source":["c = Client(\\"{value}\\")\\n"]}}]}}\n'),
    "minified": ("dist/app.min.js", '!function(){{{minified}e("{value}")}}();\n'),
    "markdown": ("README.md", "Use `{value}` to sign in.\n"),
    "comment": ("lib/a.rb", "# old key: {value}\n"),
}


def keys(seed: int, each: int = 10) -> Iterator[Case]:
    """Every shape in `each` contexts drawn for it."""
    for number, (rule, name, shape) in enumerate((*BY_FORM, *BY_NAME)):
        own = number < len(BY_FORM)
        contexts = {**_NAMED, **_BARE} if own else _NAMED
        dice = random.Random(f"{seed} {number} {rule}")
        for context in dice.sample(sorted(contexts), min(each, len(contexts))):
            path, form = contexts[context]
            value = make(shape, dice)
            text = form.format(**_written(name, value, dice))
            line = text[: text.index(json.dumps(value)[1:-1])].count("\n") + 1
            family = "by its form" if own else "by its name"
            yield Case(family=family, context=context, path=path, line=line, text=text, rule=rule)


def _written(name: str, value: str, dice: random.Random) -> dict[str, str]:
    words = name.lower().split("_")
    camel = words[0] + "".join(one.title() for one in words[1:])
    return {
        "name": name,
        "value": value,
        "json": json.dumps(value),
        "snake": "_".join(words),
        "camel": camel,
        "Camel": camel[0].upper() + camel[1:],
        "kebab": "-".join(words),
        "dotted": ".".join(words),
        "minified": "".join(f"var {chr(97 + n % 26)}={n};" for n in range(dice.randint(3, 40))),
    }
