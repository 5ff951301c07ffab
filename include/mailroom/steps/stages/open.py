"""Opening, bound: classified items in, service requests out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.casework.rule_sets import ActiveRules, active_rules, rules_of_set
from mailroom.casework.service_requests import ToOpen, open_requests, to_open
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.mail import ItemStatus
from mailroom.steps.chunks import Rows, Stage
from mailroom.steps.counts import Counts
from mailroom.steps.stages.texts import unread_in
from mailroom.store.database import Database
from mailroom.store.queries import question

CHUNK = 200


def open_stage(database: Database, moment: datetime) -> Stage[list[ToOpen]]:
    """The stage. An item is opened by the rule set that classified it, whatever is active now."""
    with database.transaction() as connection:
        active_rules(connection)

    def work(rows: Rows, lease_id: int) -> dict[int, list[ToOpen]]:
        with database.transaction() as connection:
            return _wanted(connection, [row.id for row in rows])

    def save(connection: Connection, results: dict[int, list[ToOpen]]) -> Counts:
        opened = open_requests(
            connection, [one for wanted in results.values() for one in wanted], moment
        )
        connection.execute(
            question("move_items"), {"ids": list(results), "status": ItemStatus.OPENED}
        )
        return {"opened": len(results), "service_requests": opened}

    return Stage(ItemStatus.CLASSIFIED, CHUNK, work, save)


def _wanted(connection: Connection, ids: list[int]) -> dict[int, list[ToOpen]]:
    senders = {
        row.item_id: row for row in connection.execute(question("senders_of_items"), {"ids": ids})
    }
    unread = unread_in(connection, ids)
    found: dict[int, list[tuple[ServiceRequestType, str | None]]] = {one: [] for one in ids}
    for finding in connection.execute(question("findings_of_items"), {"ids": ids}):
        rules = _rules(connection, senders[finding.item_id])
        day = rules.calendar.local_day(senders[finding.item_id].received_at)
        kind = rules.pack.type_on(finding.type, day)
        if kind is not None:
            found[finding.item_id].append((kind, finding.reference))
    return {
        item_id: to_open(
            senders[item_id], _rules(connection, senders[item_id]), kinds, unread[item_id]
        )
        for item_id, kinds in found.items()
    }


def _rules(connection: Connection, sender: Row[Any]) -> ActiveRules:
    return rules_of_set(connection, sender.rule_set_id, sender.agency)
