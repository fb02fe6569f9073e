"""Run by the oracles' own Python: expressions in, whether Cloudflare's engine parses each, out."""

import json
import sys

import octorules_wirefilter  # type: ignore[import-not-found,unused-ignore]

asked = json.load(sys.stdin)
json.dump(
    [not octorules_wirefilter.parse_expression(one).get("error") for one in asked], sys.stdout
)
