"""Opening, bound: classified items in, service requests out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from mailroom.casework.rule_sets import active_rules, rules_of_set
from mailroom.casework.service_requests import ToOpen, open_requests
from mailroom.records.mail import ItemStatus
from mailroom.steps.chunks import Rows, Stage
from mailroom.steps.counts import Counts
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
    wanted: dict[int, list[ToOpen]] = {item_id: [] for item_id in ids}
    for finding in connection.execute(question("findings_of_items"), {"ids": ids}):
        sender = senders[finding.item_id]
        rules = rules_of_set(connection, sender.rule_set_id, sender.agency)
        kind = rules.pack.type_on(finding.type, rules.calendar.local_day(sender.received_at))
        if kind is not None:
            wanted[finding.item_id].append(ToOpen(sender, rules, kind, finding.reference))
    return wanted
