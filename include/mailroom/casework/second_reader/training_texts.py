"""Labelled texts as an adaptation of the encoder takes them: half read, and in batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.adapter import Matrix
from mailroom.casework.second_reader.encoder import Encoder
from mailroom.casework.second_reader.features import who_writes, writers_words
from mailroom.casework.second_reader.jax_encoder import JaxEncoder
from mailroom.casework.second_reader.labelled import Labelled
from mailroom.casework.second_reader.reader import NOTHING

LEARNING = 6
"""Upper layers that learn; what the others make of a text is computed once."""
_BATCH = 16
_LENGTHS = (24, 32, 40, 48, 64, 80, 96, 128, 160)
"""Tokens that the texts of a batch are filled up to: few, since each length is compiled anew."""


@dataclass(frozen=True, slots=True)
class TrainingText:
    """What the layers that do not learn make of a text (tokens by width), who wrote it, which of
    all classes it asks for (`wanted`), and of which that may be said at all (`known`: those of its
    agency that are not merely acceptable)."""

    state: NDArray[np.float16]
    writer: Matrix
    wanted: Matrix
    known: Matrix


def training_texts(
    texts: Mapping[str, Sequence[Labelled]], base: Encoder, weights: Mapping[str, Any]
) -> Iterator[TrainingText]:
    """Each agency's labelled texts, as the lower layers of the encoder leave them."""
    classes = [
        (agency, code)
        for agency, some in texts.items()
        for code in (*sorted({code for text in some for code in text.types}), NOTHING)
    ]
    every = [(agency, text) for agency, some in texts.items() for text in some]
    tokens = [base.tokens(writers_words(text.item))[: _LENGTHS[-1]] for _, text in every]
    for (agency, text), state in zip(every, _lower_states(base, weights, tokens), strict=True):
        asked = text.types or {NOTHING}
        wanted = [one == agency and code in asked for one, code in classes]
        known = [one == agency and text.tells(code) for one, code in classes]
        yield TrainingText(
            state,
            who_writes(text.item),
            np.array(wanted, dtype=np.float32),
            np.array(known, dtype=np.float32),
        )


def _lower_states(
    base: Encoder, weights: Mapping[str, Any], texts: Sequence[list[int]]
) -> Iterator[NDArray[np.float16]]:
    """What the layers that do not learn make of each text."""
    import jax

    def below(weights: Mapping[str, Any], tokens: Any, there: Any) -> Any:
        encoder = JaxEncoder(base.config, weights)
        lower = range(learning_layers(base).start)
        return encoder.through(lower, {}, encoder.embedded(tokens), there)

    compiled = jax.jit(below)
    for text in texts:
        tokens = np.zeros((1, _length_for(len(text))), dtype=np.int32)
        there = np.zeros(tokens.shape, dtype=np.float32)
        tokens[0, : len(text)], there[0, : len(text)] = text, 1
        yield np.asarray(compiled(weights, tokens, there))[0, : len(text)].astype(np.float16)


def learning_layers(base: Encoder) -> range:
    """The layers that learn."""
    return range(max(base.layers - LEARNING, 0), base.layers)


def _length_for(tokens: int) -> int:
    return next(most for most in _LENGTHS if tokens <= most)


def batches(
    texts: Sequence[TrainingText], chance: np.random.Generator
) -> Iterator[tuple[NDArray[Any], ...]]:
    """All texts once, those of like length together, both in an order of chance: states, which of
    them are there, writers, wanted, known."""
    by_length: dict[int, list[TrainingText]] = {}
    for row in chance.permutation(len(texts)):
        by_length.setdefault(_length_for(len(texts[row].state)), []).append(texts[row])
    made = [
        (length, some[start : start + _BATCH])
        for length, some in by_length.items()
        for start in range(0, len(some), _BATCH)
    ]
    for number in chance.permutation(len(made)):
        yield _filled(*made[number])


def _filled(length: int, some: Sequence[TrainingText]) -> tuple[NDArray[Any], ...]:
    """One batch; a short one is filled up with texts of which nothing is known, so that the shapes
    stay few."""
    states = np.zeros((_BATCH, length, some[0].state.shape[1]), dtype=np.float32)
    there = np.zeros((_BATCH, length), dtype=np.float32)
    there[:, 0] = 1
    for row, text in enumerate(some):
        states[row, : len(text.state)] = text.state
        there[row, : len(text.state)] = 1
    empty = [np.zeros_like(some[0].known)] * (_BATCH - len(some))
    nobody = [np.zeros_like(some[0].writer)] * len(empty)
    return (
        states,
        there,
        np.stack([*(one.writer for one in some), *nobody]),
        np.stack([*(one.wanted for one in some), *empty]),
        np.stack([*(one.known for one in some), *empty]),
    )
