"""The whole line over made mail, against its answers; and again, which changes nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Row

from mailroom.settings import from_environment
from mailroom.steps.reconcile_mail import reconcile
from mailroom.store.database import Database
from tests.houses import ask
from tests.steps import line
from tests.steps.line import AS_OF, Samples

WHAT_BECAME = """
SELECT r.agency, r.channel, r.source_reference, r.status AS receipt, i.status AS item,
  s.capacity, ARRAY(SELECT type FROM findings f WHERE f.item_id = i.id) AS types
FROM receipts r LEFT JOIN items i ON i.receipt_id = r.id LEFT JOIN senders s ON s.item_id = i.id
"""
IN_FLIGHT = {"received", "read", "identified", "classified"}


def _became(database: Database, samples: Samples) -> list[tuple[Row, dict]]:
    rows = ask(database, WHAT_BECAME)
    return [
        (row, dict(samples.answers[row.agency, row.channel, row.source_reference])) for row in rows
    ]


def test_everything_made_comes_out_as_its_answer_says(
    decided_house: Database, samples: Samples
) -> None:
    became = _became(decided_house, samples)
    assert len(became) == len(samples.answers)
    assert not [row for row, _ in became if row.item in IN_FLIGHT]
    for row, answer in became:
        for outcome in ("duplicate", "quarantined"):
            ours = outcome in (row.receipt, row.item)
            assert ours == (answer["outcome"] == outcome), row.source_reference
    asked = [(row, answer) for row, answer in became if answer["types"] and row.item]
    right = [1 for row, answer in asked if set(row.types) & set(answer["types"])]
    assert len(right) >= 0.7 * len(asked)
    known = [(row, answer) for row, answer in asked if answer["capacity"] != "third_party"]
    tied = [1 for row, answer in known if row.capacity == answer["capacity"]]
    assert len(tied) >= 0.85 * len(known)


def test_the_line_twice_for_the_same_moment_changes_no_row_and_no_file(
    decided_house: Database,
) -> None:
    line.dispatch()
    out = Path(from_environment().out_url)
    before, written = line.digest(decided_house), line.files(out)
    assert any(name.endswith(".pdf") for name in written)
    line.to_requests()
    line.to_letters()
    assert line.dispatch() == {"batches": 0, "letters": 0}
    assert line.digest(decided_house) == before
    assert line.files(out) == written
    assert reconcile(AS_OF)["in_flight"] == 0
