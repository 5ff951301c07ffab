"""Put the packs in the files into force."""

from __future__ import annotations

import logging
from datetime import datetime

from mailroom.casework.rule_sets import activate, active_hash
from mailroom.policy.packs import load_pack
from mailroom.records.mail import Agency
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts
from mailroom.store.database import connect

log = logging.getLogger(__name__)


def activate_packs(who: str, moment: datetime, *, first_alone: bool = False) -> Counts:
    """Store each agency's pack and calendar and make them the ones in force; count those changed.

    `first_alone` leaves agencies as they are that have rules in force. Raises PolicyFault when a
    pack is wrong, DecisionRefused when nobody approved a change; nothing is changed then.
    """
    rules = from_environment().rules
    packs = [load_pack(rules, agency) for agency in Agency]
    counts: Counts = {}
    with connect().transaction() as connection:
        for pack in packs:
            stays = first_alone and active_hash(connection, pack.agency) is not None
            counts[pack.agency] = 0 if stays else int(activate(connection, pack, who, moment))
    log.info("rules activated: %s", counts)
    return counts


def differing_agencies() -> list[str]:
    """The agencies whose rules in the files are not those in force."""
    rules = from_environment().rules
    packs = [load_pack(rules, agency) for agency in Agency]
    with connect().transaction() as connection:
        return [one.agency for one in packs if active_hash(connection, one.agency) != one.hash]
