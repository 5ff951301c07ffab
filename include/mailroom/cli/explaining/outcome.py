"""What would become of a judged item: notices, requests with plan and clocks, or a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mailroom.casework.due import due_after, obligation_clocks
from mailroom.casework.service_requests import owed_by
from mailroom.cli.explaining.judging import Judgement, Rules
from mailroom.cli.explaining.lines import cited, field, moment, office, title, unclear
from mailroom.policy.duties import Obligation
from mailroom.policy.service_requests import Activity, ServiceRequestType
from mailroom.records.finding import Verdict


def outcome(judged: Judgement, rules: Rules) -> Iterator[str]:
    """The section: opened at once, held for a person, or nothing."""
    yield from title("what would happen")
    yield from _urgent(judged.verdict.urgent, rules)
    if judged.verdict.verdict is Verdict.NO_REQUEST:
        yield from field("nothing", "No service request is opened; the contact stays on record.")
        return
    if not judged.is_opened:
        yield from field("triage", "Nothing is opened until a person decides.")
        yield from field("because", judged.why_held or judged.verdict.reason)
        yield from field("", "They may open:" if judged.verdict.findings else "")
    found = (rules.pack.type_on(finding.type, judged.day) for finding in judged.verdict.findings)
    kinds = [kind for kind in found if kind]
    for kind, owes in zip(kinds, owed_by(kinds, judged.item.channel, rules.pack), strict=True):
        yield from _request(kind, judged, rules)
        yield from _owed(rules.pack.obligation(owes) if owes else None, kind, judged, rules)


def _urgent(codes: Iterable[str], rules: Rules) -> Iterator[str]:
    for matter in rules.pack.urgent.matters:
        if matter.code in codes:
            told = f"{matter.title}: {office(matter.office, rules)} is told at once"
            yield from field("URGENT", f"{told} ({matter.reference.words})")


def _request(kind: ServiceRequestType, judged: Judgement, rules: Rules) -> Iterator[str]:
    codes = " / ".join(filter(None, kind.codes.triple)) or "no codes in the procedure"
    yield f"  * {kind.title}: {codes}"
    yield from field("owner", office(kind.owner, rules))
    for activity in kind.activities:
        yield from field("activity", _activity(activity, judged, rules))
    if kind.follow_on:
        yield from field("goes on in", kind.follow_on)
    for rung in rules.pack.ladder.at_once:
        if rung.type == kind.type:
            yield from field("at once", f"{_offices(rung.offices, rules)}: {rung.description}")


def _activity(activity: Activity, judged: Judgement, rules: Rules) -> str:
    received = judged.item.received_at
    due = due_after(rules.calendar, received, activity.due) if activity.due else None
    when = moment(due, rules) if due else "no due time"
    letter = f", letter {activity.letter}" if activity.letter else ""
    return f"{when}  {activity.do} ({office(activity.by, rules)}{letter})"


def _owed(
    obligation: Obligation | None, kind: ServiceRequestType, judged: Judgement, rules: Rules
) -> Iterator[str]:
    if obligation is None:
        return
    item = judged.item
    clocks = obligation_clocks(rules.calendar, obligation, item.received_at, item.promised_at)
    promised = moment(clocks.promised_at, rules) if clocks.promised_at else "nothing"
    yield from field("owed", f"{obligation.name}: {obligation.description}")
    yield from field("  by the rule", moment(clocks.policy_due_at, rules))
    yield from field("  promised", promised)
    yield from field("  so due", moment(clocks.due_at, rules))
    yield from field("rests on", cited(obligation.reference, rules))
    yield from unclear(obligation.name, rules, said_for=kind.type)
    yield from _climb(obligation.name, rules)


def _climb(obligation: str, rules: Rules) -> Iterator[str]:
    for climb in rules.pack.ladder.climbs:
        for rung in climb.rungs if climb.obligation == obligation else ():
            after = f"after {rung.after.words}" if rung.after.amount else "at once"
            told = f"{after}: {_offices(rung.offices, rules)} ({rung.reference.words})"
            yield from field("when late", told)


def _offices(codes: Iterable[str], rules: Rules) -> str:
    return ", ".join(office(code, rules) for code in codes)
