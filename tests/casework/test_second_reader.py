"""The second reader: what it sees, what it says, what it may change, and what it never holds."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from mailroom.casework.classify import Classifier, classifier_for
from mailroom.casework.second_reader.advice import LEAVES_OUT, MISSED, SETTLES, chance
from mailroom.casework.second_reader.encoder import DIMENSIONS, installed_encoder
from mailroom.casework.second_reader.evaluation import Evaluation, Figures, evaluated
from mailroom.casework.second_reader.features import MEANING, meaning_of, words_of
from mailroom.casework.second_reader.labelled import Labelled, from_examples, from_file
from mailroom.casework.second_reader.learning import Lesson, lesson_texts
from mailroom.casework.second_reader.reader import NOTHING, SecondReader, reader_from
from mailroom.casework.second_reader.stored import delivered_reader
from mailroom.casework.second_reader.training import train
from mailroom.errors import PolicyFault
from mailroom.policy.conditions import Condition, Near
from mailroom.records.finding import ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack
from tests.shared import CHECKOUT

CORPUS, MODELS = CHECKOUT / "include" / "corpus", CHECKOUT / "include" / "models"
PUBLISHED = [0.01237, 0.0795, -0.02206, 0.02301, 0.01995, 0.00076]
STATEMENT = "Please send us an employer statement for the last quarter."


def item(text: str, capacity: Capacity = Capacity.EMPLOYER, **parts: str) -> ItemText:
    return ItemText({"text": text, **parts}, capacity, Channel.EMAIL)


def labelled(text: str, *types: str, invented: bool = True) -> Labelled:
    return Labelled(item(text), frozenset(types), invented=invented)


SMALL = [
    *(labelled(f"please send the booklet {n}", "send_literature") for n in "abcdef"),
    *(labelled(f"he left us on friday {n}", "change_of_circumstances_single") for n in "abcdef"),
    *(labelled(f"many thanks to you {n}") for n in "abcdef"),
]
TYPES = ["change_of_circumstances_single", "send_literature"]


@pytest.fixture(scope="module")
def small() -> SecondReader:
    return train(SMALL, TYPES)


def test_it_tells_types_and_nothing_apart(small: SecondReader) -> None:
    assert small.read(item("could you send a booklet")).best[0] == "send_literature"
    assert small.read(item("she left us")).best[0] == "change_of_circumstances_single"
    opinion = small.read(item("thanks"))
    assert opinion.nothing > opinion.best[1]


def test_it_says_what_scikit_learn_says() -> None:
    """The same weights by scikit-learn's own arithmetic give the same probabilities."""
    from scipy.special import expit

    reader = train(SMALL, TYPES)
    for text in SMALL:
        score = reader.intercepts.astype(np.float64)
        for rows in reader.rows_of(text.item):
            if rows:
                vector = reader.rarity[rows] / np.linalg.norm(reader.rarity[rows])
                score = score + vector @ (reader.weights[rows] / reader.rarity[rows][:, None])
        score = score + meaning_of(text.item).astype(np.float64) @ reader.meaning
        opinion = reader.read(text.item)
        said = [*opinion.by_type.values(), opinion.nothing]
        assert said == pytest.approx(list(expit(reader.slope * score)), abs=1e-5)


def test_the_same_texts_give_the_same_reader(small: SecondReader) -> None:
    assert train(SMALL, TYPES).hash == small.hash


def test_a_reader_is_stored_and_read_back(small: SecondReader) -> None:
    again = reader_from(small.content)
    assert again.classes == (*TYPES, NOTHING)
    assert again.hash == small.hash
    text = item("send the booklet")
    assert again.read(text).best[1] == pytest.approx(small.read(text).best[1], abs=0.01)


@pytest.mark.parametrize("content", [b"", b"no model", b"PK\x03\x04 broken"])
def test_a_damaged_model_says_how_to_mend_it(content: bytes) -> None:
    with pytest.raises(PolicyFault, match="mailroom learn"):
        reader_from(content)


def test_numbers_and_addresses_are_no_features() -> None:
    words = words_of(item("Ring 01632 960123 or AB123456C, or pat@hale.example"))
    assert words == ["ring", "0", "0", "or", "0", "or", "webaddress"]


def test_no_name_of_real_mail_lies_in_a_model() -> None:
    real = [
        labelled("Zebedee Quillfeather of Snodland wants a booklet", "send_literature",
                 invented=False),
        labelled("Zebedee Quillfeather again, AB123456C", "send_literature", invented=False),
    ]  # fmt: skip
    content = json.dumps(train([*SMALL, *real], TYPES).features)
    for name in ("zebedee", "quillfeather", "snodland", "quillf", "123456"):
        assert name not in content


def test_what_three_real_mails_share_is_learnt() -> None:
    real = [labelled(f"wants a wibbler {n}", "send_literature", invented=False) for n in "uvwx"]
    assert "wibbler" in train([*SMALL, *real], TYPES).features


