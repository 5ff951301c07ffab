"""Adapts the sentence encoder to a post room's mail: small additions to its weights are learnt.

LoRA (Hu et al., 2021): beside the weights of queries and values, which stay as published, two
narrow matrices each are trained to tell the types of all agencies' labelled texts apart. Not for
every day: it takes minutes, and every reader has to be trained anew after it. It needs
JAX and optax (`requirements-adapt.txt`), which it loads when it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mailroom.casework.second_reader.adapter import Adapter, Matrix, target
from mailroom.casework.second_reader.encoder import Encoder
from mailroom.casework.second_reader.features import who_writes, writers_words
from mailroom.casework.second_reader.jax_encoder import encoded
from mailroom.casework.second_reader.labelled import Labelled
from mailroom.casework.second_reader.reader import NOTHING
from mailroom.errors import PolicyFault

EPOCHS = 8
TRAININGS = 3
RANK = 8
_BATCH = 16
_LENGTHS = (32, 64, 96, 160)  # tokens: texts of one batch are filled up to the same length
_RATE, _RATE_OF_HEAD = 1e-3, 5e-3
_LOUDER = 4.0  # meanings have length 1, which is too faint for a regression that begins at nothing
_UNLIKELY = -3.0  # every type's first log-odds


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One text as tokens, who wrote it, which of all classes it asks for (`wanted`), and of which
    that may be said at all (`known`: those of its agency that are not merely acceptable)."""

    tokens: list[int]
    writer: Matrix
    wanted: Matrix
    known: Matrix


def adapt(
    texts: Mapping[str, Sequence[Labelled]],
    base: Encoder,
    epochs: int = EPOCHS,
    trainings: int = TRAININGS,
) -> Adapter:
    """An adapter learnt from each agency's texts together. The same texts give the same adapter.

    It is the mean of several `trainings`, each with another order of the texts (Wortsman et al.,
    Model soups, 2022): one alone swings by two texts in a hundred.

    Raises PolicyFault when JAX or optax are not installed.
    """
    for package in ("jax", "optax"):
        if find_spec(package) is None:
            raise PolicyFault(
                f"{package} is not installed, and adapting the encoder needs it: "
                "`pip install --no-deps -r requirements-adapt.txt`"
            )
    prepared = list(_training_texts(texts, base))
    return mean([_Training(base, prepared, epochs, seed).adapter() for seed in range(trainings)])


def mean(adapters: Sequence[Adapter]) -> Adapter:
    """One adapter that adds the mean of what each of some adapters of the same weights adds."""
    share = np.float32(1 / len(adapters))
    return Adapter({
        name: (
            np.concatenate([one.additions[name][0] for one in adapters]),
            np.concatenate([share * one.additions[name][1] for one in adapters], axis=1),
        )
        for name in adapters[0].additions
    })  # fmt: skip


def _training_texts(
    texts: Mapping[str, Sequence[Labelled]], base: Encoder
) -> Iterator[TrainingText]:
    classes = [
        (agency, code)
        for agency, some in texts.items()
        for code in (*sorted({code for text in some for code in text.types}), NOTHING)
    ]
    for agency, some in texts.items():
        for text in some:
            asked = text.types or {NOTHING}
            wanted = [one == agency and code in asked for one, code in classes]
            known = [
                one == agency and (code in asked or code not in text.acceptable)
                for one, code in classes
            ]
            yield TrainingText(
                base.tokens(writers_words(text.item))[: _LENGTHS[-1]],
                who_writes(text.item),
                np.array(wanted, dtype=np.float32),
                np.array(known, dtype=np.float32),
            )


