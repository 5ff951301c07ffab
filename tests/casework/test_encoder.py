"""The sentence encoder: it says what the published model says, and names what is amiss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from mailroom.casework.second_reader.encoder import (
    DIMENSIONS,
    MOST_TOGETHER,
    in_runs,
    installed_encoder,
)
from mailroom.casework.second_reader.graph import MOST_TOKENS
from mailroom.errors import PolicyFault

PUBLISHED = [0.01237, 0.0795, -0.02206, 0.02301, 0.01995, 0.00076]


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


@pytest.fixture
def looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the encoder is looked for instead; nothing is there yet."""
    folder = tmp_path / "encoder"
    monkeypatch.setattr("mailroom.casework.second_reader.encoder.encoder_folder", lambda: folder)
    installed_encoder.cache_clear()
    yield folder
    installed_encoder.cache_clear()


@pytest.mark.usefixtures("looked_for")
def test_a_missing_encoder_is_named_with_its_cure() -> None:
    with pytest.raises(PolicyFault, match="make setup"):
        installed_encoder()


def test_weights_that_are_not_the_published_ones_are_not_read(looked_for: Path) -> None:
    looked_for.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (looked_for / name).write_bytes(b"other weights")
    with pytest.raises(PolicyFault, match="not the published one"):
        installed_encoder()


def test_no_run_has_more_tokens_than_memory_is_for() -> None:
    texts = [[1] * tokens for tokens in (200, 200, 256, 256, 3, MOST_TOKENS, 1)]
    runs = in_runs(texts)
    assert [len(run) for run in runs] == [2, 2, 3]
    assert [tokens for run in runs for tokens in run] == texts
    assert max(sum(map(len, run)) for run in runs) <= MOST_TOGETHER


def test_texts_in_one_run_mean_what_each_means_alone() -> None:
    """Short, empty and long ones beside each other, and by many cores."""
    texts = ["He left us.", "", "Two booklets, please. " * 90, "He left us.", "word " * 300]
    encoder = installed_encoder()
    alone = [encoder.encode(text) for text in texts]
    for together in (encoder.encode_together(texts), encoder.encode_all([texts[:1], texts])[1]):
        assert together == pytest.approx(np.array(alone), abs=1e-5)