def test_quoted_words_are_not_read_beside_the_writers_own() -> None:
    assert "quarter" not in words_of(item("Thank you", quoted=STATEMENT))
    assert "quarter" in words_of(item("", quoted=STATEMENT))


@pytest.mark.parametrize("agency", ["cms", "ors"])
def test_the_delivered_reader_is_what_the_card_says(agency: str) -> None:
    reader = delivered_reader(MODELS, agency)
    assert reader is not None
    card = (MODELS / agency / "card.md").read_text()
    assert reader.hash in card
    pack = own_pack(agency)
    figures = evaluated(
        reader, Evaluation.of(from_file(CORPUS / agency / "evaluation.jsonl", pack))
    )
    assert f"| micro F1 of its best answer | {figures.f1:.3f} |" in card
    assert set(reader.classes) == {kind.type for kind in pack.service_requests} | {NOTHING}


@pytest.mark.parametrize("agency", ["cms", "ors"])
def test_the_evaluation_is_never_learnt_from(agency: str) -> None:
    pack = own_pack(agency)
    judged = from_file(CORPUS / agency / "evaluation.jsonl", pack)
    learnt = [*from_file(CORPUS / agency / "training.jsonl", pack), *from_examples(pack)]
    seen = {text.item.parts["text"] for text in learnt}
    assert judged
    assert not [text for text in judged if text.item.parts["text"] in seen]


def test_a_text_that_cannot_be_used_is_named_by_file_and_line(tmp_path: Path) -> None:
    good = {"text": "a", "sender": "employer", "channel": "email", "types": []}
    for bad, words in (
        ({**good, "types": ["stament"]}, "line 2: no type stament"),
        ({"text": "a"}, "line 2: KeyError"),
        ({**good, "sender": "boss"}, "line 2: ValueError"),
    ):
        path = tmp_path / "training.jsonl"
        path.write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n")
        with pytest.raises(PolicyFault, match=words):
            from_file(path, own_pack("cms"))


def _lesson(new: float, old: float) -> Lesson:
    """Lessons whose figures are those of readers that are right so often."""
    made = []
    for right in (new, old):
        found = round(100 * right)
        made.append(Figures(100, found, 100 - found, 100 - found, 1, 1, 100, 99))
    return Lesson(None, made[0], made[1], {})  # type: ignore[arg-type]


@pytest.mark.parametrize(("new", "old", "kept"), [(0.9, 0.8, True), (0.8, 0.8, False),
                                                   (0.7, 0.8, False)])  # fmt: skip
def test_only_a_better_reader_takes_the_place(new: float, old: float, kept: bool) -> None:
    assert _lesson(new, old).is_better is kept


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyFault, match=r"training\.jsonl is missing"):
        lesson_texts(own_pack("cms"), tmp_path)


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


def test_the_encoder_says_what_the_published_model_says() -> None:
    """Numbers of transformers 5, float32, for this sentence and this model."""
    found = installed_encoder(adapted=False).encode("Please send us a statement.")
    assert found.shape == (DIMENSIONS,)
    assert found[:6] == pytest.approx(PUBLISHED, abs=1e-3)
    assert float(np.linalg.norm(found)) == pytest.approx(1.0, abs=1e-5)


def test_the_encoder_hears_the_same_in_other_words() -> None:
    encode = installed_encoder().encode
    left = encode("He handed in his notice and his last day was Friday.")
    same = left @ encode("Our driver has resigned and finished with us last week.")
    assert same > left @ encode("Could you post us two booklets?") + 0.2


def test_long_and_empty_texts_have_a_meaning_too() -> None:
    encode = installed_encoder().encode
    assert np.isfinite(encode("")).all()
    assert np.isfinite(encode("half a character \ud800")).all()
    assert encode("word " * 5_000) == pytest.approx(encode("word " * 9_000), abs=1e-6)


def test_a_missing_encoder_is_named_with_its_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "mailroom.casework.second_reader.encoder.encoder_folder", lambda: tmp_path / "nowhere"
    )
    installed_encoder.cache_clear()
    try:
        with pytest.raises(PolicyFault, match="make setup"):
            installed_encoder()
    finally:
        installed_encoder.cache_clear()


def test_weights_that_are_not_the_published_ones_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"other weights")
    monkeypatch.setattr("mailroom.casework.second_reader.encoder.encoder_folder", lambda: tmp_path)
    installed_encoder.cache_clear()
    try:
        with pytest.raises(PolicyFault, match="not the published one"):
            installed_encoder()
    finally:
        installed_encoder.cache_clear()


def test_many_texts_at_once_mean_what_each_means_alone() -> None:
    texts = ["He left us.", "", "Two booklets, please. " * 90]
    encoder = installed_encoder()
    for text, meaning in zip(texts, encoder.encode_all(texts), strict=True):
        assert meaning == pytest.approx(encoder.encode(text), abs=1e-6)


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
