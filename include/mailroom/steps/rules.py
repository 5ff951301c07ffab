"""Put the packs in the files into force."""

from __future__ import annotations

import logging
from datetime import datetime

import yaml

from mailroom.casework.rule_sets import activate
from mailroom.policy.packs import load_pack
from mailroom.records.mail import Agency
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts
from mailroom.store.database import connect

log = logging.getLogger(__name__)


def activate_packs(who: str, moment: datetime) -> Counts:
    """Store each agency's pack and calendar and make them the ones in force; count those changed.

    Raises PolicyFault, with nothing changed, when a pack is wrong.
    """
    rules = from_environment().rules
    packs = [load_pack(rules, agency) for agency in Agency]
    counts: Counts = {}
    with connect().transaction() as connection:
        for pack in packs:
            calendar = yaml.safe_load((rules / pack.agency / "calendar.yaml").read_text())
            content = _jsonable(calendar)
            counts[pack.agency] = int(activate(connection, pack, content, who, moment))
    log.info("rules activated: %s", counts)
    return counts


def _jsonable(calendar: dict[str, object]) -> dict[str, object]:
    """Dates as ISO text: the stored content is JSON."""
    import json

    content: dict[str, object] = json.loads(json.dumps(calendar, default=str))
    return content
