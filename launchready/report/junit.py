"""JUnit XML, which every CI shows: a suite a room, a test case for each question asked."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from launchready.core.finding import Finding
from launchready.core.report import Answered, Asked, Judged, Report, Skipped, Unanswered
from launchready.core.walked import Walked
from launchready.report import groups, wording
from launchready.report.escape import flat, without_commands_in_markup

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(report: Report) -> str:
    """The whole report; a case fails when something it found blocks the launch."""
    root = Element("testsuites", name="launchready", time=f"{report.seconds:.3f}")
    weighed = {_key(one.finding): one for one in report.findings}
    asked_for = {_key(one) for asked in report.asked for one in groups.found_by(asked)}
    for room in groups.rooms(report):
        suite = SubElement(root, "testsuite", name=flat(room))
        suite.set("timestamp", report.started.strftime("%Y-%m-%dT%H:%M:%S"))
        for asked in (one for one in report.asked if one.check.room == room):
            found = [weighed[_key(one)] for one in groups.found_by(asked) if _key(one) in weighed]
            _case(suite, report, asked, found)
        own = [one for one in report.findings if one.finding.rule.room == room]
        for judged in (one for one in own if _key(one.finding) not in asked_for):
            case = SubElement(suite, "testcase", classname=flat(judged.finding.rule.id))
            case.set("name", flat(judged.finding.subject))
            _findings(case, report, [judged])
        _count(suite)
    for walked in report.journeys:
        _journey(root, report, walked)
    _count_all(root)
    indent(root)
    body = tostring(root, encoding="unicode")
    return _DECLARATION + without_commands_in_markup(body) + "\n"


def _journey(root: Element, report: Report, walked: Walked) -> None:
    """A journey as a suite, its steps as cases with what they did."""
    suite = SubElement(root, "testsuite", name=flat(f"journey: {walked.journey}"))
    suite.set("timestamp", report.started.strftime("%Y-%m-%dT%H:%M:%S"))
    for step in walked.steps:
        case = SubElement(suite, "testcase", classname=flat(f"smoke/journeys.{walked.journey}"))
        case.set("name", flat(step.name))
        case.set("time", f"{step.seconds:.3f}")
        match step.went:
            case "failed":
                failure = SubElement(case, "failure", type="smoke/step-failed")
                failure.set("message", flat(step.why))
            case "skipped":
                SubElement(case, "skipped", message=flat(step.why))
            case "unanswered":
                SubElement(case, "error", type="unanswered", message=flat(step.why))
        if step.lines:
            SubElement(case, "system-out").text = "\n".join(flat(line) for line in step.lines)
    _count(suite)


def _key(finding: Finding) -> tuple[str, str]:
    return (finding.fingerprint, str(finding.at))


def _case(suite: Element, report: Report, asked: Asked, found: list[Judged]) -> None:
    case = SubElement(suite, "testcase", classname=asked.check.id)
    case.set("name", flat(asked.subject or asked.check.title))
    case.set("time", f"{asked.seconds:.3f}")
    match asked.outcome:
        case Answered():
            _findings(case, report, found)
        case Skipped(reason=reason):
            SubElement(case, "skipped", message=flat(reason))
        case Unanswered() as outcome:
            # One element a case, or the counts of a suite stop adding up: what blocks outweighs.
            if not _findings(case, report, found):
                error = SubElement(case, "error", type=outcome.kind, message=flat(outcome.reason))
                error.text = flat(outcome.advice) or None


def _findings(case: Element, report: Report, found: list[Judged]) -> bool:
    """Writes what was found; True when it makes the case fail."""
    blocking = [one for one in found if _blocks(report, one)]
    other = [one for one in found if not _blocks(report, one)]
    if blocking:
        first = blocking[0].finding
        failure = SubElement(case, "failure", type=flat(first.rule.id), message=flat(first.message))
        failure.text = "\n".join(line for one in blocking for line in _told(one))
    if other:
        SubElement(case, "system-out").text = "\n".join(x for one in other for x in _told(one))
    return bool(blocking)


def _blocks(report: Report, judged: Judged) -> bool:
    return judged.waived is None and judged.finding.rule.impact >= report.fail_on


def _told(judged: Judged) -> list[str]:
    finding, rule = judged.finding, judged.finding.rule
    accepted = [f"waived: {wording.accepted(judged.waived)}"] if judged.waived else []
    lines = [
        f"{rule.impact.word} {rule.id} at {finding.at}",
        finding.message,
        *(f"seen: {one}" for one in finding.evidence),
        *accepted,
        f"why: {rule.why}",
        f"fix: {rule.fix} {wording.usual(finding)}",
    ]
    return [flat(line) for line in lines]


def _count(suite: Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))


def _count_all(root: Element) -> None:
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
