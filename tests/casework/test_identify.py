"""Who wrote: exact keys, conflicts for a person, and nobody tied by a guess."""

from __future__ import annotations

import pytest

from mailroom.casework.identify import Candidate, judge
from mailroom.casework.mentions import Contact, Mention
from mailroom.records.sender import Capacity, Evidence, Sender

ERN = Mention("ern", "121555666777", "text")
OTHER_ERN = Mention("ern", "121555666778", "text")
EARN = Mention("earn", "71234567", "text")
TRN = Mention("trn", "T12345678", "text")
CASE = Mention("case_number", "301234567890", "text")
NINO = Mention("nino", "AB123456C", "text")
EMAIL = Mention("email", "pat@example.test", "sender")

EMPLOYER = Candidate("employer", employer_id=1)
OTHER_EMPLOYER = Candidate("employer", employer_id=2)
AGENT = Candidate("employer_agent", employer_agent_id=3)
ON_CASE = Candidate("case", case_id=9)
PAT, SAM = "Pat Doe", "Sam Roe"


def _participant(
    person: int, role: str = "paying_parent", case: int = 9, name: str | None = None
) -> Candidate:
    return Candidate("participant", person_id=person, case_id=case, role=role, name=name)


def _judge(
    led: dict[Mention, tuple[Candidate, ...]], text: str = "", contact: Contact | None = None
) -> Sender:
    return judge(list(led), led, {"text": text}, contact or Contact())


CASE_OF_TWO = (
    ON_CASE,
    _participant(5, "paying_parent", name=PAT),
    _participant(6, "receiving_parent", name=SAM),
)


def test_nothing_stated_is_nobody() -> None:
    assert _judge({}) == Sender(Capacity.UNKNOWN)


def test_an_ern_is_an_employer() -> None:
    sender = _judge({ERN: (EMPLOYER,)})
    assert (sender.capacity, sender.employer_id, sender.conflict) == (Capacity.EMPLOYER, 1, False)
    assert sender.evidence == (Evidence("ern", "text", 1),)


def test_an_ern_no_register_knows_is_evidence_and_nobody() -> None:
    sender = _judge({ERN: ()})
    assert sender.capacity is Capacity.UNKNOWN
    assert sender.evidence == (Evidence("ern", "text", 0),)


def test_evidence_holds_no_value() -> None:
    assert "121555666777" not in repr(_judge({ERN: (EMPLOYER,)}))


def test_a_trn_is_for_a_person_to_select_and_ties_nobody() -> None:
    sender = _judge({TRN: ()})
    assert (sender.manual_selection, sender.employer_id) == ("trn", None)


def test_a_trn_beside_a_good_ern_needs_nobody() -> None:
    assert _judge({TRN: (), ERN: (EMPLOYER,)}).manual_selection is None


def test_two_employers_are_a_conflict_and_tie_nobody() -> None:
    sender = _judge({ERN: (EMPLOYER,), OTHER_ERN: (OTHER_EMPLOYER,)})
    assert (sender.capacity, sender.conflict, sender.employer_id) == (Capacity.UNKNOWN, True, None)


def test_two_numbers_of_one_employer_are_none() -> None:
    assert not _judge({ERN: (EMPLOYER,), EMAIL: (EMPLOYER,)}).conflict


def test_an_agent_with_an_employers_ern_writes_as_agent_about_that_employer() -> None:
    sender = _judge({ERN: (EMPLOYER,), EARN: (AGENT,)})
    assert (sender.capacity, sender.employer_id, sender.employer_agent_id) == (
        Capacity.EMPLOYER_AGENT, 1, 3,
    )  # fmt: skip
    assert not sender.conflict


def test_an_employer_who_names_its_agent_in_its_own_mail_writes_as_employer() -> None:
    sender = _judge({EMAIL: (EMPLOYER,), EARN: (AGENT,)})
    assert (sender.capacity, sender.employer_agent_id) == (Capacity.EMPLOYER, 3)
    assert _judge({EMAIL: (AGENT,), ERN: (EMPLOYER,)}).capacity is Capacity.EMPLOYER_AGENT


def test_a_participant_is_reached_by_their_own_address() -> None:
    sender = _judge({EMAIL: (_participant(5),)})
    assert (sender.capacity, sender.person_id, sender.case_id) == (Capacity.PAYING_PARENT, 5, 9)


def test_a_case_that_is_not_the_writers_is_a_conflict_and_is_not_tied() -> None:
    sender = _judge({EMAIL: (_participant(5, case=8),), CASE: CASE_OF_TWO})
    assert (sender.conflict, sender.person_id, sender.case_id) == (True, 5, None)


def test_a_number_of_somebody_who_is_not_on_the_stated_case_is_a_conflict() -> None:
    sender = _judge(
        {CASE: CASE_OF_TWO, NINO: (_participant(7, case=8, name="Kim Poe"),)}, "Kim Poe"
    )
    assert (sender.conflict, sender.case_id) == (True, None)


def test_a_number_of_somebody_on_the_stated_case_is_none() -> None:
    also = _participant(5, case=8, name=PAT)
    sender = _judge({CASE: CASE_OF_TWO, NINO: (CASE_OF_TWO[1], also)}, PAT)
    assert (sender.conflict, sender.person_id, sender.case_id) == (False, 5, 9)


