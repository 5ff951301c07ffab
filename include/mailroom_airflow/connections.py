"""Where the database is: the environment, the Airflow connection `mailroom_db`, or the embedded."""

from __future__ import annotations

import os
from urllib.parse import parse_qsl, urlencode

NAME = "mailroom_db"
VARIABLE = "MAILROOM_DATABASE_URL"


def point_to_database() -> None:
    """Fill MAILROOM_DATABASE_URL from connection `mailroom_db` where neither was said before.

    The environment goes first: it is what the command line on the same machine uses. Without
    either, settings fall back to the embedded server.
    """
    if not os.environ.get(VARIABLE):
        url = _from_connection()
        if url:
            os.environ[VARIABLE] = url


def sqlalchemy_url(uri: str) -> str:
    """Airflow's URI of a PostgreSQL connection, as SQLAlchemy wants it for psycopg 3.

    Airflow's own `__extra__` is left out: psycopg does not know it.
    """
    scheme, _, rest = uri.partition("://")
    if scheme not in {"postgres", "postgresql"}:
        return uri
    place, _, query = rest.partition("?")
    kept = [(key, text) for key, text in parse_qsl(query) if not key.startswith("__")]
    return f"postgresql+psycopg://{place}" + (f"?{urlencode(kept)}" if kept else "")


def _from_connection() -> str | None:
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return sqlalchemy_url(str(Connection.get(NAME).get_uri()))
    except AirflowNotFoundException:
        return None
