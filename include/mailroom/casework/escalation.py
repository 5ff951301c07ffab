"""The ladder: who hears of what is late, each rung once; and what goes to an office at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.casework.due import due_after
from mailroom.casework.notices import Notice, queue_notices
from mailroom.casework.rule_sets import ActiveRules
from mailroom.policy.duties import AtOnce, Rung
from mailroom.records.casework import request_name
from mailroom.store.narratives import Narrative, Tied, about, tell
from mailroom.store.tables import escalations

MISSING_EVIDENCE = ("summary", "actions taken")


@dataclass(frozen=True, slots=True)
class Step:
    """An overdue obligation, and a rung it has to climb now."""

    obligation: Row[Any]
    rules: ActiveRules
    rung: Rung


def steps_due(
    overdue: Sequence[Row[Any]], rules: Mapping[str, ActiveRules], moment: datetime
) -> Iterator[Step]:
    """The rungs that lateness has reached by `moment` and that were not climbed before."""
    for row in overdue:
        active = rules[row.agency]
        for rung in _rungs(active, row.kind):
            late = due_after(active.calendar, row.due_at, rung.after) <= moment
            if rung.rung not in row.climbed and late:
                yield Step(row, active, rung)


def climb(connection: Connection, steps: Sequence[Step], moment: datetime) -> int:
    """Record each rung, tell its offices, write the narrative; return how many rungs."""
    if not steps:
        return 0
    connection.execute(
        upsert(escalations).on_conflict_do_nothing(),
        [row for step in steps for row in _escalations(step, moment)],
    )
    queue_notices(connection, [notice for step in steps for notice in _notices(step)], moment)
    tell(connection, [_narrative(step, moment) for step in steps])
    return len(steps)


@dataclass(frozen=True, slots=True)
class Referral:
    """A service request whose type goes to an office the moment it is opened."""

    service_request_id: int
    tied: Tied
    rules: ActiveRules
    type: str


def refer_at_once(connection: Connection, opened: Sequence[Referral], moment: datetime) -> int:
    """Tell the offices that `ladder.yaml` names for these types; return how many were told."""
    pairs = [
        (one, rule)
        for one in opened
        for rule in one.rules.pack.ladder.at_once
        if rule.type == one.type
    ]
    if not pairs:
        return 0
    rows = [row for one, rule in pairs for row in _referrals(one, rule, moment)]
    connection.execute(upsert(escalations).on_conflict_do_nothing(), rows)
    notices = [notice for one, rule in pairs for notice in _referral_notices(one, rule)]
    queue_notices(connection, notices, moment)
    tell(connection, [_referred(one, rule, moment) for one, rule in pairs])
    return len(rows)


def _rungs(active: ActiveRules, kind: str) -> tuple[Rung, ...]:
    climbs = active.pack.ladder.climbs
    return next((one.rungs for one in climbs if one.obligation == kind), ())


def _escalations(step: Step, moment: datetime) -> Iterator[dict[str, object]]:
    for office in step.rung.offices:
        yield {
            "obligation_id": step.obligation.id,
            "rung": step.rung.rung,
            "office": office,
            "trigger": "overdue",
            "reference": step.rung.reference.words,
            "evidence": {
                "trigger_reference": step.rung.trigger_reference.words,
                "due_at": step.obligation.due_at.isoformat(),
                "missing": list(MISSING_EVIDENCE),
            },
            "escalated_at": moment,
        }


def _notices(step: Step) -> Iterator[Notice]:
    row, rung = step.obligation, step.rung
    for office in rung.offices:
        yield Notice(
            key=f"overdue:{row.id}:{rung.rung}",
            pack=step.rules.pack,
            office=office,
            subject=f"Overdue: {row.kind} for {request_name(row.service_request_id)}",
            words=(
                f"The {row.kind} for {request_name(row.service_request_id)} was due "
                f"{_local(step.rules, row.due_at)} and has not been met.",
                f"{rung.description} Rung {rung.rung}; who stands on it rests on "
                f"{rung.reference.words}, that lateness climbs on "
                f"{rung.trigger_reference.words}.",
                f"Still to be written down: {', '.join(MISSING_EVIDENCE)}.",
            ),
        )


def _local(rules: ActiveRules, moment: datetime) -> str:
    return moment.astimezone(rules.calendar.zone).strftime("%d %B %Y at %H:%M")


def _narrative(step: Step, moment: datetime) -> Narrative:
    rung = step.rung
    return about(
        step.obligation,
        key=f"rung:{step.obligation.id}:{rung.rung}",
        at=moment,
        event="escalated",
        words=f"{request_name(step.obligation.service_request_id)}: "
        f"overdue {step.obligation.kind}, rung {rung.rung}: {', '.join(rung.offices)} told.",
        reference=rung.reference.words,
    )


def _referrals(one: Referral, rule: AtOnce, moment: datetime) -> Iterator[dict[str, object]]:
    for office in rule.offices:
        yield {
            "item_id": one.tied.item_id,
            "rung": 0,
            "office": office,
            "trigger": "urgent",
            "reference": rule.reference.words,
            "evidence": {"type": rule.type},
            "escalated_at": moment,
        }


def _referral_notices(one: Referral, rule: AtOnce) -> Iterator[Notice]:
    for office in rule.offices:
        yield Notice(
            key=f"at_once:{one.service_request_id}",
            pack=one.rules.pack,
            office=office,
            subject=f"At once: {request_name(one.service_request_id)}",
            words=(
                f"{request_name(one.service_request_id)} ({rule.type}) was opened.",
                f"{rule.description} Rests on: {rule.reference.words}.",
            ),
        )


def _referred(one: Referral, rule: AtOnce, moment: datetime) -> Narrative:
    return about(
        one.tied,
        key=f"at_once:{one.service_request_id}",
        at=moment,
        event="referred",
        words=f"{request_name(one.service_request_id)}: {', '.join(rule.offices)} told at once.",
        reference=rule.reference.words,
    )
