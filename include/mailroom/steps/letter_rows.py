"""Letters between rows and records: occasions out of the database, drafts into it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.dialects.postgresql import insert as upsert

from mailroom.casework.rule_sets import ActiveRules
from mailroom.letters.draft import Draft, promised_day
from mailroom.letters.recipients import Occasion
from mailroom.records.letter import LetterTemplate
from mailroom.records.sender import Capacity
from mailroom.steps.counts import Counts
from mailroom.steps.outbound_rules import letterhead_office
from mailroom.store.narratives import HOUSE, Narrative, about, tell
from mailroom.store.queries import question
from mailroom.store.tables import letters

Drafted = tuple[Row[Any], Occasion, LetterTemplate, Draft]


def occasions(
    connection: Connection, activity_ids: Sequence[int], rules: Mapping[str, ActiveRules]
) -> list[tuple[Row[Any], Occasion]]:
    """What each activity's letter is about, with the facts of others it must not hold."""
    rows = connection.execute(
        question("occasions_of_activities"), {"ids": list(activity_ids)}
    ).all()
    others = facts_of_others(connection, rows)
    return [(row, _occasion(row, rules[row.agency], others)) for row in rows]


def _occasion(
    row: Row[Any], rules: ActiveRules, others: Mapping[int, Sequence[Row[Any]]]
) -> Occasion:
    office = letterhead_office(rules.pack)
    owed_at = row.owed_at
    return Occasion(
        service_request_id=row.service_request_id,
        activity_ordinal=row.ordinal,
        agency=row.agency,
        type=row.type,
        template=row.letter_template,
        capacity=Capacity(row.raised_for),
        channel=row.channel,
        received_on=rules.calendar.local_day(row.received_at),
        due_on=rules.calendar.local_day(owed_at) if owed_at else None,
        name=row.name,
        salutation=row.salutation or row.name,
        recipient_kind=row.recipient_kind,
        recipient_ref=row.recipient_ref,
        address_id=row.address_id,
        address_version=row.address_version,
        address_lines=tuple(row.lines or ()),
        address_problems=tuple(row.problems or ()),
        employer_reference=row.employer_ref,
        case_number=row.case_number,
        office_name=office.name,
        office_telephone=office.telephone,
        authors=_authors(row),
        due_at=row.due_at or owed_at,
        forbidden=tuple(
            (fact.kind, fact.value)
            for fact in others.get(row.case_id, ())
            if not own_fact(fact, row)
        ),
    )


def _authors(row: Row[Any]) -> tuple[str, ...]:
    """Whoever may not approve it: owners, and who did the steps of the plan that it speaks of."""
    owners = filter(None, (row.case_owner_user, row.owner))
    return tuple(dict.fromkeys((HOUSE, *owners, *row.done_by)))


def facts_of_others(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, list[Row[Any]]]:
    cases = sorted({row.case_id for row in rows if row.case_id is not None})
    found: dict[int, list[Row[Any]]] = {}
    for fact in connection.execute(question("facts_of_others_on_cases"), {"ids": cases}):
        found.setdefault(fact.case_id, []).append(fact)
    return found


def own_fact(fact: Row[Any], row: Row[Any]) -> bool:
    """The recipient's own address stands in the window; an employer's own name likewise."""
    if fact.kind == "address":
        return bool(fact.person_ref == row.recipient_ref and row.recipient_kind == "person")
    if fact.kind == "employer_name":
        return bool(fact.employer_ref == row.employer_ref and row.recipient_kind == "employer")
    return False


def save_drafts(connection: Connection, drafted: Sequence[Drafted], moment: datetime) -> Counts:
    """Insert letters that do not exist yet, each with its narrative; count them by status.

    A step that a person called done meanwhile wants no letter any more.
    """
    counts: Counts = {}
    entries = []
    ids = [row.activity_id for row, *_ in drafted]
    wanted = set(connection.execute(question("lock_open_activities"), {"ids": ids}).scalars())
    for row, occasion, template, written in drafted:
        if row.activity_id not in wanted:
            continue
        letter_id = connection.execute(
            upsert(letters).on_conflict_do_nothing().returning(letters.c.id),
            _row(row, occasion, template, written, moment),
        ).scalar()
        if letter_id is not None:
            counts[written.status] = counts.get(written.status, 0) + 1
            entries.append(_narrative(letter_id, row, occasion, template, written, moment))
    tell(connection, entries)
    return counts


def _row(
    row: Row[Any], occasion: Occasion, template: LetterTemplate, written: Draft, moment: datetime
) -> dict[str, object]:
    good = written.letter is not None
    return {
        "letter_key": f"{occasion.reference}:{occasion.activity_ordinal}:{occasion.template}",
        "agency": occasion.agency,
        "service_request_id": occasion.service_request_id,
        "activity_id": row.activity_id,
        "template": template.name,
        "template_version": template.version,
        "layout_version": template.layout_version,
        "fonts_version": template.fonts_version,
        "language": template.language,
        "recipient_kind": occasion.recipient_kind if occasion.recipient_ref else None,
        "recipient_ref": occasion.recipient_ref,
        "address_id": occasion.address_id,
        "address_version": occasion.address_version,
        "canonical": json.loads(written.canonical) if good and written.canonical else None,
        "content_hash": written.content_hash,
        "archive_sha256": hashlib.sha256(written.pdf).hexdigest() if written.pdf else None,
        "pages": written.pages,
        "touched_by": list(occasion.authors),
        "status": written.status,
        "reason_code": written.reason_code,
        "reason": written.reason,
        "reference": template.reference,
        "due_at": occasion.due_at,
        "drafted_at": moment,
        "promised_on": promised_day(occasion, template),
    }


def _narrative(
    letter_id: int,
    row: Row[Any],
    occasion: Occasion,
    template: LetterTemplate,
    written: Draft,
    moment: datetime,
) -> Narrative:
    why = f" ({written.reason_code})" if written.reason_code else ""
    return about(
        row,
        key=f"drafted:{letter_id}",
        at=moment,
        event="letter_drafted",
        words=f"{occasion.reference}: letter {template.name} is {written.status}{why}.",
        reference=template.reference,
    )