def test_an_employer_who_names_people_of_several_cases_is_tied_to_none_of_them() -> None:
    elsewhere = _participant(7, case=8, name="Kim Poe")
    sender = _judge({ERN: (EMPLOYER,), CASE: CASE_OF_TWO, NINO: (elsewhere,)})
    assert (sender.conflict, sender.employer_id, sender.case_id) == (False, 1, None)


def test_an_address_of_two_people_is_nobodys_and_never_a_strangers_case() -> None:
    couple = (_participant(5, case=8), _participant(6, "receiving_parent", case=8))
    assert _judge({EMAIL: couple}).capacity is Capacity.UNKNOWN
    assert _judge({EMAIL: couple, CASE: (ON_CASE,)}).conflict
    assert _judge({EMAIL: couple, ERN: (EMPLOYER,)}).conflict


def test_one_person_in_two_roles_is_told_by_the_case_that_is_stated() -> None:
    both = (_participant(5, "paying_parent", 8), _participant(5, "receiving_parent", 9))
    assert _judge({EMAIL: both}).capacity is Capacity.UNKNOWN
    stated = _judge({EMAIL: both, CASE: (ON_CASE,)})
    assert (stated.capacity, stated.case_id) == (Capacity.RECEIVING_PARENT, 9)


def test_an_attorney_of_many_is_told_by_the_case_that_is_stated() -> None:
    clients = tuple(Candidate("attorney", person_id=n, case_id=n) for n in (7, 8, 9))
    assert _judge({EMAIL: clients}).capacity is Capacity.UNKNOWN
    sender = _judge({EMAIL: clients, CASE: (ON_CASE,)})
    assert (sender.capacity, sender.person_id) == (Capacity.ATTORNEY, 9)


def test_somebody_who_is_employer_and_parent_at_once_is_a_conflict() -> None:
    assert _judge({ERN: (EMPLOYER,), EMAIL: (_participant(5),)}).conflict
    assert _judge({ERN: (EMPLOYER,), CASE: CASE_OF_TWO}, contact=Contact(from_name=PAT)).conflict


def test_an_employer_may_name_an_employee_in_the_last_line() -> None:
    sender = _judge({ERN: (EMPLOYER,), CASE: CASE_OF_TWO}, f"He has left us.\n{PAT}")
    assert (sender.capacity, sender.conflict) == (Capacity.EMPLOYER, False)


@pytest.mark.parametrize(
    "text",
    [
        "Please help.\n\nYours sincerely,\n\nSam Roe",
        "Please help.\nSAM ROE\n0161 496 0001",
        "Please help.\nYours, Ms Sam Roe.",
        "Please help.\nSam J. Roe",
        "\n".join(["Please help", *"abc", "Sam Roe", *"defghij"]),
    ],
)
def test_the_one_whose_name_signs_a_letter_wrote_it(text: str) -> None:
    sender = _judge({CASE: CASE_OF_TWO}, text)
    assert (sender.capacity, sender.person_id) == (Capacity.RECEIVING_PARENT, 6)


@pytest.mark.parametrize(
    "text",
    [
        "I wonder what has become of the money from Pat Doe.\nS. Roe",
        "Pat and Sam: neither Doe nor Roe has signed.",
        "Sam Roe\n" + "line\n" * 12,
        "Pat Doe\nSam Roe",
        "What does he pay?\nRe: Pat Doe\nhis daughter's mother",
        "He has left us.\nEmployee: Pat Doe\nA. Clerk, Payroll",
        "When did the money come\nfrom Pat Doe?\nS. R.",
    ],
)
def test_who_is_only_spoken_of_has_not_signed(text: str) -> None:
    sender = _judge({CASE: CASE_OF_TWO}, text)
    assert (sender.capacity, sender.person_id, sender.case_id) == (Capacity.UNKNOWN, None, 9)


def test_that_a_name_told_who_wrote_is_evidence() -> None:
    signed = _judge({CASE: CASE_OF_TWO}, SAM)
    assert signed.evidence[-1] == Evidence("name", "text", 1)
    named = _judge({CASE: CASE_OF_TWO}, contact=Contact(name_as_given=SAM))
    assert named.evidence[-1] == Evidence("name", "sender", 1)
    assert SAM not in repr((signed, named))


def test_a_senders_name_goes_before_what_the_text_says() -> None:
    contact = Contact(from_name="Roe, Sam (personal)")
    assert _judge({CASE: CASE_OF_TWO}, "Pat Doe", contact).person_id == 6
    assert _judge({CASE: CASE_OF_TWO}, "Pat Doe", Contact(from_name="Kim")).person_id is None


def test_two_cases_of_one_writer_tie_the_writer_and_no_case() -> None:
    sender = _judge({EMAIL: (_participant(5, case=8), _participant(5, case=9))})
    assert (sender.person_id, sender.case_id) == (5, None)


def test_a_message_that_names_several_authors_is_tied_to_nobody() -> None:
    sender = _judge({ERN: (EMPLOYER,)}, contact=Contact(several_from=True))
    assert sender.conflict
    assert (sender.capacity, sender.employer_id) == (Capacity.UNKNOWN, None)
    assert Evidence("several_from", "sender", 0) in sender.evidence
