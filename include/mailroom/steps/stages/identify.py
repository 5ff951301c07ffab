"""Identification, bound: parts and contacts in, senders out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection, insert

from mailroom.casework.candidates import candidates
from mailroom.casework.identify import Led, judge
from mailroom.casework.mentions import Contact, Mention, mentions
from mailroom.casework.rule_sets import active_rules
from mailroom.records.mail import ItemStatus
from mailroom.records.sender import Sender
from mailroom.steps.chunks import Rows, Stage
from mailroom.steps.counts import Counts
from mailroom.steps.stages.texts import parts_of
from mailroom.store.database import Database
from mailroom.store.queries import question
from mailroom.store.tables import senders

CHUNK = 200


def identify_stage(database: Database, moment: datetime) -> Stage[Sender]:
    """The stage, judging by the rules active now and the registers in force."""
    with database.transaction() as connection:
        rules = active_rules(connection)

    def work(rows: Rows, lease_id: int) -> dict[int, Sender]:
        with database.transaction() as connection:
            parts = parts_of(connection, [row.id for row in rows])
            contacts = _contacts(connection, [row.id for row in rows])
            found = {
                row.id: mentions(
                    row.agency, rules[row.agency].pack.identity, parts[row.id], contacts[row.id]
                )
                for row in rows
            }
            days = {agency: one.calendar.local_day(moment) for agency, one in rules.items()}
            led = _led(connection, rows, found, days)
        return {
            row.id: judge(
                found[row.id],
                {m: led[row.agency][m] for m in found[row.id] if m in led[row.agency]},
                parts[row.id],
                contacts[row.id],
            )
            for row in rows
        }

    return Stage(ItemStatus.READ, CHUNK, work, _save)


def _contacts(connection: Connection, ids: list[int]) -> dict[int, Contact]:
    return {
        row.id: Contact(
            row.from_name,
            row.from_email,
            row.caller_number,
            row.name_as_given,
            row.reference_entered,
            row.several_from,
        )
        for row in connection.execute(question("contacts_of_items"), {"ids": ids})
    }


def _led(
    connection: Connection,
    rows: Rows,
    found: Mapping[int, tuple[Mention, ...]],
    days: Mapping[str, date],
) -> dict[str, Led]:
    agencies = {row.agency for row in rows}
    return {
        agency: candidates(
            connection,
            agency,
            [m for row in rows if row.agency == agency for m in found[row.id]],
            days[agency],
        )
        for agency in agencies
    }


def _save(connection: Connection, results: dict[int, Sender]) -> Counts:
    if not results:
        return {}
    connection.execute(insert(senders), [_row(*pair) for pair in results.items()])
    connection.execute(
        question("move_items"), {"ids": list(results), "status": ItemStatus.IDENTIFIED}
    )
    conflicts = sum(sender.conflict for sender in results.values())
    return {"identified": len(results), "sender_conflicts": conflicts}


def _row(item_id: int, sender: Sender) -> dict[str, object]:
    return {
        "item_id": item_id,
        "capacity": sender.capacity,
        "employer_id": sender.employer_id,
        "employer_agent_id": sender.employer_agent_id,
        "person_id": sender.person_id,
        "case_id": sender.case_id,
        "conflict": sender.conflict,
        "manual_selection": sender.manual_selection,
        "evidence": [dataclasses.asdict(one) for one in sender.evidence],
    }
