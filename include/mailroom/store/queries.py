"""The questions of `sql/queries`: one a file, its name the question, its parameters bound."""

from __future__ import annotations

from functools import cache

from sqlalchemy import TextClause, text

from mailroom.errors import MachineryFault
from mailroom.settings import from_environment


@cache
def question(name: str) -> TextClause:
    """The statement in `sql/queries/<name>.sql`. Raises MachineryFault when there is none."""
    path = from_environment().sql / "queries" / f"{name}.sql"
    try:
        return text(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise MachineryFault(
            f"there is no {path.name} in sql/queries: check MAILROOM_HOME"
        ) from None
