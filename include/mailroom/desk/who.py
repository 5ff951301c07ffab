"""Who decides: the operating system's user, or in a demonstration whoever `--as` names."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass

from sqlalchemy import Connection

from mailroom.errors import DecisionRefused
from mailroom.settings import Settings
from mailroom.store.database import Database
from mailroom.store.queries import question

APPROVER_ROLE = "team_manager"


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is at an agency: a role, and the office of `offices.yaml` it belongs to."""

    role: str
    office: str | None


def posts(connection: Connection, agency: str, who: str) -> tuple[Post, ...]:
    """What `who` is in the agency's staff register; empty for a stranger."""
    rows = connection.execute(question("posts_of_user"), {"agency": agency, "who": who})
    return tuple(Post(row.role, row.office) for row in rows)


def decider(database: Database, settings: Settings, named: str | None) -> str:
    """The user name of the person at the desk, who must stand in the staff register.

    Raises DecisionRefused when `--as` is used outside a demonstration or nobody has that name.
    """
    if named is not None and not settings.demo:
        raise DecisionRefused(
            "--as works in a demonstration alone (MAILROOM_DEMO=1); decide under your own name"
        )
    who = named or _own_name()
    with database.transaction() as connection:
        known = connection.execute(question("is_user_known"), {"who": who}).scalar_one()
    if not known:
        raise DecisionRefused(f"{who} is not in the staff register: ask operations to add the name")
    return who


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise DecisionRefused(
            f"user {os.geteuid()} has no name here: decide under your own login"
        ) from None
