"""A person's word that a step of a plan is done: in order, by the office it belongs to, and told.

A letter may say what was done, so it is drafted when the mandatory steps before its own are done.
Whoever did one of them is an author of that letter, and cannot approve it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.desk.who import APPROVER_ROLE, posts
from mailroom.errors import DecisionRefused
from mailroom.records.casework import ActivityStatus, request_name
from mailroom.records.letter import LetterStatus
from mailroom.store.database import Database
from mailroom.store.narratives import Narrative, about, tell
from mailroom.store.queries import question

DONE_BY_HAND = (
    None,
    LetterStatus.INCOMPLETE,
    LetterStatus.WITHHELD,
    LetterStatus.REJECTED,
    LetterStatus.WITHDRAWN,
)
"""States of a step's own letter in which a person may do the step without it."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of a service request, as a list shows it.

    `next_letter` is the template of the letter that its plan writes later on, or None.
    """

    service_request_id: int
    ordinal: int
    agency: str
    type: str
    title: str
    owner_role: str
    due_at: datetime | None
    next_letter: str | None

    @property
    def name(self) -> str:
        """The step as people write it: SR-000012:1."""
        return step_name(self.service_request_id, self.ordinal)


def step_name(service_request_id: int, ordinal: int) -> str:
    """A step as people write it: SR-000012:1."""
    return f"{request_name(service_request_id)}:{ordinal}"


def steps_to_do(database: Database, agency: str | None = None) -> list[Step]:
    """The next mandatory step of each open service request, oldest due first."""
    with database.transaction() as connection:
        rows = connection.execute(question("steps_to_do"), {"agency": agency})
        return [Step(**row._mapping) for row in rows]


def finish_step(
    database: Database, service_request_id: int, ordinal: int, who: str, moment: datetime
) -> None:
    """Call step `ordinal`, counted from 1, of a service request done.

    Raises DecisionRefused with the reason in words.
    """
    with database.transaction() as connection:
        # Looked at behind the lock: another clerk, or the letter of this step, may have come first.
        connection.execute(question("lock_plan"), {"service_request_id": service_request_id})
        asked = {"service_request_id": service_request_id, "ordinal": ordinal}
        step = connection.execute(question("step_to_finish"), asked).first()
        name = step_name(service_request_id, ordinal)
        if step is None:
            raise DecisionRefused(f"{name}: no service request has such a step")
        why = _refusal(connection, step, who)
        if why is not None:
            raise DecisionRefused(f"{name}: {why}")
        connection.execute(
            question("finish_activities"), {"ids": [step.id], "moment": moment, "who": who}
        )
        tell(connection, [_narrative(step, who, moment)])


def _refusal(connection: Connection, step: Row[Any], who: str) -> str | None:
    if step.status == ActivityStatus.DONE:
        return f"it is done already, by {step.done_by}"
    if step.next_ordinal is not None and step.next_ordinal < step.ordinal:
        return f"step {step.next_ordinal} comes first"
    if step.letter_status not in DONE_BY_HAND:
        return f"its letter is {step.letter_status.replace('_', ' ')}: it is done when that leaves"
    held = posts(connection, step.agency, who)
    if not any(post.role == APPROVER_ROLE or step.owner_role == post.office for post in held):
        return f"it belongs to {step.owner_role}, and {who} is neither there nor a team manager"
    return None


def _narrative(step: Row[Any], who: str, moment: datetime) -> Narrative:
    return about(
        step,
        key=f"done:{step.id}",
        at=moment,
        author=who,
        event="activity_done",
        words=f"{request_name(step.service_request_id)}: step {step.ordinal} done ({step.title}).",
        reference=step.reference,
    )
