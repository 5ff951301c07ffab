"""Classification, bound: texts and senders in, findings out; urgent matters told at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.casework.classify import classifier_for
from mailroom.casework.eligibility import Link, why_a_person
from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.casework.second_reader.stored import reader_in_force
from mailroom.casework.unread import NOT_READ
from mailroom.casework.urgency import UrgentItem, tell_urgent
from mailroom.records.finding import Classification, Finding, ItemText, Verdict
from mailroom.records.mail import Channel, ItemStatus
from mailroom.records.reading import Unread
from mailroom.records.sender import Capacity
from mailroom.settings import from_environment
from mailroom.steps.chunks import Rows, Stage
from mailroom.steps.counts import Counts
from mailroom.steps.stages.texts import parts_with_names_of, unread_in
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
    """The verdict on an item, with the rules and the second reader it rests on, and the reason code
    of a triage."""

    sender: Row[Any]
    rules: ActiveRules
    reader_hash: str | None
    verdict: Classification
    reason_code: str | None


def classify_stage(database: Database, moment: datetime) -> Stage[Judged]:
    """The stage, judging by the rules active now; dated rules follow the day of receipt."""
    models = from_environment().models
    with database.transaction() as connection:
        rules = active_rules(connection)
        readers = {agency: reader_in_force(connection, models, agency) for agency in rules}

    def work(rows: Rows, lease_id: int) -> dict[int, Judged]:
        with database.transaction() as connection:
            parts = parts_with_names_of(connection, [row.id for row in rows])
            unread = unread_in(connection, [row.id for row in rows])
            seen = _senders(connection, [row.id for row in rows])
            links = _links(connection, [row.id for row in rows])
        return {
            row.id: _judged(
                rules[row.agency],
                readers[row.agency],
                seen[row.id],
                _text(rules[row.agency], seen[row.id], parts[row.id], unread[row.id]),
                links.get(row.id, ()),
            )
            for row in rows
        }

    def save(connection: Connection, results: dict[int, Judged]) -> Counts:
        return _save(connection, results, moment)

    return Stage(ItemStatus.IDENTIFIED, CHUNK, work, save)


def _senders(connection: Connection, ids: list[int]) -> dict[int, Row[Any]]:
    rows = connection.execute(question("senders_of_items"), {"ids": ids})
    return {row.item_id: row for row in rows}


def _links(connection: Connection, ids: list[int]) -> dict[int, list[Link]]:
    links: dict[int, list[Link]] = {}
    for row in connection.execute(question("agent_links_of_items"), {"ids": ids}):
        links.setdefault(row.item_id, []).append(Link(row.starts_on, row.ends_on))
    return links


def _text(
    rules: ActiveRules, sender: Row[Any], parts: dict[str, str], unread: tuple[Unread, ...]
) -> ItemText:
    return ItemText(
        parts=parts,
        capacity=Capacity(sender.capacity),
        channel=Channel(sender.channel),
        is_bounce=bool(sender.is_bounce),
        is_auto_reply=bool(sender.is_auto_reply),
        received_on=rules.calendar.local_day(sender.received_at),
        unread=unread,
    )


def _judged(
    rules: ActiveRules,
    reader: SecondReader | None,
    sender: Row[Any],
    text: ItemText,
    links: Sequence[Link],
) -> Judged:
    verdict = classifier_for(rules.pack, reader).classify(text)
    judged = Judged(sender, rules, reader.hash if reader else None, verdict, None)
    if verdict.verdict is Verdict.NO_REQUEST:
        return judged
    in_triage = verdict.verdict is Verdict.TRIAGE
    if in_triage and not text.unread:
        return dataclasses.replace(judged, reason_code="in_doubt")
    doubt = why_a_person(rules.pack, verdict, sender, text.received_on, links)
    if doubt is None:
        return dataclasses.replace(judged, reason_code=NOT_READ if in_triage else None)
    why = f"{doubt.words} Besides, {verdict.reason}." if text.unread else doubt.words
    held = dataclasses.replace(verdict, verdict=Verdict.TRIAGE, reason=why)
    return dataclasses.replace(judged, verdict=held, reason_code=doubt.code)


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
        "reader_hash": judged.reader_hash,
        "reason_code": judged.reason_code,
        "reason": judged.verdict.reason,
    }
