"""Classification, bound: texts and senders in, findings out; urgent matters told at once."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.casework.classify import classifier_for
from mailroom.casework.eligibility import why_a_person
from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.casework.urgency import UrgentItem, tell_urgent
from mailroom.records.finding import Classification, Finding, ItemText, Verdict
from mailroom.records.mail import Channel, ItemStatus
from mailroom.records.sender import Capacity
from mailroom.steps.chunks import Rows, Stage
from mailroom.steps.counts import Counts
from mailroom.steps.stages.texts import parts_of
from mailroom.store.database import Database
from mailroom.store.queries import question
from mailroom.store.tables import findings

CHUNK = 200
STATUS = {
    Verdict.CLASSIFIED: ItemStatus.CLASSIFIED,
    Verdict.TRIAGE: ItemStatus.TRIAGE,
    Verdict.NO_REQUEST: ItemStatus.NO_REQUEST,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on an item, with the rules it rests on and the reason code of a triage."""

    sender: Row[Any]
    rules: ActiveRules
    verdict: Classification
    reason_code: str | None


def classify_stage(database: Database, moment: datetime) -> Stage[Judged]:
    """The stage, judging by the rules active now; dated rules follow the day of receipt."""
    with database.transaction() as connection:
        rules = active_rules(connection)

    def work(rows: Rows, lease_id: int) -> dict[int, Judged]:
        with database.transaction() as connection:
            parts = parts_of(connection, [row.id for row in rows])
            seen = _senders(connection, [row.id for row in rows])
        return {
            row.id: _judged(rules[row.agency], row, seen[row.id], parts[row.id]) for row in rows
        }

    def save(connection: Connection, results: dict[int, Judged]) -> Counts:
        return _save(connection, results, moment)

    return Stage(ItemStatus.IDENTIFIED, CHUNK, work, save)


def _senders(connection: Connection, ids: list[int]) -> dict[int, Row[Any]]:
    rows = connection.execute(question("senders_of_items"), {"ids": ids})
    return {row.item_id: row for row in rows}


def _judged(rules: ActiveRules, row: Row[Any], sender: Row[Any], parts: dict[str, str]) -> Judged:
    text = ItemText(
        parts=parts,
        capacity=Capacity(sender.capacity),
        channel=Channel(row.channel),
        is_bounce=bool(sender.is_bounce),
        is_auto_reply=bool(sender.is_auto_reply),
        received_on=rules.calendar.local_day(row.received_at),
    )
    verdict = classifier_for(rules.pack).classify(text)
    if verdict.verdict is not Verdict.CLASSIFIED:
        code = "in_doubt" if verdict.verdict is Verdict.TRIAGE else None
        return Judged(sender, rules, verdict, code)
    doubt = why_a_person(rules.pack, verdict, sender, text.received_on)
    if doubt is None:
        return Judged(sender, rules, verdict, None)
    held = dataclasses.replace(verdict, verdict=Verdict.TRIAGE, reason=doubt.words)
    return Judged(sender, rules, held, doubt.code)


def _save(connection: Connection, results: dict[int, Judged], moment: datetime) -> Counts:
    rows = [
        _finding(item_id, finding)
        for item_id, judged in results.items()
        for finding in judged.verdict.findings
    ]
    if rows:
        connection.execute(insert(findings), rows)
    counts: Counts = {}
    moves = []
    for item_id, judged in results.items():
        status = STATUS[judged.verdict.verdict]
        counts[status] = counts.get(status, 0) + 1
        moves.append(_move(item_id, status, judged))
    if moves:
        connection.execute(question("judge_item"), moves)
    urgent = [
        UrgentItem(item_id, judged.rules.pack, judged.verdict.urgent)
        for item_id, judged in results.items()
        if judged.verdict.urgent
    ]
    counts["urgent"] = tell_urgent(connection, urgent, moment)
    return counts


def _finding(item_id: int, finding: Finding) -> dict[str, object]:
    return {
        "item_id": item_id,
        "type": finding.type,
        "score": finding.score,
        "spans": [[span.part, span.start, span.end] for span in finding.spans],
        "rule": finding.rule,
        "reference": finding.reference,
        "unclear": list(finding.unclear),
    }


def _move(item_id: int, status: ItemStatus, judged: Judged) -> dict[str, object]:
    return {
        "id": item_id,
        "status": status,
        "urgent": list(judged.verdict.urgent),
        "rule_set_id": judged.rules.rule_set_id,
        "reason_code": judged.reason_code,
        "reason": judged.verdict.reason,
    }
