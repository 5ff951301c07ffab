"""Every rule passes in a good house, and each is broken by what was planted."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import make_url, select

from mailroom.errors import MachineryFault, QualityFault
from mailroom.quality.suites import SUITES, Severity
from mailroom.steps import check_quality
from mailroom.store.database import connect
from mailroom.store.tables import quality_results
from tests.databases import Urls
from tests.quality.conftest import plant

MOMENT = datetime(2026, 11, 23, 2, tzinfo=UTC)
RULES = {rule.id: (suite, rule) for suite in SUITES.values() for rule in suite.rules}
BARE_VIEW = (
    "DROP VIEW receipt_flags; CREATE VIEW receipt_flags AS SELECT 1 AS agency;"
    "GRANT SELECT ON receipt_flags TO mailroom_app"
)
UNBIND = "ALTER TABLE {0} DROP CONSTRAINT {0}_{1}_check;"

FAULTS = {
    "agency_is_known": UNBIND.format("receipts", "agency")
    + "UPDATE receipts SET agency = 'other' WHERE id = 5",
    "channel_is_known": UNBIND.format("receipts", "channel")
    + "UPDATE receipts SET channel = 'pigeon' WHERE id = 5",
    "outcome_is_known": UNBIND.format("receipts", "status")
    + "UPDATE receipts SET status = 'forgotten' WHERE id = 5",
    "content_is_there": "UPDATE receipts SET content_bytes = 0 WHERE id = 5",
    "items_match_outcome": "DELETE FROM items WHERE receipt_id = 5",
    "received_before_collected": "UPDATE receipts SET received_at = '2026-12-24Z' WHERE id = 5",
    "request_agency_is_known": "UPDATE service_requests SET agency = 'other' WHERE id = 2",
    "capacity_is_known": "UPDATE service_requests SET raised_for = 'agent' WHERE id = 2",
    "plan_is_there": "DELETE FROM activities WHERE service_request_id = 2",
    "evidence_is_there": "UPDATE findings SET spans = '[]' WHERE type = 'statement_request'",
    "item_is_opened": "UPDATE service_requests SET item_id = 3 WHERE id = 2;"
    "UPDATE findings SET item_id = 3 WHERE type = 'statement_request'",
    "opened_after_receipt": "UPDATE service_requests SET opened_at = '2026-01-01Z' WHERE id = 2",
    "letter_is_approved": "UPDATE letters SET status = 'awaiting_approval'",
    "approval_binds": "UPDATE letters SET address_version = 'v2'",
    "four_eyes": "UPDATE letters SET touched_by = '{mailroom,manager1}'",
    "pages_match": "UPDATE dispatches SET pages = 3",
    "address_was_in_force": "UPDATE addresses SET withdrawn_at = '2026-11-19Z'",
}


def _latest() -> dict[str, tuple[bool, int, int]]:
    with connect().transaction() as connection:
        rows = connection.execute(select(quality_results).order_by(quality_results.c.id)).all()
    return {row.rule: (row.passed, row.rows_checked, row.rows_failed) for row in rows}


def test_each_rule_has_a_fault_here_and_an_id_of_its_own() -> None:
    assert set(FAULTS) == set(RULES)
    assert sum(len(suite.rules) for suite in SUITES.values()) == len(RULES)


def test_every_rule_passes_in_a_good_house(good_house: Urls) -> None:
    assert check_quality.check_all(MOMENT) == {"rules": len(RULES), "rows": 8, "warned": 0}
    results = _latest()
    assert set(results) == set(RULES)
    assert all(passed and failed == 0 for passed, _, failed in results.values())


def test_every_rule_passes_in_an_empty_house(database_urls: Urls) -> None:
    assert check_quality.check_all(MOMENT) == {"rules": len(RULES), "rows": 0, "warned": 0}


@pytest.mark.parametrize("rule_id", FAULTS)
def test_the_rule_is_broken_by_what_was_planted(
    good_house: Urls, caplog: pytest.LogCaptureFixture, rule_id: str
) -> None:
    suite, rule = RULES[rule_id]
    plant(good_house, FAULTS[rule_id])
    if rule.severity is Severity.WARN:
        assert check_quality.check(suite.boundary, MOMENT)["warned"] == 1
        said = caplog.text
    else:
        with pytest.raises(QualityFault) as fault:
            check_quality.check(suite.boundary, MOMENT)
        said = str(fault.value)
    passed, checked, failed = _latest()[rule_id]
    assert (passed, failed) == (False, 1)
    assert f"{suite.boundary}: rule {rule_id} fails for 1 of {checked} rows" in said
    assert rule.cure in said


def test_every_boundary_is_checked_before_all_faults_are_told(good_house: Urls) -> None:
    plant(good_house, FAULTS["content_is_there"] + ";" + FAULTS["pages_match"])
    with pytest.raises(QualityFault, match=r"rule content_is_there .*; dispatches: rule pages_m"):
        check_quality.check_all(MOMENT)
    assert set(_latest()) == set(RULES)


def test_an_unknown_boundary_is_refused(good_house: Urls) -> None:
    with pytest.raises(MachineryFault, match="there is no boundary nowhere; there are receipts, "):
        check_quality.check("nowhere", MOMENT)


def test_a_missing_view_is_a_fault_of_the_machinery(good_house: Urls) -> None:
    plant(good_house, "DROP VIEW receipt_flags")
    with pytest.raises(MachineryFault, match="the checkpoint could not be run"):
        check_quality.check("receipts", MOMENT)
    assert _latest() == {}


def test_a_missing_column_is_a_fault_of_the_machinery(good_house: Urls) -> None:
    plant(good_house, BARE_VIEW)
    with pytest.raises(MachineryFault, match="could not be computed"):
        check_quality.check("receipts", MOMENT)


def test_the_password_reaches_neither_log_nor_message(
    good_house: Urls,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    check_quality.check("receipts", MOMENT)
    wrong = make_url(good_house.app).set(password="not-the-password")
    monkeypatch.setenv("MAILROOM_DATABASE_URL", wrong.render_as_string(hide_password=False))
    with pytest.raises(MachineryFault) as fault:
        check_quality.check("receipts", MOMENT)
    said = caplog.text + str(fault.value) + "".join(capfd.readouterr())
    secrets = (str(make_url(good_house.app).password), "not-the-password")
    assert len(caplog.records) > 0
    assert not [secret for secret in secrets if secret in said]
    assert fault.value.__cause__ is None
    assert fault.value.__suppress_context__
