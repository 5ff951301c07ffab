"""Register rows that mentions lead to, for a whole chunk in one question a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import Connection

from mailroom.casework.identify import Candidate
from mailroom.casework.mentions import Mention
from mailroom.store.queries import question

QUESTIONS = {
    "ern": "employers_by_reference",
    "employer_ref": "employers_by_reference",
    "earn": "employer_agents_by_earn",
    "case_number": "participants_by_case_number",
    "nino": "participants_by_national_id",
    "ssn": "participants_by_national_id",
    "email": "anyone_by_email",
    "telephone": "anyone_by_telephone",
}


def candidates(
    connection: Connection, agency: str, found: Iterable[Mention], on: date
) -> Mapping[Mention, tuple[Candidate, ...]]:
    """What each mention leads to in the registers in force; mentions that lead nowhere are left
    out. A power of attorney speaks for somebody only while it holds, on the local day `on`."""
    by_question: dict[str, list[Mention]] = {}
    for mention in dict.fromkeys(found):
        if mention.kind in QUESTIONS:
            by_question.setdefault(QUESTIONS[mention.kind], []).append(mention)
    led: dict[Mention, tuple[Candidate, ...]] = {}
    for name, asked in by_question.items():
        answers = _answers(connection, name, agency, {mention.value for mention in asked}, on)
        led |= {mention: answers[mention.value] for mention in asked if mention.value in answers}
    return led


def _answers(
    connection: Connection, name: str, agency: str, values: set[str], on: date
) -> dict[str, tuple[Candidate, ...]]:
    rows = connection.execute(
        question(name), {"agency": agency, "values": sorted(values), "on": on}
    )
    answers: dict[str, tuple[Candidate, ...]] = {}
    for row in rows:
        one = Candidate(
            row.subject, row.employer_id, row.employer_agent_id, row.person_id, row.case_id,
            row.role, row.name,
        )  # fmt: skip
        answers[row.value] = (*answers.get(row.value, ()), one)
    return answers
