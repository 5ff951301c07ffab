"""Put the packs in the files into force."""

from __future__ import annotations

import logging
from datetime import datetime

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
            counts[pack.agency] = int(activate(connection, pack, who, moment))
    log.info("rules activated: %s", counts)
    return counts
