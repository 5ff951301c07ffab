"""A person's decision on a letter: four eyes, bound to what was seen, told in the same transaction.

The database holds the rule itself: an approver who touched the letter, a letter that changed since
it was read, or one that does not wait, is refused there, whatever this module does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert

from mailroom.casework.rule_sets import active_rules
from mailroom.desk.who import APPROVER_ROLE, posts
from mailroom.errors import DecisionRefused
from mailroom.records.casework import request_name
from mailroom.records.letter import LetterStatus
from mailroom.store.database import Database, DatabaseFault
from mailroom.store.narratives import Narrative, about, tell
from mailroom.store.queries import question
from mailroom.store.tables import approvals

WHY_REFUSED = {
    "four_eyes": "you wrote or own this letter: another manager must decide on it",
    "letter_waits": "it does not wait for a decision: look at its status",
    "letter_as_seen": "it was changed since you saw it: read it again",
    "approvals_letter_id_content_hash_key": "somebody else decided on it first",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter in the queue, as a list shows it."""

    letter_id: int
    agency: str
    service_request_id: int
    template: str
    due_at: datetime | None
    content_hash: str

    @property
    def reference(self) -> str:
        """The reference that the letter quotes."""
        return request_name(self.service_request_id)


def waiting(database: Database, agency: str | None = None) -> list[Waiting]:
    """Letters that wait for a decision, oldest due first."""
    with database.transaction() as connection:
        rows = connection.execute(question("letters_waiting"), {"agency": agency})
        return [Waiting(**row._mapping) for row in rows]


@dataclass(frozen=True, slots=True)
class _Decision:
    """What a person decided on a letter, and the content hash of what that person had seen."""

    letter_id: int
    status: str
    who: str
    moment: datetime
    seen: str | None
    reason_code: str | None = None
    reason: str | None = None


def approve(
    database: Database, letter_id: int, who: str, moment: datetime, *, seen: str | None = None
) -> None:
    """Approve one letter, as it is now or, with `seen`, only while its content hash is that.

    A letter that promises a day can be approved before that day alone.
    Raises DecisionRefused with the reason in words.
    """
    _decide(database, _Decision(letter_id, "approved", who, moment, seen))


def reject(
    database: Database,
    letter_id: int,
    who: str,
    reason_code: str,
    reason: str,
    moment: datetime,
    *,
    seen: str | None = None,
) -> None:
    """Reject one letter with a reason; `seen` as for `approve`.

    Raises DecisionRefused with the reason in words.
    """
    if not reason.strip():
        raise DecisionRefused("say why in words: the author has to mend the letter")
    _decide(database, _Decision(letter_id, "rejected", who, moment, seen, reason_code, reason))


def _decide(database: Database, decision: _Decision) -> None:
    letter_id = decision.letter_id
    try:
        with database.transaction() as connection:
            letter = _letter(connection, letter_id)
            _may_decide(connection, letter, decision)
            connection.execute(insert(approvals), _row(letter, decision))
            connection.execute(
                question("decide_letter"),
                {
                    "id": letter_id,
                    "status": decision.status,
                    "reason_code": decision.reason_code,
                    "reason": decision.reason,
                },
            )
            tell(connection, [_narrative(letter, decision)])
    except DatabaseFault as fault:
        why = WHY_REFUSED.get(fault.constraint or "")
        if why is None:
            raise
        raise DecisionRefused(f"letter {letter_id}: {why}") from None


def _letter(connection: Connection, letter_id: int) -> Row[Any]:
    letter = connection.execute(question("letter_to_decide"), {"id": letter_id}).first()
    if letter is None:
        raise DecisionRefused(f"there is no letter {letter_id}")
    if letter.status != LetterStatus.AWAITING_APPROVAL:
        raise DecisionRefused(f"letter {letter_id}: {WHY_REFUSED['letter_waits']}")
    return letter


def _may_decide(connection: Connection, letter: Row[Any], decision: _Decision) -> None:
    who = decision.who
    if decision.seen not in (None, letter.content_hash):
        raise DecisionRefused(f"letter {letter.id}: {WHY_REFUSED['letter_as_seen']}")
    if APPROVER_ROLE not in {post.role for post in posts(connection, letter.agency, who)}:
        raise DecisionRefused(
            f"{who} is no team manager in the staff register of {letter.agency}: "
            "only a manager decides on letters"
        )
    if decision.status == LetterStatus.APPROVED:
        _not_too_late(connection, letter, decision.moment)


def _not_too_late(connection: Connection, letter: Row[Any], moment: datetime) -> None:
    """What a letter promises for a day must reach its reader before that day."""
    if letter.promised_on is None:
        return
    today = active_rules(connection)[letter.agency].calendar.local_day(moment)
    if letter.promised_on <= today:
        raise DecisionRefused(
            f"letter {letter.id}: it promises {letter.promised_on}, and that day has come: "
            "reject it, and call or write by hand instead"
        )


def _row(letter: Row[Any], decision: _Decision) -> dict[str, object]:
    return {
        "letter_id": letter.id,
        "decision": decision.status,
        "approver": decision.who,
        "touched_by": list(letter.touched_by),
        "content_hash": letter.content_hash,
        "archive_sha256": letter.archive_sha256,
        "template_version": letter.template_version,
        "layout_version": letter.layout_version,
        "fonts_version": letter.fonts_version,
        "recipient_ref": letter.recipient_ref,
        "address_version": letter.address_version,
        "reason_code": decision.reason_code,
        "reason": decision.reason,
        "decided_at": decision.moment,
    }


def _narrative(letter: Row[Any], decision: _Decision) -> Narrative:
    why = f" ({decision.reason_code})" if decision.reason_code else ""
    return about(
        letter,
        key=f"{decision.status}:{letter.id}:{letter.content_hash}",
        at=decision.moment,
        author=decision.who,
        event=f"letter_{decision.status}",
        words=f"{request_name(letter.service_request_id)}: letter {letter.template} "
        f"{decision.status}{why}.",
        reference=letter.reference,
    )
