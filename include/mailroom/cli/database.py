"""The database: `migrate` brings the schema up to date, `url` says how to connect.

`url` prints a password: do not paste it anywhere.
"""

from __future__ import annotations

import argparse

from mailroom.settings import from_environment
from mailroom.store.database import application_url, owner_url
from mailroom.store.migrate import migrate


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("what", choices=("migrate", "url"))


def run(args: argparse.Namespace) -> int:
    """Migrate, or print the URL for role mailroom_app."""
    settings = from_environment()
    if args.what == "url":
        print(application_url(settings))
        return 0
    applied = migrate(owner_url(settings), settings.sql / "migrations")
    print(f"applied {', '.join(applied)}" if applied else "the schema is up to date")
    return 0
