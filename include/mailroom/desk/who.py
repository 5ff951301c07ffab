"""Who decides: the operating system's user, or in a demonstration whoever `--as` names."""

from __future__ import annotations

import os
import pwd

from mailroom.errors import DecisionRefused
from mailroom.settings import Settings
from mailroom.store.database import Database
from mailroom.store.queries import question


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
