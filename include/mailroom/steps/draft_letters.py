"""Draft the letters that open activities ask for, into the managers' queue."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from mailroom.casework.rule_sets import ActiveRules, active_rules
from mailroom.letters.draft import draft as draft_letter
from mailroom.letters.recipients import Occasion
from mailroom.letters.templates import load_template
from mailroom.letters.typesetting import Typesetter
from mailroom.settings import Settings, from_environment
from mailroom.steps.chunks import BUDGET_SECONDS
from mailroom.steps.counts import Counts, add
from mailroom.steps.letter_rows import Drafted, occasions, save_drafts
from mailroom.steps.outbound_rules import outbound_rules
from mailroom.store import leases
from mailroom.store.database import Database, connect
from mailroom.store.objects import ObjectStore
from mailroom.store.queries import question

log = logging.getLogger(__name__)

CHUNK = 25


def draft(share: int, moment: datetime, holder: str = "draft_letters.draft") -> Counts:
    """Draft until nothing is left or the time is spent; count letters by status.

    A letter is keyed by its service request, activity and template: it is never drafted twice.
    """
    settings = from_environment()
    database = connect(settings)
    with database.transaction() as connection:
        rules = active_rules(connection)
    counts: Counts = {}
    ends = time.monotonic() + BUDGET_SECONDS
    with ExitStack() as stack:
        desk = _WritingDesk(settings, rules, stack)
        while time.monotonic() < ends:
            more = _chunk(database, desk, f"{holder}.{share}", moment)
            if not more:
                break
            add(counts, more)
    log.info("drafted: %s", counts)
    return counts


class _WritingDesk:
    """Typesetters, templates and rules, each made once for a run."""

    def __init__(
        self, settings: Settings, rules: Mapping[str, ActiveRules], stack: ExitStack
    ) -> None:
        self.rules = rules
        self.objects = ObjectStore(settings.objects_url)
        self._letters = settings.templates / "letters"
        self._work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mailroom-")))
        self._stack = stack
        self._typesetters: dict[str, Typesetter] = {}

    def typesetter(self, agency: str) -> Typesetter:
        if agency not in self._typesetters:
            self._typesetters[agency] = self._stack.enter_context(
                Typesetter(self._letters / agency, self._work)
            )
        return self._typesetters[agency]

    def write(self, row: Row[Any], occasion: Occasion, moment: datetime) -> Drafted:
        rules = self.rules[occasion.agency]
        template = load_template(self._letters, occasion.agency, occasion.template)
        written = draft_letter(
            occasion,
            template,
            self.typesetter(occasion.agency),
            outbound_rules(rules.pack),
            rules.calendar.local_day(moment),
        )
        return row, occasion, template, written


def _chunk(database: Database, desk: _WritingDesk, holder: str, moment: datetime) -> Counts:
    with database.transaction() as connection:
        lease_id = leases.open_lease(connection, holder)
        claimed = connection.execute(
            question("claim_activities_to_draft"), {"lease_id": lease_id, "limit": CHUNK}
        )
        wanted = _wanted(connection, claimed.scalars().all(), desk.rules)
    drafts = [desk.write(row, occasion, moment) for row, occasion in wanted]
    for *_, written in drafts:
        if written.pdf is not None:
            desk.objects.put(written.pdf)
    with database.transaction() as connection:
        leases.fence(connection, lease_id)
        counts = save_drafts(connection, drafts, moment)
        leases.end(connection, lease_id)
    return counts


def _wanted(
    connection: Connection, ids: Sequence[int], rules: Mapping[str, ActiveRules]
) -> list[tuple[Row[Any], Occasion]]:
    return occasions(connection, ids, rules) if ids else []
