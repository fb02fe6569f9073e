"""Scripts by which a shell completes launchready's words, made of the parser itself."""

import argparse
import shlex
from collections.abc import Callable, Iterator, Mapping

from launchready.core import registry
from launchready.report import formats

Table = dict[str, tuple[str, ...]]
"""What may stand where: `COMMAND -` its options, `COMMAND --option` that option's values,
`COMMAND 0` and on its first words, `COMMAND rest` any later one; none means a file."""


def script(shell: str, parser: argparse.ArgumentParser) -> str:
    """The script for `bash`, `zsh` or `fish`; KeyError for another shell."""
    return SHELLS[shell](table(parser))


def table(parser: argparse.ArgumentParser, path: str = "") -> Table:
    """Every place of the command line and the words that may stand there."""
    flags: list[str] = []
    made: Table = {}
    place = 0
    for action in parser._actions:  # noqa: SLF001 - argparse shows them nowhere else
        if action.option_strings:
            flags += action.option_strings
            if action.nargs != 0:
                made |= {f"{path} {one}": _words(action) for one in action.option_strings}
            continue
        made[f"{path} {'rest' if action.nargs == '*' else place}"] = _words(action)
        place += 1
        if isinstance(action.choices, Mapping):
            for name, below in action.choices.items():
                made |= table(below, f"{path} {name}")
    return {f"{path} -": tuple(flags)} | made


def _words(action: argparse.Action) -> tuple[str, ...]:
    if action.choices is not None:
        return tuple(str(one) for one in action.choices)
    match action.metavar:
        case "ROOM":
            return registry.ROOMS
        case "RULE":
            return tuple(one.id for one in registry.rules())
        case "NAME[=FILE]":
            return tuple(formats.NAMES)
    return ()


def _cases(table: Table) -> Iterator[str]:
    for place, words in table.items():
        print_them = f"printf '%s\\n' {shlex.join(words)}" if words else ":"
        yield f"        {shlex.quote(place)}) {print_them} ;;"


def _posix(table: Table, driver: str) -> str:
    cases = "\n".join(_cases(table))
    return driver.replace("@CASES@", cases)


def _fish_quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish(table: Table) -> str:
    lines = []
    for place, words in table.items():
        lines.append(f'    if test "$argv[1]" = {_fish_quoted(place)}')
        if words:
            lines.append(f"        printf '%s\\n' {' '.join(map(_fish_quoted, words))}")
        lines += ["        return 0", "    end"]
    return _FISH.replace("@CASES@", "\n".join(lines))


_BASH = r"""# launchready for bash: source <(launchready completion bash)
_launchready_words() {
    case "$1" in
@CASES@
        *) return 1 ;;
    esac
}

_launchready() {
    local path='' option='' place=0 i word words
    local cur=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $word == '=' ]]; then
            # --option=VALUE waits for its value; in -f NAME=FILE a file comes
            [[ ${COMP_WORDS[i-1]} == -* ]] || option='='
        elif [[ -n $option ]]; then
            option=''
            [[ ${COMP_WORDS[i+1]} == '=' ]] && option='='
        elif [[ $word == -* ]]; then
            _launchready_words "$path $word" >/dev/null && option=$word
        elif _launchready_words "$path $word -" >/dev/null; then
            path="$path $word" place=0
        else
            place=$((place + 1))
        fi
    done
    if [[ $cur == '=' ]]; then
        [[ ${COMP_WORDS[COMP_CWORD-1]} == -* ]] || return 0
        cur=''
    fi
    if [[ -n $option ]]; then
        words=$(_launchready_words "$path $option")
    elif [[ $cur == -* ]]; then
        words=$(_launchready_words "$path -")
    else
        words=$(_launchready_words "$path $place") || words=$(_launchready_words "$path rest")
    fi
    while IFS= read -r word; do
        if [[ -n $word && $word == "$cur"* ]]; then
            printf -v word '%q' "$word"
            COMPREPLY+=("$word")
        fi
    done <<<"$words"
}

# Where no word is known, a file is completed.
complete -o bashdefault -o default -F _launchready launchready
"""

_ZSH = r"""#compdef launchready
# launchready for zsh: source <(launchready completion zsh), after compinit
_launchready_words() {
    case "$1" in
@CASES@
        *) return 1 ;;
    esac
}

_launchready() {
    local at='' option='' place=0 i word found
    for ((i = 2; i < CURRENT; i++)); do
        word=${words[i]}
        if [[ -n $option ]]; then
            option=''
        elif [[ $word == -* ]]; then
            _launchready_words "$at $word" >/dev/null && option=$word
        elif _launchready_words "$at $word -" >/dev/null; then
            at="$at $word" place=0
        else
            place=$((place + 1))
        fi
    done
    if [[ -n $option ]]; then
        if [[ $PREFIX == *=* ]]; then
            compset -P '*='
            _files
            return
        fi
        found=$(_launchready_words "$at $option")
    elif [[ $PREFIX == -*=* ]]; then
        option=${PREFIX%%=*}
        compset -P 1 '*='
        found=$(_launchready_words "$at $option")
    elif [[ $PREFIX == -* ]]; then
        found=$(_launchready_words "$at -")
    else
        found=$(_launchready_words "$at $place") || found=$(_launchready_words "$at rest")
    fi
    if [[ -n $found ]]; then
        compadd -- "${(@f)found}"
    else
        _files
    fi
}

if [[ ${funcstack[1]-} == _launchready ]]; then
    _launchready "$@"
else
    compdef _launchready launchready
fi
"""

_FISH = r"""# launchready for fish: launchready completion fish | source
function __launchready_words
@CASES@
    return 1
end

function __launchready_complete
    set -l at ''
    set -l option ''
    set -l place 0
    set -l cur (commandline -ct)
    set -l before (commandline -opc)
    for word in $before[2..-1]
        if test -n "$option"
            set option ''
        else if string match -q -- '-*' "$word"
            if __launchready_words "$at $word" >/dev/null
                set option "$word"
            end
        else if __launchready_words "$at $word -" >/dev/null
            set at "$at $word"
            set place 0
        else
            set place (math $place + 1)
        end
    end
    set -l found
    if test -n "$option"
        set found (__launchready_words "$at $option")
    else if string match -q -- '-*' "$cur"
        set found (__launchready_words "$at -")
    else
        set found (__launchready_words "$at $place"; or __launchready_words "$at rest")
    end
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$cur"
    end
end

complete -c launchready -f -a '(__launchready_complete)'
"""

SHELLS: dict[str, Callable[[Table], str]] = {
    "bash": lambda table: _posix(table, _BASH),
    "zsh": lambda table: _posix(table, _ZSH),
    "fish": _fish,
}
