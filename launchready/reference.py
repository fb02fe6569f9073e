"""What launchready says of itself: its rules, the config's schema, its version."""

import argparse
import json

from launchready import __version__, console
from launchready.core import registry
from launchready.outputs import UsageError
from launchready.values.problem import nearest


def explain(args: argparse.Namespace) -> int:
    from launchready.report import pages
    from launchready.secrets import remedies

    known = {rule.id: rule for rule in registry.rules()}
    if args.rule not in known:
        near = nearest(args.rule, known)
        hint = f"did you mean {near}?" if near else "'launchready rules' lists them"
        raise UsageError(f"there is no rule {args.rule}; {hint}")
    rule = known[args.rule]
    steps = remedies.steps(rule) if rule.room == "secrets" else ()
    console.say(pages.explain(rule, console.width(), registry.checks(), steps))
    return 0


def rules(args: argparse.Namespace) -> int:
    listed = registry.rules()
    if args.json:
        fields = ("id", "title", "why", "fix", "hours")
        rows = [
            {name: getattr(one, name) for name in fields}
            | {"impact": one.impact.word, "stage": one.stage.value}
            for one in listed
        ]
        console.say(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    wide = max(len(one.id) for one in listed)
    console.say("\n".join(f"{one.id:<{wide}}  {one.impact.word:<7}  {one.title}" for one in listed))
    return 0


def schema(args: argparse.Namespace) -> int:
    from launchready.config.schema import as_json

    _ = args
    console.say(as_json())
    return 0


def version(args: argparse.Namespace) -> int:
    _ = args
    console.say(f"launchready {__version__}")
    return 0
