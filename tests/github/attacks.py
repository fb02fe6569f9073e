"""All attacks of a workspace and of a step before ours, by what would fall for them."""

from tests.github.attack import SPRUNG, Attack, module, program
from tests.github.attacks_git import IN_GIT

IN_PYTHON = (
    Attack(
        name="a package of our name",
        committed=f"{module('launchready/__init__.py')}; {module('launchready/__main__.py')}",
        proof="python3 -m launchready",
    ),
    Attack(
        name="a module of a library's name",
        committed=f"{module('yaml.py')}; {module('argparse.py')}; {module('json.py')}",
        proof="python3 -c 'import argparse'",
    ),
    Attack(
        name="sitecustomize by PYTHONPATH",
        committed=f"{module('sitecustomize.py')}; {module('usercustomize.py')}",
        variables={"PYTHONPATH": "{here}"},
        proof="python3 -c ''",
    ),
    Attack(
        name="PYTHONSTARTUP",
        committed=module("start.py"),
        variables={"PYTHONSTARTUP": "{here}/start.py"},
        proof="python3 -i </dev/null",
    ),
    Attack(
        name="PYTHONHOME",
        variables={"PYTHONHOME": "{here}"},
        proof=f"python3 -c '' || {SPRUNG}",
    ),
    Attack(
        name="PYTHONINSPECT and a breakpoint",
        committed=module("evil.py"),
        variables={"PYTHONPATH": "{here}", "PYTHONBREAKPOINT": "evil.run"},
        proof="python3 -c 'breakpoint()'",
    ),
)

IN_SHELL = (
    Attack(
        name="BASH_ENV",
        committed="echo 'echo sprung >>{trap}' >evil.sh",
        variables={"BASH_ENV": "{here}/evil.sh"},
        proof="bash -c true",
    ),
    Attack(
        name="ENV",
        committed="echo 'echo sprung >>{trap}' >evil.sh",
        variables={"ENV": "{here}/evil.sh"},
        proof="sh -i </dev/null",
    ),
    Attack(
        name="LD_PRELOAD",
        before=(
            "printf '#include <stdio.h>\\n__attribute__((constructor)) static void go(void)"
            '{ FILE *f = fopen("{trap}", "a"); if (f) { fputs("sprung", f); fclose(f); } }\\n\''
            " >evil.c; cc -shared -fPIC -o evil.so evil.c"
        ),
        variables={"LD_PRELOAD": "{here}/evil.so"},
        proof="true; sh -c :",
    ),
    Attack(
        name="functions in the place of programs",
        variables={
            f"BASH_FUNC_{one}%%": "() { echo sprung >>{trap}; }"
            for one in ("exec", "grep", "git", "cd", "mktemp", "command")
        },
        proof="bash -c 'grep x y'",
    ),
    Attack(
        name="programs of the workspace in PATH",
        committed="; ".join(
            program(f"bin/{one}") for one in ("git", "python3", "uv", "grep", "sed", "env")
        ),
        variables={"PATH": "{here}/bin:{PATH}"},
        proof="git status",
    ),
    Attack(
        name="a branch that is a command",
        variables={"GITHUB_HEAD_REF": "x$(echo${IFS}sprung>>{trap})"},
        proof='eval "echo $GITHUB_HEAD_REF"',
    ),
)

IN_PACKAGES = (
    Attack(
        name="settings of uv",
        committed=(
            "printf 'index-url = \"http://127.0.0.1:1/\"\\n' >uv.toml; "
            'printf \'[project]\\nname = "x"\\nversion = "1"\\n[tool.uv]\\nno-index = true\\n\''
            " >pyproject.toml; echo 2.7.18 >.python-version; echo evil >requirements.lock"
        ),
        proof=f"uv pip install --dry-run --target to six || {SPRUNG}",
        fresh=True,
    ),
    Attack(
        name="settings of pip and of netrc",
        committed=(
            "printf '[global]\\nindex-url = http://127.0.0.1:1/\\n' >pip.conf; cp pip.conf pip.ini;"
            " echo 'machine 127.0.0.1 login a password b' >.netrc; echo evil >requirements.txt"
        ),
        variables={"PIP_CONFIG_FILE": "{here}/pip.conf", "NETRC": "{here}/.netrc"},
        proof=f"python3 -m pip config list | grep -q 127.0.0.1:1 && {SPRUNG}",
        fresh=True,
    ),
    Attack(
        name="more to install, by variables",
        committed="echo no-such-package-at-all==1 >evil.txt",
        variables={
            "PIP_REQUIREMENT": "{here}/evil.txt",
            "PIP_CONSTRAINT": "{here}/evil.txt",
            "UV_OVERRIDE": "{here}/evil.txt",
            "UV_CONSTRAINT": "{here}/evil.txt",
            "UV_CONFIG_FILE": "{here}/uv.toml",
            "UV_NO_VERIFY_HASHES": "1",
        },
        proof=f"python3 -m pip install --no-index --dry-run pip || {SPRUNG}",
        fresh=True,
    ),
)

IN_FILES = (
    Attack(
        name="a config that is a link out of the repository",
        committed="rm launchready.yml; ln -s /etc/passwd launchready.yml",
    ),
    Attack(
        name="a config that is a device",
        before="rm launchready.yml; mkfifo launchready.yml",
    ),
    Attack(
        name="a config that lets everything pass",
        committed="printf 'version: 1\\nsecrets: {exclude: [\"**\"]}\\n' >launchready.yml",
    ),
    Attack(
        name="allow-lists of other tools",
        committed=(
            "printf '[allowlist]\\npaths = [\".*\"]\\n' >.gitleaks.toml; "
            "echo a.py >.gitleaksignore; echo '{}' >.secrets.baseline;"
            " echo '*' >.gitignore; echo '*' >.dockerignore"
        ),
    ),
    Attack(
        name="names of files that are commands of a log",
        committed=(
            "printf \"KEY = '$KEY'\\n\" >\"$(printf 'x\\n::warning title=sprung::x')\"; "
            "printf \"KEY = '$KEY'\\n\" >'##[warning]sprung'; "
            "printf 'x\\n' >'$(touch sprung)'; printf 'x\\n' >'--upload-pack=evil'"
        ),
    ),
    Attack(
        name="very large files",
        committed="head -c 60000000 /dev/zero >zeros.bin; yes 'x = 1' | head -c 60000000 >many.py;"
        " head -c 20000000 /dev/zero | tr '\\0' a >one-line.js",
    ),
    Attack(
        name="folders without an end",
        committed="ln -s . loop; ln -s /proc proc; d=d; for i in $(seq 60); do d=$d/d; done;"
        " mkdir -p $d; echo x >$d/x",
    ),
    Attack(
        name="a repository within",
        before="git init -q inner; git -C inner config core.fsmonitor 'echo sprung >>{trap}'",
    ),
)

ATTACKS = (*IN_PYTHON, *IN_SHELL, *IN_PACKAGES, *IN_GIT, *IN_FILES)
