"""Classification, bound: for whom an employer's agent may ask, by the register of links."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Row

from mailroom.records.mail import ItemStatus
from mailroom.records.sender import Capacity
from mailroom.steps import process_mail
from mailroom.store import tables
from mailroom.store.database import Database
from tests.houses import MOMENT, add, add_item, add_sender, ask

DAY = MOMENT.date()
STATEMENT = "Please send us a statement of the payments on the account."
AGENT, MINE, OTHERS = "71234567", "121555666777", "121555666888"


@pytest.fixture
def link(house: Database) -> int:
    """Two employers and an agent, who acts for the first of them; gives the id of the link."""
    with house.transaction() as connection:
        for ref in (MINE, OTHERS):
            add(connection, tables.employers, agency="cms", employer_ref=ref, name=ref,
                fax_preferred=False, voicemail_authorised=False, language="en",
                schedule_by="paper")  # fmt: skip
        add(connection, tables.employer_agents, agency="cms", earn=AGENT, name="Bureau")
        return add(connection, tables.employer_agent_links, agency="cms", earn=AGENT,
                   employer_ref=MINE, starts_on=date(2024, 1, 1))  # fmt: skip


def _classified(database: Database, employer_ref: str | None, text: str = STATEMENT) -> Row:
    """What becomes of an agent's mail that names this employer."""
    by_ref = "SELECT (SELECT id FROM employers WHERE employer_ref = :ref), id FROM employer_agents"
    ((employer_id, agent_id),) = ask(database, by_ref, ref=employer_ref)
    ties = {"employer_agent_id": agent_id}
    with database.transaction() as connection:
        item_id = add_item(connection, "mail")
        add(connection, tables.documents, item_id=item_id, part="text", ordinal=1, body=text,
            media_type="text/plain", bytes=len(text), encrypted=False)  # fmt: skip
        add_sender(connection, item_id, Capacity.EMPLOYER_AGENT,
                   **ties, **({"employer_id": employer_id} if employer_id else {}))  # fmt: skip
    process_mail.classify(0, MOMENT)
    (row,) = ask(database, "SELECT status, reason_code, reason FROM items")
    return row


@pytest.mark.parametrize("named", [MINE, None])
@pytest.mark.usefixtures("link")
def test_an_agent_may_ask_for_the_employer_it_is_linked_to_and_for_itself(
    house: Database, named: str | None
) -> None:
    assert _classified(house, named).status == ItemStatus.CLASSIFIED


@pytest.mark.usefixtures("link")
def test_an_agent_that_asks_for_another_employer_goes_to_a_person(house: Database) -> None:
    row = _classified(house, OTHERS)
    assert (row.status, row.reason_code) == (ItemStatus.TRIAGE, "agent_not_linked")
    assert "until the employer has nominated it" in row.reason


@pytest.mark.parametrize("change", ["withdrawn_at = :moment", "ends_on = :day - 1",
                                    "starts_on = :day + 1"])  # fmt: skip
@pytest.mark.usefixtures("link")
def test_a_link_counts_on_the_day_of_receipt_and_while_it_is_delivered(
    house: Database, change: str
) -> None:
    change = change.replace(":day", "CAST(:day AS date)")
    values = {"moment": MOMENT} if "moment" in change else {"day": DAY}
    ask(house, f"UPDATE employer_agent_links SET {change}", **values)
    assert _classified(house, MINE).reason_code == "agent_not_linked"


@pytest.mark.usefixtures("link")
def test_an_agent_that_asks_to_be_linked_goes_to_a_person_for_what_only_an_employer_may(
    house: Database,
) -> None:
    row = _classified(house, OTHERS, "We have been appointed as agent for this employer.")
    assert (row.status, row.reason_code) == (ItemStatus.TRIAGE, "in_doubt")
    assert "link_agent is raised for employer" in row.reason


def test_an_urgent_matter_leaves_for_its_office_in_the_same_run(
    house: Database, tmp_path: Path
) -> None:
    with house.transaction() as connection:
        item_id = add_item(connection, "mail", agency="ors")
        body = "I will be back with a gun."
        add(connection, tables.documents, item_id=item_id, part="text", ordinal=1, body=body,
            media_type="text/plain", bytes=len(body), encrypted=False)  # fmt: skip
        add_sender(connection, item_id)
    counts = process_mail.classify(0, MOMENT)
    assert (counts["urgent"], counts["notices_sent"]) == (1, 1)
    (notice,) = (tmp_path / "var" / "out" / "notices" / "new").iterdir()
    said = notice.read_text()
    assert f"Item {item_id} needs a person now" in said
    assert "Rests on: cs-004p" in said
    assert "gun" not in said
    assert process_mail.classify(0, MOMENT)["notices_sent"] == 0
