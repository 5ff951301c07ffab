"""A second person's word on what proposed rules would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert

from mailroom.desk.who import APPROVER_ROLE, posts
from mailroom.errors import DecisionRefused
from mailroom.store.database import Database
from mailroom.store.queries import question
from mailroom.store.tables import rule_approvals


@dataclass(frozen=True, slots=True)
class Approved:
    """An approved report: its whole hash, who made it, and the agencies it is about."""

    hash: str
    made_by: str
    agencies: tuple[str, ...]


def approve_rules(
    database: Database, report: str, who: str, note: str, moment: datetime
) -> Approved:
    """Approve the report whose hash begins so.

    Raises DecisionRefused when there is none such or several, when its maker approves it, or when
    `who` is no team manager of every agency it is about.
    """
    with database.transaction() as connection:
        rows = connection.execute(question("backtest_of_hash"), {"hash": report}).all()
        if len(rows) != 1:
            many = "several reports begin" if rows else "no report begins"
            raise DecisionRefused(f"{many} with {report}: give more of the hash, as on the page")
        row = rows[0]
        agencies = tuple(sorted(a for a, h in row.rules.items() if h["before"] != h["after"]))
        if why_not := _refusal(connection, row.made_by, who, agencies):
            raise DecisionRefused(f"report {row.hash[:12]}: {why_not}")
        connection.execute(
            insert(rule_approvals),
            {
                "backtest_id": row.id,
                "made_by": row.made_by,
                "approved_by": who,
                "approved_at": moment,
                "note": note,
            },
        )
    return Approved(row.hash, row.made_by, agencies)


def _refusal(
    connection: Connection, made_by: str, who: str, agencies: tuple[str, ...]
) -> str | None:
    if who == made_by:
        return f"{who} made it; somebody else has to approve it"
    if not agencies:
        return "it proposes nothing: both sets of rules are the same"
    for agency in agencies:
        if not any(post.role == APPROVER_ROLE for post in posts(connection, agency, who)):
            return f"{who} is no team manager of {agency}"
    return None
