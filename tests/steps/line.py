"""The whole line over a few made items, as the DAGs call it; and what it left, as a digest."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailroom.desk.decisions import approve, reject, waiting
from mailroom.records.mail import Agency, Channel
from mailroom.samples.make import make_samples
from mailroom.samples.order import Order
from mailroom.steps import (
    collect_mail,
    dispatch_letters,
    draft_letters,
    escalate_overdue,
    load_registers,
    process_mail,
)
from mailroom.steps.rules import activate_packs
from mailroom.store.database import Database, connect
from mailroom.store.tables import metadata
from tests.clerks import do_steps_before_letters
from tests.digest import HISTORIES
from tests.houses import ask
from tests.shared import CHECKOUT

AS_OF = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
CHANNELS = (Channel.EMAIL, Channel.LETTER, Channel.TELEPHONE)


@dataclass(frozen=True, slots=True)
class Samples:
    """A folder of registers and mail, and the right answers by agency, channel and reference."""

    folder: Path
    answers: Mapping[tuple[str, str, str], Mapping[str, Any]]

    def deliver(self, to: Path, patch: pytest.MonkeyPatch) -> None:
        """Copy registers and mail to a house of a test's own."""
        for name in ("registers", "mail"):
            shutil.copytree(self.folder / name, to / name)
        patch.setenv("MAILROOM_REGISTERS", str(to / "registers"))
        patch.setenv("MAILROOM_MAIL", str(to / "mail"))


def make(folder: Path, count: int = 14, channels: tuple[Channel, ...] = CHANNELS) -> Samples:
    """Samples of both agencies."""
    order = Order(tuple(Agency), channels, count, 3, AS_OF, born_digital=True)
    make_samples(order, folder, CHECKOUT / "include" / "rules", lambda: None)
    lines = (folder / "answers.jsonl").read_text().splitlines()
    answers = [json.loads(line) for line in lines]
    return Samples(folder, {(a["agency"], a["channel"], a["source_reference"]): a for a in answers})


def to_requests(moment: datetime = AS_OF) -> None:
    """From registers and mail to service requests."""
    activate_packs("tests", moment)
    for agency in Agency:
        load_registers.load(agency, moment)
    for source in collect_mail.source_names():
        collect_mail.collect(source, moment)
    for step in (
        process_mail.read, process_mail.identify, process_mail.classify, process_mail.open_requests
    ):  # fmt: skip
        step(0, moment)


def to_letters(moment: datetime = AS_OF) -> None:
    """What is late climbs, clerks do the steps before letters, and letters are drafted."""
    escalate_overdue.chase(moment)
    escalate_overdue.tell(moment)
    do_steps_before_letters(connect(), moment)
    draft_letters.draft(0, moment)


def decide(database: Database, moment: datetime = AS_OF) -> None:
    """A manager rejects the first letter that waits and approves the others."""
    first, *others = waiting(database)
    reject(database, first.letter_id, "manager1", "other", "Not needed.", moment)
    for letter in others:
        approve(database, letter.letter_id, "manager1", moment)


def dispatch(moment: datetime = AS_OF) -> dict[str, int]:
    """Both agencies' batches."""
    counts = {"batches": 0, "letters": 0}
    for agency in Agency:
        for name, number in dispatch_letters.batch(agency, moment).items():
            counts[name] += number
    return counts


def digest(database: Database) -> dict[str, str]:
    """One hash for each business table."""
    whole = "SELECT md5(coalesce(string_agg(t::text, '\n' ORDER BY t::text), '')) AS hash FROM {} t"
    names = sorted(set(metadata.tables) - HISTORIES)
    return {name: ask(database, whole.format(name))[0].hash for name in names}


def files(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
