"""Attacks by what git reads: its settings, attributes, variables and object store."""

from tests.github.attack import EVIL, SPRUNG, Attack, program


def _setting(name: str, value: str = EVIL) -> str:
    return f"git config {name} '{value}'"


IN_GIT = (
    Attack(name="core.fsmonitor", before=_setting("core.fsmonitor"), proof="git status"),
    Attack(
        name="hooks",
        before=(
            f"{program('hooks/post-checkout')}; "
            "cp hooks/post-checkout hooks/reference-transaction;"
            " cp hooks/post-checkout hooks/post-index-change; git config core.hooksPath hooks"
        ),
        proof="git checkout -q --detach HEAD",
    ),
    Attack(
        name="core.sshCommand",
        before=_setting("core.sshCommand"),
        proof="git fetch -q ssh://git@127.0.0.1:1/x",
    ),
    Attack(
        name="GIT_SSH_COMMAND",
        variables={"GIT_SSH_COMMAND": "echo sprung >>{trap}; false"},
        proof="git fetch -q ssh://git@127.0.0.1:1/x",
    ),
    Attack(
        name="core.askPass and a credential helper",
        before=f"{_setting('core.askPass')}; {_setting('credential.helper', '!' + EVIL)}",
        proof="printf 'protocol=https\\nhost=x\\n' | git credential fill",
    ),
    Attack(
        name="GIT_ASKPASS",
        committed=program("ask"),
        variables={"GIT_ASKPASS": "{here}/ask", "SSH_ASKPASS": "{here}/ask"},
        proof="printf 'protocol=https\\nhost=x\\n' | git credential fill",
    ),
    Attack(
        name="core.pager",
        before=f"{_setting('core.pager')}; {_setting('pager.log')}",
        variables={"GIT_PAGER": "sh -c 'echo sprung >>{trap}'"},
        proof="script -qec 'git log' /dev/null",
    ),
    Attack(
        name="an included config",
        committed="printf '[core]\\nfsmonitor = \"echo sprung >>{trap}; false\"\\n' >evil.conf",
        before="git config include.path ../evil.conf",
        proof="git status",
    ),
    Attack(
        name="a global config of the workspace's",
        committed="printf '[core]\\nfsmonitor = \"echo sprung >>{trap}; false\"\\n' >.gitconfig",
        variables={"GIT_CONFIG_GLOBAL": "{here}/.gitconfig"},
        proof="git status",
    ),
    Attack(
        name="a config by variables",
        variables={
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.fsmonitor",
            "GIT_CONFIG_VALUE_0": "echo sprung >>{trap}; false",
        },
        proof="git status",
    ),
    Attack(
        name="another repository by GIT_DIR",
        before="git init -q evil",
        variables={"GIT_DIR": "{here}/evil/.git", "GIT_WORK_TREE": "{here}/evil"},
        proof=f"git rev-parse HEAD || {SPRUNG}",
    ),
    Attack(
        name="core.worktree",
        before="mkdir -p /tmp/nothing-here; git config core.worktree /tmp/nothing-here",
        proof=f'[ "$(git rev-parse --show-toplevel)" = "$PWD" ] || {SPRUNG}',
    ),
    Attack(
        name="filters",
        committed="echo '* filter=evil' >.gitattributes",
        before="; ".join(_setting(f"filter.evil.{one}") for one in ("clean", "smudge", "process")),
        proof="touch a.py; git status; git diff",
    ),
    Attack(
        name="textconv",
        committed="echo '* diff=evil' >.gitattributes",
        before=_setting("diff.evil.textconv"),
        proof="git diff $(git hash-object -t tree /dev/null) HEAD",
    ),
    Attack(
        name="diff.external",
        before=f"{_setting('diff.external')}; {_setting('diff.evil.command')}",
        variables={"GIT_EXTERNAL_DIFF": "sh -c 'echo sprung >>{trap}'"},
        proof="git diff $(git hash-object -t tree /dev/null) HEAD",
    ),
    Attack(
        name="merge drivers, gpg and editors",
        before="; ".join(
            _setting(one)
            for one in ("merge.evil.driver", "gpg.program", "core.editor", "log.showSignature")
        ),
    ),
    Attack(
        name="attributes that call a source binary",
        committed="echo '* -diff' >.gitattributes",
        proof=f"git diff $(git hash-object -t tree /dev/null) HEAD | grep -q KEY || {SPRUNG}",
    ),
    Attack(
        name="a replacement without the key",
        before='git replace "$(git rev-parse HEAD:a.py)" "$(echo x | git hash-object -w --stdin)"',
        proof=f"git show HEAD:a.py | grep -q KEY || {SPRUNG}",
    ),
    Attack(
        name="alternates",
        before=(
            f"{_setting('core.alternateRefsCommand')}; mkdir -p .git/objects/info; "
            'git init -q --bare other; echo "$PWD/other/objects" >.git/objects/info/alternates'
        ),
    ),
    Attack(
        name="a transport of its own",
        before="git config remote.origin.vcs evil",
        committed=program("bin/git-remote-evil"),
        variables={"PATH": "{here}/bin:{PATH}"},
        proof="git fetch -q origin",
        refused="main could not be fetched",
    ),
    Attack(
        name="programs on the other side",
        before=f"{_setting('remote.origin.uploadpack')}; "
        f"{_setting('remote.origin.receivepack')}; {_setting('uploadpack.packObjectsHook')}",
        proof="git fetch -q origin",
    ),
    Attack(
        name="a proxy command",
        committed=program("proxy"),
        before="git config core.gitProxy ./proxy; git config http.proxy http://127.0.0.1:1",
        proof="git fetch -q git://127.0.0.1:1/x",
    ),
)