class _Training:
    """The state of one adaptation: parameters, their optimizer, the order of the texts."""

    def __init__(self, base: Encoder, some: list[TrainingText], epochs: int, seed: int) -> None:
        import jax
        import optax

        self._chance = np.random.default_rng(seed)
        self._texts, self._epochs, self._base = some, epochs, base
        classes, width = len(some[0].wanted), base.width + len(some[0].writer)
        self._parameters: dict[str, Any] = {
            "adapter": {
                name: (
                    self._chance.normal(0, base.width**-0.5, (RANK, base.width)).astype(np.float32),
                    np.zeros((base.width, RANK), dtype=np.float32),
                )
                for name in (target(layer, of) for layer in range(base.layers) for of in "qv")
            },
            "head": (
                np.zeros((width, classes), dtype=np.float32),
                np.full(classes, _UNLIKELY, dtype=np.float32),
            ),
        }
        steps = epochs * sum(1 for _ in self._batches())
        rates = {"adapter": _RATE, "head": _RATE_OF_HEAD}
        self._optimizer = optax.multi_transform(
            {
                name: optax.adamw(
                    optax.warmup_cosine_decay_schedule(0, rate, steps // 10, steps, rate / 50),
                    weight_decay=0.01,
                )
                for name, rate in rates.items()
            },
            {"adapter": "adapter", "head": "head"},
        )
        self._state = self._optimizer.init(self._parameters)
        self._key = jax.random.PRNGKey(seed)
        self._step = jax.jit(self._stepped)

    def adapter(self) -> Adapter:
        """All epochs, one after the other."""
        import jax

        for _ in range(self._epochs):
            for batch in self._batches():
                self._key, key = jax.random.split(self._key)
                self._parameters, self._state = self._step(
                    self._parameters, self._state, batch, key
                )
        return Adapter({
            name: (np.asarray(down), np.asarray(up))
            for name, (down, up) in self._parameters["adapter"].items()
        })  # fmt: skip

    def _stepped(self, parameters: Any, state: Any, batch: Any, key: Any) -> tuple[Any, Any]:
        import jax
        import optax

        slopes = jax.grad(self._loss)(parameters, batch, key)
        changes, state = self._optimizer.update(slopes, state, parameters)
        return optax.apply_updates(parameters, changes), state

    def _loss(self, parameters: Any, batch: Any, key: Any) -> Any:
        """Cross-entropy of all classes that may be told of a text, added up; the mean of texts."""
        import jax.numpy as jnp
        import optax

        tokens, there, writers, wanted, known = batch
        meaning = encoded(self._base, parameters["adapter"], tokens, there, key)
        weights, intercepts = parameters["head"]
        seen = jnp.concatenate([meaning, writers], -1) * _LOUDER
        losses = optax.sigmoid_binary_cross_entropy(seen @ weights + intercepts, wanted)
        return (losses * known).sum(-1).mean()

    def _batches(self) -> Iterator[tuple[NDArray[Any], ...]]:
        """All texts once, those of like length together, both in an order of chance."""
        rows = self._chance.permutation(len(self._texts))
        by_length: dict[int, list[TrainingText]] = {}
        for row in rows:
            text = self._texts[row]
            fits = next(most for most in _LENGTHS if len(text.tokens) <= most)
            by_length.setdefault(fits, []).append(text)
        batches = [
            (length, some[start : start + _BATCH])
            for length, some in by_length.items()
            for start in range(0, len(some), _BATCH)
        ]
        for number in self._chance.permutation(len(batches)):
            yield _filled(*batches[number])


def _filled(length: int, some: Sequence[TrainingText]) -> tuple[NDArray[Any], ...]:
    """Tokens, which of them are there, writers, wanted, known; a short batch is filled up with
    texts of which nothing is known, so that the shapes stay few."""
    tokens = np.zeros((_BATCH, length), dtype=np.int32)
    there = np.zeros((_BATCH, length), dtype=np.float32)
    there[:, 0] = 1
    for row, text in enumerate(some):
        tokens[row, : len(text.tokens)] = text.tokens
        there[row, : len(text.tokens)] = 1
    empty = [np.zeros_like(some[0].known)] * (_BATCH - len(some))
    nobody = [np.zeros_like(some[0].writer)] * len(empty)
    return (
        tokens,
        there,
        np.stack([*(one.writer for one in some), *nobody]),
        np.stack([*(one.wanted for one in some), *empty]),
        np.stack([*(one.known for one in some), *empty]),
    )
