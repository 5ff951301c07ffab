"""Check the rules of a boundary; failing ones that block raise, and the results stay."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from mailroom.errors import QualityFault
from mailroom.quality.checkpoint import Result, count_rows, failing_rules, store
from mailroom.quality.suites import SUITES, suite_of
from mailroom.settings import from_environment
from mailroom.steps.counts import Counts
from mailroom.store.database import application_url, connect

log = logging.getLogger(__name__)


def check(boundary: str, moment: datetime) -> Counts:
    """Check one boundary; count rules, rows, failed and warned rules.

    Raises QualityFault naming each failing rule and its number of rows, after the results are
    stored; MachineryFault when the boundary is unknown or the check could not be run.
    """
    return _report(_checked(boundary, moment))


def check_all(moment: datetime) -> Counts:
    """Check every boundary, as `check` does, and raise at the end for all of them."""
    return _report([one for boundary in SUITES for one in _checked(boundary, moment)])


def _checked(boundary: str, moment: datetime) -> tuple[Result, ...]:
    settings = from_environment()
    suite = suite_of(boundary)
    failing = failing_rules(suite, application_url(settings))
    with connect(settings).transaction() as connection:
        results = count_rows(connection, suite, failing)
        store(connection, results, moment)
    return results


def _report(results: Sequence[Result]) -> Counts:
    blocking = [one for one in results if one.blocks]
    warned = [one for one in results if not one.passed and not one.blocks]
    for one in warned:
        log.warning("%s", one.words)
    if blocking:
        raise QualityFault("; ".join(one.words for one in blocking))
    rows = {one.boundary: one.rows_checked for one in results}
    return {"rules": len(results), "rows": sum(rows.values()), "warned": len(warned)}
