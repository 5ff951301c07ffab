"""What the post room's own texts teach the sentence encoder, and that readers fit the encoder."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from mailroom.casework.second_reader import stored
from mailroom.casework.second_reader.adapter import (
    FILE,
    Adapter,
    Matrix,
    adapter_from,
    adapter_in_use,
)
from mailroom.casework.second_reader.encoder import Encoder, installed_encoder
from mailroom.casework.second_reader.graph import ADAPTED, WEIGHTS, header, shape, weights_of
from mailroom.casework.second_reader.labelled import Labelled
from mailroom.casework.second_reader.stored import delivered_reader
from mailroom.casework.second_reader.unpacking import encoder_folder
from mailroom.errors import PolicyFault
from mailroom.records.finding import ItemText
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.shared import CHECKOUT

MODELS = CHECKOUT / "include" / "models"
LEFT = [
    "he handed his notice in", "Sam finished with us on Friday", "our driver has resigned",
    "she no longer works here", "we let him go last month", "gone to another firm since May",
    "retired at Easter", "his contract ran out", "was made redundant", "did not come back",
    "walked out in March", "left for Spain",
]  # fmt: skip
BOOKLETS = [
    "two booklets please", "could we have the guide", "send the leaflet for new starters",
    "we would like something to read about it", "is there a pamphlet", "post me the handbook",
    "any brochure you have", "printed instructions wanted", "the guidance on paper, please",
    "a copy of your guide", "leaflets in Welsh", "the booklet you spoke of",
]  # fmt: skip


def labelled(text: str, *types: str) -> Labelled:
    item = ItemText({"text": text}, Capacity.EMPLOYER, Channel.EMAIL)
    return Labelled(item, frozenset(types))


TEXTS = {
    "cms": [
        *(labelled(text, "change_of_circumstances_single") for text in LEFT),
        *(labelled(text, "send_literature") for text in BOOKLETS),
    ]
}


def some_adapter(seed: int = 3) -> Adapter:
    chance = np.random.default_rng(seed)
    published, _ = header(encoder_folder() / WEIGHTS)

    def some(rows: int, columns: int) -> Matrix:
        return chance.normal(0, 0.04, (rows, columns)).astype(np.float16).astype(np.float32)

    found = {}
    for name in (weights_of(layer, of) for layer in range(3, 6) for of in ADAPTED):
        made, taken = shape(published, name)
        found[name] = some(8, taken), some(made, 8)
    return Adapter(found)


def with_adapter(adapter: Adapter) -> Encoder:
    return Encoder(encoder_folder(), adapter)


def test_an_adapter_is_stored_and_read_back(tmp_path: Path) -> None:
    adapter = some_adapter()
    (tmp_path / "adapter.npz").write_bytes(adapter.content)
    again = adapter_from(tmp_path / "adapter.npz")
    assert again.hash == adapter.hash != ""
    assert set(again.additions) == set(adapter.additions)


def test_without_an_adapter_the_encoder_is_as_published(tmp_path: Path) -> None:
    none = adapter_from(tmp_path / "missing.npz")
    assert none.hash == ""
    assert none.beside == {}
    assert with_adapter(none).encode(LEFT[0]) == pytest.approx(
        installed_encoder(adapted=False).encode(LEFT[0])
    )


def test_a_damaged_adapter_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "adapter.npz").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(PolicyFault, match="from the repository again"):
        adapter_from(tmp_path / "adapter.npz")


def test_the_delivered_adapter_is_in_use_and_the_readers_learnt_with_it() -> None:
    assert adapter_from(FILE).additions
    assert installed_encoder().adapter.hash == adapter_in_use().hash
    for agency in ("cms", "ors"):
        reader = delivered_reader(MODELS, agency)
        assert reader is not None
        assert reader.adapter == adapter_in_use().hash
        assert adapter_in_use().hash[:12] in (MODELS / agency / "card.md").read_text()


def test_a_reader_of_another_encoder_is_refused_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(MODELS / "cms", tmp_path / "cms")
    monkeypatch.setattr(stored, "adapter_in_use", some_adapter)
    with pytest.raises(PolicyFault, match="mailroom learn --force"):
        delivered_reader(tmp_path, "cms")


@pytest.mark.parametrize("adapter", [Adapter({}), some_adapter()], ids=["published", "adapted"])
def test_what_is_trained_is_what_runs(adapter: Adapter) -> None:
    """JAX, which trains, and onnxruntime, which judges mail, hear the same."""
    pytest.importorskip("jax", reason="pip install --no-deps -r requirements-adapt.txt")
    from mailroom.casework.second_reader.jax_encoder import (
        JaxEncoder,
        meaning,
        published_weights,
    )

    published, runs = installed_encoder(adapted=False), with_adapter(adapter)
    texts = [LEFT[0], "Please send us a statement for the last two quarters, by post if you can."]
    rows = [published.tokens(text) for text in texts]
    tokens = np.zeros((2, 32), dtype=np.int32)
    there = np.zeros((2, 32), dtype=np.float32)
    for number, row in enumerate(rows):
        tokens[number, : len(row)], there[number, : len(row)] = row, 1
    encoder = JaxEncoder(published.config, published_weights(published.folder))
    state = encoder.through(
        range(published.layers), adapter.additions, encoder.embedded(tokens), there
    )
    trained = np.asarray(meaning(state, there))
    for number, text in enumerate(texts):
        assert trained[number] == pytest.approx(runs.encode(text), abs=1e-4)


def test_texts_of_a_type_come_closer_and_the_same_texts_teach_the_same() -> None:
    pytest.importorskip("optax", reason="pip install --no-deps -r requirements-adapt.txt")
    from mailroom.casework.second_reader.adapting import adapt

    published = installed_encoder(adapted=False)
    learnt = adapt(TEXTS, published, epochs=20, trainings=1)
    assert apart(with_adapter(learnt)) > apart(published) + 0.1
    assert adapt(TEXTS, published, epochs=20, trainings=1).hash == learnt.hash


def test_the_mean_of_adapters_adds_what_they_add_on_the_average() -> None:
    from mailroom.casework.second_reader.adapting import mean

    one, other = some_adapter(3), some_adapter(4)
    name = weights_of(4, "intermediate.dense")
    both = (adds(one, name) + adds(other, name)) / 2
    assert adds(mean([one, other]), name) == pytest.approx(both, abs=1e-5)


def adds(adapter: Adapter, name: str) -> Matrix:
    down, up = adapter.additions[name]
    return up @ down


def apart(encoder: Encoder) -> float:
    """How much more alike two texts of one type are than two of two types (mean cosines)."""
    left, booklets = (
        np.array([encoder.encode(text) for text in texts]) for texts in (LEFT, BOOKLETS)
    )
    within = (left @ left.T).mean() + (booklets @ booklets.T).mean()
    return float(within / 2 - (left @ booklets.T).mean())
