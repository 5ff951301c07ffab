"""What the second reader may change in what the rules say, and what it may not."""

from __future__ import annotations

import pytest

from mailroom.casework.classify import Classifier, classifier_for
from mailroom.casework.classify_view import Rules
from mailroom.casework.second_reader.advice import MISSED, chance
from mailroom.records.finding import ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.casework.told import STATEMENT, Told, item, judged
from tests.policy.packs import own_pack


def test_it_sends_what_it_does_not_see_to_a_person() -> None:
    verdict, types, why = judged(Told({"statement_request": 0.02}, 0.05), STATEMENT)
    assert verdict is Verdict.TRIAGE
    assert why == "the second reader doubts statement_request"
    assert types == ["statement_request"]


def test_it_confirms_what_the_rules_doubt() -> None:
    doubtful = "I wonder about the statement."
    rules = classifier_for(own_pack("cms")).classify(item(doubtful))
    assert rules.verdict is Verdict.TRIAGE
    verdict, types, _ = judged(Told({"statement_request": 0.8}, 0.05), doubtful)
    assert (verdict, types) == (Verdict.CLASSIFIED, ["statement_request"])


def test_what_only_it_sees_beside_a_sure_type_is_looked_at_by_a_person() -> None:
    told = Told({"statement_request": 0.9, "link_agent": 0.95}, 0.05)
    verdict, types, why = judged(told, STATEMENT)
    assert verdict is Verdict.TRIAGE
    assert why == "the second reader sees link_agent, for which no rule speaks"
    assert types == ["statement_request", "link_agent"]


def test_a_person_is_shown_what_it_sees_where_no_rule_speaks() -> None:
    verdict, types, _ = judged(Told({"link_agent": 0.7}, 0.05), "The two of them will see to it.")
    assert (verdict, types) == (Verdict.TRIAGE, ["link_agent"])


@pytest.mark.parametrize("probability", [0.0, 0.01, 0.3, 0.5, 0.9, 1.0])
def test_rules_and_reader_add_up(probability: float) -> None:
    """What the rules see is always likelier than what they do not see, and never certain."""
    (view,) = Rules(own_pack("cms")).views([item(STATEMENT)])
    seen = view.seen()[0]
    assert 0 < chance(None, probability) < chance(seen, probability) < 1
    assert chance(None, 0.1) < MISSED < chance(None, 0.3)


def test_it_never_opens_alone() -> None:
    sure = Told({"link_agent": 0.99}, 0.1)
    for text in ("The sky was red over the harbour.", "Hello there"):
        assert judged(sure, text)[0] is not Verdict.CLASSIFIED


def test_a_decision_it_changed_says_so() -> None:
    result = Classifier(own_pack("cms"), reader=Told({"statement_request": 0.83}, 0.05)).classify(
        item("I wonder about the statement.")
    )
    assert "confirmed by the second reader (0.83)" in result.findings[0].rule


def test_where_no_passage_decides_it_was_the_whole() -> None:
    """A parent's letter is a parent's letter by who writes it."""
    text = "Qwerty asdf."
    found = Classifier(own_pack("cms")).classify(item(text, Capacity.RECEIVING_PARENT))
    assert [one.type for one in found.findings] == ["parent_contact"]
    assert [(one.start, one.end, one.part) for one in found.findings[0].spans] == [
        (0, len(text), "text")
    ]
    assert found.findings[0].reference == "dwp-emc, Employer - Manage Contact"
    assert found.findings[0].unclear == ("mail_of_parents",)


BY_OUR_BUREAU = f"{STATEMENT} Our bureau asked."
"""The rules are sure of statement_request; `bureau` is a hint of link_agent."""


def test_what_the_rules_say_is_set_aside_where_it_is_nearly_sure_of_something_else() -> None:
    told = Told({"link_agent": 0.95, "statement_request": 0.02}, 0.05)
    verdict, types, why = judged(told, BY_OUR_BUREAU)
    assert (verdict, types) == (Verdict.CLASSIFIED, ["link_agent"])
    assert why == "the words say link_agent; the second reader set aside statement_request"


def test_nothing_is_set_aside_where_no_word_speaks_for_its_answer() -> None:
    told = Told({"complaint_review": 0.95, "statement_request": 0.02}, 0.05)
    verdict, _, why = judged(told, STATEMENT)
    assert verdict is Verdict.TRIAGE
    assert why == "the second reader doubts statement_request"


def test_it_settles_two_requests_together() -> None:
    told = Told({"link_agent": 0.95, "statement_request": 0.9}, 0.05)
    verdict, types, why = judged(told, BY_OUR_BUREAU)
    assert (verdict, sorted(types)) == (Verdict.CLASSIFIED, ["link_agent", "statement_request"])
    assert "set aside" not in why


def test_what_both_together_still_think_likely_is_not_set_aside() -> None:
    told = Told({"link_agent": 0.95, "statement_request": 0.2}, 0.05)
    verdict, types, _ = judged(told, BY_OUR_BUREAU)
    assert verdict is Verdict.TRIAGE
    assert "statement_request" in types


def test_a_type_that_it_never_learnt_is_neither_set_aside_nor_missed() -> None:
    told = Told({"link_agent": 0.95}, 0.05, unlearnt="statement_request")
    assert judged(told, BY_OUR_BUREAU)[0] is Verdict.TRIAGE
    told = Told({"statement_request": 0.8}, 0.05, unlearnt="payment_by_card")
    assert judged(told, STATEMENT)[:2] == (Verdict.CLASSIFIED, ["statement_request"])


def test_a_person_is_told_what_was_set_aside_or_may_not_be_raised() -> None:
    told = Told({"link_agent": 0.95, "statement_request": 0.02}, 0.05)
    agents = Classifier(own_pack("cms"), reader=told).classify(
        item(BY_OUR_BUREAU, Capacity.EMPLOYER_AGENT)
    )
    assert agents.verdict is Verdict.TRIAGE
    assert {one.type for one in agents.findings} == {"statement_request", "link_agent"}
    verdict, _, why = judged(told, f"{BY_OUR_BUREAU} The court hearing is on 4 May.")
    assert verdict is Verdict.TRIAGE
    assert why.startswith("urgent")
    assert why.endswith("; the second reader set aside statement_request")


def test_of_two_types_of_which_one_yields_to_the_other_a_person_decides() -> None:
    """Rules see a statement; the reader a question how to proceed as well, which yields to all."""
    told = Told({"statement_request": 0.95, "update_procedures": 0.95}, 0.05)
    assert judged(told, f"{STATEMENT} Please advise.")[0] is Verdict.TRIAGE


def test_it_does_not_set_aside_what_is_urgent() -> None:
    threat = ItemText(
        {"text": "I will kill the lady who took my money."}, Capacity.PAYING_PARENT, Channel.EMAIL
    )
    told = Told({"email_inquiry": 0.98, "threat": 0.01}, 0.05, "ors")
    found = Classifier(own_pack("ors"), reader=told).classify(threat)
    assert found.verdict is Verdict.TRIAGE
    assert "threat" in found.urgent


def test_no_score_says_that_something_is_certain() -> None:
    reader = Told({"statement_request": 0.9999}, 0.01)
    found = Classifier(own_pack("cms"), reader=reader).classify(item(STATEMENT))
    assert [one.score for one in found.findings] == [0.99]
