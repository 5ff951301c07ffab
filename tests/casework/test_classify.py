from __future__ import annotations

import json
import time

import pytest

from mailroom.casework.classify import Classifier, classifier_for
from mailroom.cli import classify as command
from mailroom.policy.packs import pack_from_content
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Classification, ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack
from tests.shared import SAMPLES, needs_samples

LEAVER = "Mr Hale left our employment on Friday."
STATEMENT = "Please send us an employer statement for the last quarter."


def judged(
    agency: str,
    text: str,
    capacity: Capacity = Capacity.EMPLOYER,
    channel: Channel = Channel.EMAIL,
    *,
    is_bounce: bool = False,
    is_auto_reply: bool = False,
    **parts: str,
) -> Classification:
    item = ItemText({"text": text, **parts}, capacity, channel, is_bounce, is_auto_reply)
    return classifier_for(own_pack(agency)).classify(item)


def types(result: Classification) -> set[str]:
    return {finding.type for finding in result.findings}


def test_one_letter_may_hold_several_requests() -> None:
    result = judged("cms", f"{LEAVER} {STATEMENT}")
    assert result.verdict is Verdict.CLASSIFIED
    assert types(result) == {"change_of_circumstances_single", "statement_request"}


def test_a_finding_says_which_words_decided_and_why() -> None:
    text = f"Good morning. {STATEMENT}"
    finding = judged("cms", text).findings[0]
    assert any("statement" in text[span.start : span.end] for span in finding.spans)
    assert finding.reference == "dwp-emc, Potential contact reasons, Request employer statement"
    assert finding.rule.startswith("cms/statement_request: any")
    assert finding.unclear == ("info_requested_or_request",)


def test_spans_count_characters_also_after_signs_that_are_not_ascii() -> None:
    text = f"Annwyl Syr – mae’r £50… ’n iawn. ✓ {LEAVER}"
    spans = judged("cms", text).findings[0].spans
    assert any("left our employment" in text[span.start : span.end] for span in spans)


def test_spans_name_the_part_they_lie_in() -> None:
    attached = f"To whom it may concern. {LEAVER}"
    result = judged("cms", "See attached.", **{"attachment:1": attached})
    span = result.findings[0].spans[0]
    assert span.part == "attachment:1"
    assert "left" in attached[span.start : span.end]


def test_words_do_not_match_across_two_parts() -> None:
    assert not types(judged("cms", "and statement", subject="employer")) - {"statement_request"}
    joined = judged("cms", "pays nothing", subject="We no longer run our")
    assert "remove_agent" not in types(joined)


@pytest.mark.parametrize("agency", ["cms", "ors"])
def test_quoted_words_open_nothing_however_many_they_are(agency: str) -> None:
    for kind in own_pack(agency).service_requests:
        letter = "\n\n".join(example.text for example in kind.examples.match)
        result = judged(agency, "Any news on this?", _one_of(kind), quoted=letter)
        if result.verdict is Verdict.CLASSIFIED:
            assert all(span.part != "quoted" for one in result.findings for span in one.spans)


def _one_of(kind: ServiceRequestType) -> Capacity:
    named = [one for one in Capacity if one in kind.raised_for]
    return named[0] if named else Capacity.EMPLOYER


def test_what_only_quoted_words_ask_for_is_shown_to_a_person() -> None:
    result = judged("cms", "Thank you.", quoted=STATEMENT)
    assert result.verdict is Verdict.TRIAGE
    assert types(result) == {"statement_request"}
    assert result.reason == "only quoted words say statement_request, and not the writer's own"


def test_the_writers_own_words_decide_beside_a_quoted_letter() -> None:
    result = judged("cms", STATEMENT, quoted="We wish to complain. This is a formal complaint.")
    assert result.verdict is Verdict.CLASSIFIED
    assert types(result) == {"statement_request"}


