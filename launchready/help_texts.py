"""What `launchready COMMAND --help` says of each command beside its options."""

CHECK = """\
With no rooms named, every room that has a section in launchready.yml is asked, and
secrets always. Ends in one word: go (exit 0), no-go (1) or unknown (3, something could
not be looked at); a mistake in the call or the config is exit 2 and asks nothing.

examples:
  launchready check                          everything the config names
  launchready check secrets --staged         before a commit
  launchready check --stage domain           one stage of the launch, whatever the room
  launchready check -f json=report.json      a report for a machine, beside the terminal's
"""
INIT = """\
Looks at the live site and at this repository, says what it saw and why, and writes
launchready.yml, a record map under dns/, .secrets.baseline where something only looks like
a secret, and a workflow. Nothing that is there is changed before its difference is shown.
It only reads: pages that any visitor may see, DNS, certificates, and GitHub for the commit
that the workflow is pinned to.

examples:
  launchready init acme.test
  launchready init acme.test --dry-run       show the files, write none
  launchready init --offline                 of the repository alone
"""
DEMO = """\
Starts a portal with its own DNS and certificates on loopback, runs the real gate against
it and stops it again. Nothing to configure, nothing leaves this machine.

examples:
  launchready demo                 a sound portal: go
  launchready demo --broken        the faults launch days fail on: no-go
"""
BASELINE = """\
Records what the secrets room finds in the files as they stand in the baseline that the
config names, or in .secrets.baseline: it is let stand from then on, and whatever else
comes is told. The file is detect-secrets' own, holds no secret, and keeps what people
said of its entries.

examples:
  launchready baseline             write it, or bring it up to date
  launchready baseline --audit     say of each entry whether it is a secret
"""
DNS = """\
A record map is a file that says what DNS must hold; launchready.yml names it under dns:.

examples:
  launchready dns import cloudflare.txt -o dns/acme.test.yaml
  launchready dns snapshot acme.test -o dns/acme.test.yaml
  launchready dns diff                              what would have to change
  launchready dns describe -o DNS_MAP.md            what each record is for
"""
DNS_IMPORT = """\
Takes a BIND zone file, a Cloudflare export or what `aws route53 list-resource-record-sets`
prints. What had to be mended or left out is told on standard error.

example:
  launchready dns import export.txt -o dns/acme.test.yaml
"""
DNS_SNAPSHOT = """\
Lists the zone by a transfer, by the chain of names of a signed zone, or by likely names and
those given with --name, and writes what is live.

examples:
  launchready dns snapshot acme.test -o dns/acme.test.yaml
  launchready dns snapshot acme.test --server 192.0.2.53 --name pm._domainkey
"""
DNS_DIFF = """\
Holds the live zones against their maps and shows what differs, a line a record: + is to be
published, - to be deleted, ~ to be changed. Exits as check does.

example:
  launchready dns diff
"""
DNS_DESCRIBE = """\
Lists every record of the maps with what stands behind '# purpose:' and '# owner:' above it.

example:
  launchready dns describe -o DNS_MAP.md
"""
REDIRECTS = """\
Reads redirects from a file that another service wrote, and prints them as rules for
launchready.yml. To hold the site against the file itself, name it under
web.redirects.imports.

examples:
  launchready redirects import public/_redirects
  launchready redirects import ops/bulk.csv --type cloudflare-csv -o rules.yml
"""
IMPORT = """\
Makes a launchready.yml of what another tool wrote: of an OpenAPI file (2, 3.0 or 3.1) a page
for each GET that asks for nothing; of a browser's recording (HAR) a journey, in which
passwords, tokens and people's addresses are variables. - reads standard input.

examples:
  launchready import openapi openapi.yaml -o launchready.yml
  launchready import openapi openapi.yaml -o launchready.yml --schemas schemas
  launchready import har signup.har -o launchready.yml
"""
LOCUST = """\
Writes the targets, weights and expectations of load: as a locustfile. What requests carry is
not in it; standard error says what its workers must be handed.

example:
  launchready locustfile -o locustfile.py
"""
MONITORS = """\
Writes config for a program that watches your pages and certificates from outside: what
monitor.must_cover and smoke.pages name, at intervals that keep monitor.alert_within, told to
whom monitor.paging names. Secrets are variables in it, never values.

examples:
  launchready monitors gatus -o ops
  launchready monitors prometheus --alerts pagerduty -o ops/prometheus
"""
WATCH = """\
Looks at the pages of smoke:, the certificates of tls: and the zones of dns: again and again,
confirms what fails over a new connection, and tells everybody whom watch: alerts: names. An
outage that could be told later than watch.alert_within allows is refused at the start. For a
container on any small host; a workflow's schedule is too slow and too late for it.
Ends by a signal (130, 143); --once by what it saw: 0 all is up, 1 something is down, 3 nobody
can tell.

examples:
  launchready watch --state watch.db --page public
  launchready watch --once
  launchready watch --drill                  does an alert arrive?
"""
EXPLAIN = "example:\n  launchready explain dns/record-missing\n"
RULES = "examples:\n  launchready rules\n  launchready rules --json\n"
SCHEMA = "example:\n  launchready schema > launchready.schema.json\n"
VERSION = "example:\n  launchready version\n"
COMPLETION = """\
Prints the script; the shell reads it when it starts.

examples:
  source <(launchready completion bash)          in ~/.bashrc
  source <(launchready completion zsh)           in ~/.zshrc, after compinit
  launchready completion fish | source           in ~/.config/fish/config.fish
"""
GITHUB = "example:\n  uses: org/launchready@v1       in a workflow; see action.yml\n"
HANDOVER = """\
Runs the gate and writes what somebody else needs at midnight: HANDOVER, RUNBOOK, ACCESS,
RISKS, ALERTS, RELEASE, DNS_MAP, EDGE_POLICY, ENV and PERF as Markdown, and handover.html of
them all, to print. Facts stand between markers and are written again by each run; what you
write outside of them is never touched. A file that stays the same is not written.

examples:
  launchready handover                       run the gate, write the folder
  launchready handover --report report.json  of a report that check -f json=report.json wrote
  launchready handover --attest              sign what only a person can say, one at a time
  launchready handover --stage monitoring    read one stage of the launch, write nothing
"""
EDGE = """\
What the edge does with each path that launchready.yml names under edge:, by which rule.

example:
  launchready edge policy -o EDGE_POLICY.md
"""
EDGE_POLICY = """\
Reads the zone and writes a table of what is kept, bypassed and throttled. Notes that people
wrote into the last column of an earlier file are kept.

example:
  launchready edge policy -o EDGE_POLICY.md
"""
