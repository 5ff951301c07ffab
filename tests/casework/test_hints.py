"""Words that mean little by themselves, and a second reader that is nearly sure."""

from __future__ import annotations

import pytest

from mailroom.casework.classify import Classifier
from mailroom.casework.second_reader.advice import LEAVES_OUT, SETTLES
from mailroom.policy.conditions import Condition, Near
from mailroom.records.finding import ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.casework.told import Told, item, judged
from tests.policy.packs import own_pack

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
    assert one.by_rules([item(ASTRAY)]) != other.by_rules([item(ASTRAY)])


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
    assert one.by_rules([fax]) != other.by_rules([fax])