def test_a_message_without_words_of_its_own_is_judged_by_what_it_passes_on() -> None:
    result = judged("cms", "", subject="Re: hello", quoted=STATEMENT)
    assert types(result) == {"statement_request"}
    assert result.verdict is Verdict.TRIAGE


def test_quoted_thanks_and_advertising_do_not_make_mail_ask_for_nothing() -> None:
    own = "Please close our account with the bank."
    for quoted in ("Thank you for your help.", "unsubscribe newsletter special offer"):
        assert judged("cms", own, quoted=quoted).verdict is Verdict.TRIAGE


@pytest.mark.parametrize(
    "text",
    [
        "Please do not call me at work, I moved and my case needs my new address.",
        "I don't want you to call me about my child support case.",
    ],
)
def test_what_is_denied_is_not_asked(text: str) -> None:
    assert "callback" not in types(judged("ors", text, Capacity.PAYING_PARENT))


def test_a_question_with_a_negation_still_asks() -> None:
    result = judged("ors", "Can't someone call me about my case?", Capacity.PAYING_PARENT)
    assert "callback" in types(result)


@pytest.mark.parametrize("kind", ["is_bounce", "is_auto_reply"])
def test_bounces_and_automatic_answers_open_nothing(kind: str) -> None:
    result = judged("cms", f"{LEAVER} {STATEMENT}", **{kind: True})  # type: ignore[arg-type]
    assert result.verdict is Verdict.NO_REQUEST
    assert result.findings == ()


def test_a_threat_in_an_automatic_answer_is_still_seen() -> None:
    result = judged("ors", "I will be back with a gun.", Capacity.UNKNOWN, is_auto_reply=True)
    assert result.verdict is Verdict.TRIAGE
    assert result.urgent == ("threat",)


@pytest.mark.parametrize(
    "text", ["Thank you, all sorted.", "", " \n\t", "Unsubscribe from our newsletter here."]
)
def test_thanks_nothing_and_advertising_ask_nothing(text: str) -> None:
    result = judged("cms", text, Capacity.UNKNOWN)
    assert result.verdict is Verdict.NO_REQUEST
    assert result.findings == ()


def test_thanks_before_a_request_is_a_request() -> None:
    assert judged("cms", f"Thank you. {STATEMENT}").verdict is Verdict.CLASSIFIED


ELSEWHERE = "Mr Hale left us on Friday, his council tax bill is not our affair. Many thanks."


@pytest.mark.parametrize("capacity", [Capacity.EMPLOYER, Capacity.EMPLOYER_AGENT])
def test_a_word_of_another_bodys_business_never_silences_who_is_known(capacity: Capacity) -> None:
    assert judged("cms", ELSEWHERE, capacity).verdict is Verdict.TRIAGE


def test_a_word_of_another_bodys_business_never_silences_a_telephone_call() -> None:
    text = "My landlord wants a letter, please call me back."
    called = judged("ors", text, Capacity.UNKNOWN, Channel.TELEPHONE)
    assert called.verdict is Verdict.TRIAGE
    assert judged("ors", text, Capacity.UNKNOWN).verdict is Verdict.NO_REQUEST


def test_only_another_bodys_business_from_a_stranger_asks_nothing() -> None:
    assert judged("cms", ELSEWHERE, Capacity.UNKNOWN).verdict is Verdict.NO_REQUEST


@pytest.mark.parametrize("capacity", [Capacity.EMPLOYER, Capacity.UNKNOWN])
@pytest.mark.parametrize(
    "employer",
    ["an NHS trust", "a housing association", "a delivery company", "a parking operator",
     "a mortgage broker", "a landlord with staff", "an electricity supplier"],
)  # fmt: skip
def test_what_an_employer_does_is_no_other_bodys_business(
    employer: str, capacity: Capacity
) -> None:
    result = judged("cms", f"We are {employer}. {LEAVER}", capacity)
    assert "change_of_circumstances_single" in types(result)


