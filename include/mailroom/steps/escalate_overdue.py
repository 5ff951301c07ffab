"""Find what is late, move it up the ladder, and send the notices that wait."""

from __future__ import annotations

import logging
from datetime import datetime

from mailroom.casework.escalation import climb, steps_due
from mailroom.casework.obligations import flag_overdue
from mailroom.casework.rule_sets import active_rules
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts, add
from mailroom.steps.notices import send_notices
from mailroom.store.database import connect
from mailroom.store.queries import question

log = logging.getLogger(__name__)

CHUNK = 500


def chase(moment: datetime, agency: str | None = None) -> Counts:
    """Flag overdue obligations and broken promises, and climb every rung reached by `moment`.

    A rung is climbed once for an obligation: running again for the same moment changes nothing.
    """
    database = connect()
    with database.transaction() as connection:
        rules = active_rules(connection)
        counts: Counts = flag_overdue(connection, moment, agency)
    after = 0
    while True:
        with database.transaction() as connection:
            overdue = connection.execute(
                question("overdue_obligations"),
                {"moment": moment, "agency": agency, "after": after, "limit": CHUNK},
            ).all()
            if not overdue:
                log.info("chased: %s", counts)
                return counts
            steps = list(steps_due(overdue, rules, moment))
            add(counts, {"overdue": len(overdue), "rungs": climb(connection, steps, moment)})
            after = overdue[-1].id


def tell(moment: datetime) -> Counts:
    """Send the notices in the outbox; count how many left."""
    return send_notices(connect(), from_environment(), moment, "escalate_overdue.tell")
