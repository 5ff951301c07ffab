"""What the second reader may change in what the rules say, and what it may not."""

from __future__ import annotations

import numpy as np
import pytest

from mailroom.casework.classify import Classifier, classifier_for
from mailroom.casework.second_reader.advice import LEAVES_OUT, MISSED, SETTLES, chance
from mailroom.casework.second_reader.features import MEANING
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.policy.conditions import Condition, Near
from mailroom.records.finding import ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack

STATEMENT = "Please send us an employer statement for the last quarter."


def item(text: str, capacity: Capacity = Capacity.EMPLOYER, **parts: str) -> ItemText:
    return ItemText({"text": text, **parts}, capacity, Channel.EMAIL)


class Told(SecondReader):
    """A reader that says what it is told: of each type, and of all others that it learnt."""

    def __init__(
        self, chances: dict[str, float], other: float, agency: str = "cms", unlearnt: str = ""
    ) -> None:
        codes = [kind.type for kind in own_pack(agency).service_requests if kind.type != unlearnt]
        wanted = np.array([chances.get(code, other) for code in codes], dtype=np.float32)
        none, deaf = np.zeros((0, len(codes))), np.zeros((MEANING, len(codes)))
        super().__init__(
            codes, [], none.astype(np.float32), np.zeros(0, dtype=np.float32),
            np.log(wanted / (1 - wanted)), deaf.astype(np.float32), 1.0,
        )  # fmt: skip


def judged(reader: SecondReader, text: str) -> tuple[Verdict, list[str], str]:
    result = Classifier(own_pack("cms"), reader=reader).classify(item(text))
    return result.verdict, [one.type for one in result.findings], result.reason


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
    seen = classifier_for(own_pack("cms"))._seen(
        classifier_for(own_pack("cms"))._view(item(STATEMENT))
    )[0]
    assert 0 < chance(None, probability) < chance(seen, probability) < 1
    assert chance(None, 0.3) < MISSED < chance(None, 0.5)


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


ASTRAY = "The postman says a pack went astray in the flood."
"""No condition of cms sees anything in it; `pack` is a hint of send_literature."""


def test_it_is_believed_on_a_hint_where_it_is_nearly_sure_and_sees_nothing_else() -> None:
    found = Classifier(own_pack("cms"), reader=Told({"send_literature": 0.95}, 0.05)).classify(
        item(ASTRAY)
    )
    assert found.verdict is Verdict.CLASSIFIED
    (only,) = found.findings
    assert only.type == "send_literature"
    assert "a hint; the second reader is nearly sure (0.95)" in only.rule
    assert only.reference
    assert [ASTRAY[span.start : span.end] for span in only.spans] == ["pack"]


@pytest.mark.parametrize(
    ("chances", "nothing"),
    [
        pytest.param({"send_literature": SETTLES - 0.01}, 0.05, id="less sure"),
        pytest.param({"send_literature": 0.95, "link_agent": LEAVES_OUT}, 0.05, id="torn"),
        pytest.param({"send_literature": 0.95, "link_agent": 0.95}, 0.05, id="no word of one"),
        pytest.param({"send_literature": 0.95}, LEAVES_OUT, id="likely nothing"),
        pytest.param({"complaint_resolution": 0.95}, 0.05, id="no word"),
    ],
)
def test_it_does_not_settle_what_it_is_not_sure_of_or_no_word_speaks_for(
    chances: dict[str, float], nothing: float
) -> None:
    assert judged(Told(chances, nothing), ASTRAY)[0] is Verdict.TRIAGE


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


@pytest.mark.parametrize("given", [
    item("It went astray in the flood.", quoted="We posted you a pack."),
    item(ASTRAY, capacity=Capacity.UNKNOWN),
], ids=["quoted", "stranger"])  # fmt: skip
def test_a_hint_in_quoted_words_or_a_strangers_mail_is_none(given: ItemText) -> None:
    classifier = Classifier(own_pack("cms"), reader=Told({"send_literature": 0.95}, 0.05))
    assert classifier.classify(given).verdict is not Verdict.CLASSIFIED


def test_a_hint_does_not_do_away_with_what_must_hold_besides() -> None:
    """One man is no change of several, however sure the reader is."""
    several, single = "change_of_circumstances_multiple", "change_of_circumstances_single"
    text = "The drivers' list of Monday went astray in the flood."
    assert judged(Told({several: 0.95}, 0.05), text)[0] is Verdict.TRIAGE
    both = f"{text} AB123456C, AB123457D"
    assert judged(Told({several: 0.95}, 0.05), both)[:2] == (Verdict.CLASSIFIED, [several])
    assert judged(Told({single: 0.95}, 0.05), both)[0] is Verdict.TRIAGE


def test_a_hint_does_not_open_what_cannot_be_asked_by_this_channel() -> None:
    pack = own_pack("ors")
    told = Told({"email_inquiry": 0.97}, 0.05, "ors")
    text = {"text": "The money of Monday went astray in the flood."}
    said = [
        Classifier(pack, reader=told).classify(ItemText(text, Capacity.RECEIVING_PARENT, channel))
        for channel in (Channel.EMAIL, Channel.TELEPHONE)
    ]
    assert [one.type for one in said[0].findings] == ["email_inquiry"]
    assert "email_inquiry" not in {one.type for one in said[1].findings}


def test_rules_that_agree_without_the_reader_agree_with_it() -> None:
    """What only `none` of a type not seen changes, a backtest has to see as well."""
    pack = own_pack("cms")
    kinds = [
        kind.model_copy(update={"match": kind.match.model_copy(
            update={"none": (*kind.match.none, Condition(phrases=("astray",)))})})
        if kind.type == "send_literature" else kind
        for kind in pack.service_requests
    ]  # fmt: skip
    barred = pack.model_copy(update={"service_requests": tuple(kinds)})
    told = Told({"send_literature": 0.95}, 0.05)
    one, other = (Classifier(each, reader=told) for each in (pack, barred))
    assert one.classify(item(ASTRAY)) != other.classify(item(ASTRAY))
    assert one.by_rules(item(ASTRAY)) != other.by_rules(item(ASTRAY))


def test_a_word_that_mends_scans_elsewhere_is_seen_by_a_backtest() -> None:
    """What only one set of rules knows as a word, and mends in a fax, may be a hint."""
    pack = own_pack("cms")
    braille = Condition(near=(Near(words=("zebra", "braille"), within=3),))
    kinds = [
        kind.model_copy(update={"match": kind.match.model_copy(
            update={"any": (*kind.match.any, braille)})})
        if kind.type == "complaint_review" else kind
        for kind in pack.service_requests
    ]  # fmt: skip
    wider = pack.model_copy(update={"service_requests": tuple(kinds)})
    told = Told({"send_literature": 0.95}, 0.05)
    fax = ItemText(
        {"text": "The postman says a bra1lle went astray in the flood."},
        Capacity.EMPLOYER,
        Channel.FAX,
    )
    one, other = (Classifier(each, reader=told) for each in (pack, wider))
    assert one.classify(fax) != other.classify(fax)
    assert one.by_rules(fax) != other.by_rules(fax)
