"""Settings: environment variables `MAILROOM_*`, read once where a process starts and passed down.

| variable | meaning | default |
|---|---|---|
| MAILROOM_HOME | folder with include/, sql/ and var/ | the checkout of this package |
| MAILROOM_VAR | everything mutable | $MAILROOM_HOME/var |
| MAILROOM_DATABASE_URL | role mailroom_app, SQLAlchemy URL | the embedded server |
| MAILROOM_OWNER_DATABASE_URL | role mailroom_owner, for migrations alone | the embedded server |
| MAILROOM_OBJECTS_URL | originals and letters, any fsspec URL | $MAILROOM_VAR/objects |
| MAILROOM_OUT_URL | print batches and notices, any fsspec URL | $MAILROOM_VAR/out |
| MAILROOM_MAIL | root of relative paths in sources.yaml | $MAILROOM_VAR/mail |
| MAILROOM_REGISTERS | folder of register CSV files | $MAILROOM_VAR/registers |
| MAILROOM_SOURCES | list of sources | $MAILROOM_HOME/include/sources.yaml |
| MAILROOM_SHARES | workers a stage is mapped over | 2 |
| MAILROOM_DEMO | 1: `--as` may name any register user | 0 |
| MAILROOM_AS_OF | ISO moment that replaces the wall clock in replays | none |
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from mailroom.errors import SettingFault


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how wide the house runs. Holds no secret but the database URLs."""

    home: Path
    var: Path
    database_url: str | None
    owner_database_url: str | None
    objects_url: str
    out_url: str
    mail: Path
    registers: Path
    sources: Path
    shares: int
    demo: bool
    as_of: datetime | None

    def read_clock(self) -> datetime:
        """`as_of`, else the wall clock: read once where a command, a task or a page begins."""
        return self.as_of or datetime.now(UTC)

    @property
    def rules(self) -> Path:
        """Policy packs, one folder an agency."""
        return self.home / "include" / "rules"

    @property
    def corpus(self) -> Path:
        """Labelled texts that the second reader learns from, one folder an agency."""
        return self.home / "include" / "corpus"

    @property
    def models(self) -> Path:
        """Second readers as they are delivered, one folder an agency."""
        return self.home / "include" / "models"

    @property
    def templates(self) -> Path:
        """Letter, email and page templates."""
        return self.home / "include" / "templates"

    @property
    def sql(self) -> Path:
        """Migrations and queries."""
        return self.home / "sql"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the table above. Raises SettingFault naming the variable and what it should hold."""
    env = os.environ if environ is None else environ
    home = Path(env.get("MAILROOM_HOME") or _checkout()).resolve()
    var = Path(env.get("MAILROOM_VAR") or home / "var").resolve()
    return Settings(
        home=home,
        var=var,
        database_url=env.get("MAILROOM_DATABASE_URL") or None,
        owner_database_url=env.get("MAILROOM_OWNER_DATABASE_URL") or None,
        objects_url=env.get("MAILROOM_OBJECTS_URL") or str(var / "objects"),
        out_url=env.get("MAILROOM_OUT_URL") or str(var / "out"),
        mail=Path(env.get("MAILROOM_MAIL") or var / "mail"),
        registers=Path(env.get("MAILROOM_REGISTERS") or var / "registers"),
        sources=Path(env.get("MAILROOM_SOURCES") or home / "include" / "sources.yaml"),
        shares=_shares(env.get("MAILROOM_SHARES") or "2"),
        demo=env.get("MAILROOM_DEMO") == "1",
        as_of=_moment(env.get("MAILROOM_AS_OF")),
    )


def _checkout() -> Path:
    return Path(__file__).resolve().parents[2]


def _shares(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise SettingFault(f"MAILROOM_SHARES is {text!r}: give a whole number from 1 to 64")
    return int(text)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingFault(
            f"MAILROOM_AS_OF is {text!r}: give an ISO moment such as 2026-11-23T07:00:00+00:00"
        ) from None
    if moment.tzinfo is None:
        raise SettingFault(f"MAILROOM_AS_OF is {text!r}: add the offset, such as +00:00")
    return moment
