"""The second reader: what it sees, what it says, how it is kept, and what it never holds."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

from mailroom.casework.second_reader.calibration import Calibration
from mailroom.casework.second_reader.evaluation import Evaluation, Figures, evaluated
from mailroom.casework.second_reader.features import meanings_of, words_of
from mailroom.casework.second_reader.labelled import Labelled, from_examples, from_file
from mailroom.casework.second_reader.learning import Lesson, lesson_texts
from mailroom.casework.second_reader.reader import NOTHING, SecondReader, reader_from
from mailroom.casework.second_reader.stored import delivered_reader
from mailroom.casework.second_reader.training import train
from mailroom.errors import PolicyFault
from tests.casework.told import STATEMENT, item
from tests.policy.packs import own_pack
from tests.shared import CHECKOUT

CORPUS, MODELS = CHECKOUT / "include" / "corpus", CHECKOUT / "include" / "models"


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
        score = score + meanings_of([text.item])[0].astype(np.float64) @ reader.meaning
        opinion = reader.read(text.item)
        said = [*opinion.by_type.values(), opinion.nothing]
        assert said == pytest.approx(list(expit(score)), abs=1e-5)


def test_of_what_is_merely_acceptable_a_text_says_nothing() -> None:
    text = Labelled(item("x"), frozenset({"a"}), acceptable=frozenset({"a", "b"}))
    assert [text.tells(code) for code in "abc"] == [True, False, True]


def test_the_same_texts_give_the_same_reader(small: SecondReader) -> None:
    assert train(SMALL, TYPES).hash == small.hash


def test_a_reader_is_stored_and_read_back(small: SecondReader) -> None:
    again = reader_from(small.content)
    assert again.classes == (*TYPES, NOTHING)
    assert again.hash == small.hash
    text = item("send the booklet")
    assert again.read(text).best[1] == pytest.approx(small.read(text).best[1], abs=0.01)


@pytest.mark.parametrize(
    ("former", "calibration"),
    [
        ({"slope": 1.3}, Calibration(slope=1.3)),
        ({"calibration": [1.2, 0.3, -0.1]}, Calibration(1.2, 0.3, -0.1)),
    ],
)
def test_a_reader_of_before_is_read_as_it_was(
    small: SecondReader, former: dict[str, object], calibration: Calibration
) -> None:
    with np.load(io.BytesIO(small.content)) as arrays:
        kept = dict(arrays)
    head = json.loads(kept["head"].tobytes())
    del head["calibration"]
    head |= former
    kept["head"] = np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **kept)
    assert reader_from(file.getvalue()).calibration == calibration
    assert reader_from(small.content).calibration == small.calibration


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