def test_words_of_another_script_go_to_a_person() -> None:
    assert judged("ors", "Мне нужна помощь", Capacity.UNKNOWN).verdict is Verdict.TRIAGE


def test_what_only_the_employer_may_ask_goes_to_a_person_when_an_agent_asks() -> None:
    text = "We wish to make a complaint about the way your staff treat us."
    employer, agent = judged("cms", text), judged("cms", text, Capacity.EMPLOYER_AGENT)
    assert employer.verdict is Verdict.CLASSIFIED
    assert agent.verdict is Verdict.TRIAGE
    assert types(agent) == {"complaint_resolution"}
    assert "Capture employer complaint" in agent.reason


def test_two_insurance_numbers_are_two_paying_parents() -> None:
    one = "Please note that AB123456C has left us."
    two = "Please note that AB 12 34 56 C has left us and so has CE654321D."
    same = "AB123456C has left us. Again: AB 12 34 56 C has left us."
    found = [types(judged("cms", text)) for text in (one, two, same)]
    single, several = "change_of_circumstances_single", "change_of_circumstances_multiple"
    assert found == [{single}, {several}, {single}]


def test_a_threat_is_urgent_and_opens() -> None:
    result = judged("ors", "I will be back with a gun.", Capacity.UNKNOWN)
    assert (result.verdict, result.urgent) == (Verdict.CLASSIFIED, ("threat",))
    assert types(result) == {"threat"}


def test_wide_urgent_words_alone_suggest_the_type_to_a_person() -> None:
    result = judged("ors", "They take everything, I want to die.", Capacity.PAYING_PARENT)
    assert (result.verdict, result.urgent[0]) == (Verdict.TRIAGE, "self_harm")
    assert "threat" in types(result)


def test_self_harm_makes_an_employers_letter_wait_for_a_person() -> None:
    result = judged("cms", f"{STATEMENT} He says your letters make him suicidal.")
    assert result.verdict is Verdict.TRIAGE
    assert result.urgent == ("self_harm",)
    assert "statement_request" in types(result)


def test_a_complaint_for_the_governor_displaces_the_plain_one() -> None:
    text = "Dear Governor, I want to complain about child support, nobody returns my calls."
    result = judged("ors", text, Capacity.RECEIVING_PARENT)
    assert types(result) == {"complaint_to_director"}
    assert result.urgent == ("director",)


def test_a_stranger_without_a_word_of_our_business_is_never_opened() -> None:
    text = "Please send me a statement of account."
    assert judged("cms", text, Capacity.UNKNOWN).verdict is not Verdict.CLASSIFIED


def test_equal_packs_share_one_compiled_classifier() -> None:
    again = pack_from_content(own_pack("ors").content)
    assert classifier_for(again) is classifier_for(own_pack("ors"))


def test_the_automaton_and_one_by_one_give_the_same_verdicts() -> None:
    pack = own_pack("ors")
    other = Classifier(pack, "re")
    for kind in pack.service_requests:
        for example in (*kind.examples.match, *kind.examples.no_match):
            item = ItemText({"text": example.text}, Capacity.UNKNOWN, example.channel)
            assert classifier_for(pack).classify(item) == other.classify(item)


def test_a_text_of_one_word_repeated_is_judged_quickly() -> None:
    before = time.process_time()
    judged("ors", "call me payment my case nobody " * 5_000, Capacity.PAYING_PARENT)
    assert time.process_time() - before < 10


@needs_samples
def test_the_command_answers_every_case_of_the_samples(capsys: pytest.CaptureFixture[str]) -> None:
    import argparse

    path = SAMPLES / "text_cases.jsonl"
    args = argparse.Namespace(cases=path, json=True, rules=None)
    assert command.run(args) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    asked = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == [case["id"] for case in asked]
    for answer, case in zip(answers, asked, strict=True):
        assert answer["outcome"] in {"classified", "triage", "no_request"}
        for found in answer["types"]:
            assert all(0 <= a < b <= len(case["text"]) for a, b in found["spans"])
