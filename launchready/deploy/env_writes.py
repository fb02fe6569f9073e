"""Variables the repository gives itself: one program of it sets what another reads."""

import re

from launchready.deploy.paths import is_run, language_of
from launchready.deploy.tree import File, Tree

_N = r"([A-Z][A-Z0-9_]+)"
_SETS = re.compile(
    rf"\bprocess\.env\.{_N}\s*(?:\?\?|\|\|)?=(?!=)|\bprocess\.env\[[\"']{_N}[\"']\]\s*(?:\?\?|\|\|)?=(?!=)"
    rf"|\benviron\[[\"']{_N}[\"']\]\s*=(?!=)|\benviron\.setdefault\(\s*[\"']{_N}[\"']"
    rf"|\bENV\[[\"']{_N}[\"']\]\s*(?:\|\|)?=(?![=~])|\bput_env\(\s*[\"']{_N}[\"']"
    rf"|[\"']process\.env\.{_N}[\"']\s*:"
    rf"|rustc-env={_N}="
    rf"|\.env\(\s*\"{_N}\"\s*,|\b(?:[sS]etenv|set_var|putenv)\(\s*[\"']{_N}[\"'=]"
    rf"|\benvironment\[\s*\"{_N}\"\s*\]\s*="
)
_IN_SHELL = re.compile(
    rf"(?:^|[;&|(\"'`]|\bexport|\bcross-env|\benv|\bdeclare -x|\b[A-Z][A-Z0-9_]*=\S*)"
    rf"[ \t]*\b{_N}=(?![=~])",
    re.M,
)
_SHELL = re.compile(
    r"(\.(sh|bash)|(^|/)(package\.json|Procfile[^/]*|Makefile|justfile|[^/]*entrypoint[^/]*))$"
)
# Code that starts another program, and the keys of what it gives it.
_STARTS = re.compile(
    r"\b(?:spawn|fork|execa|execFile|exec|Popen|check_call)\w*\([^;]{0,2000}?\benv\b\s*[:=]", re.S
)
_KEY = re.compile(r"^\s*[\"']?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)[\"']?\s*:", re.M)
_FOR_TESTS = re.compile(r"(^|[/._-])(tests?|e2e|spec|ci|lint|mock)([/._-]|$)")


def given_by_itself(tree: Tree) -> frozenset[str]:
    """Names that code, a start script or a package's commands set before what reads them runs."""
    return frozenset(name for one in tree.files for name in set_in(one))


def set_in(one: File) -> set[str]:
    """Names one file sets; what tests set is for tests. Never raises."""
    if _SHELL.search(one.path):
        if _FOR_TESTS.search(one.path) and not one.path.endswith("package.json"):
            return set()
        return {found[1] for found in _IN_SHELL.finditer(one.text)}
    if language_of(one.path) is None or not is_run(one.path):
        return set()
    names = {name for found in _SETS.finditer(one.text) for name in found.groups() if name}
    if _STARTS.search(one.text):
        names.update(_KEY.findall(one.text))
    return names
