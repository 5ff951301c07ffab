"""Adapts the sentence encoder to a post room's mail: small additions to its weights are learnt.

LoRA (Hu et al., 2021): beside all weights of the upper layers, which stay as published, two narrow
matrices each are trained to tell the types of all agencies' labelled texts apart. Not for every
day: it takes an hour, and every reader has to be trained anew after it. It needs JAX and optax
(`requirements-adapt.txt`), which it loads when it is called.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from mailroom.casework.second_reader.adapter import Adapter, Matrix
from mailroom.casework.second_reader.encoder import Encoder
from mailroom.casework.second_reader.graph import ADAPTED, weights_of
from mailroom.casework.second_reader.jax_encoder import JaxEncoder, meaning, published_weights
from mailroom.casework.second_reader.labelled import Labelled
from mailroom.casework.second_reader.training_texts import (
    TrainingText,
    batches,
    learning_layers,
    training_texts,
)
from mailroom.errors import PolicyFault

EPOCHS = 5
TRAININGS = 1
RANK = 8
_RATE, _RATE_OF_HEAD = 1e-3, 5e-3
_LOUDER = 4.0  # meanings have length 1, which is too faint for a regression that begins at nothing
_UNLIKELY = -3.0  # every type's first log-odds


def adapt(
    texts: Mapping[str, Sequence[Labelled]],
    base: Encoder,
    epochs: int = EPOCHS,
    trainings: int = TRAININGS,
) -> Adapter:
    """An adapter learnt from each agency's texts together. The same texts give the same adapter.

    Of several `trainings`, each with another order of the texts, it is the mean (Wortsman et al.,
    Model soups, 2022): one alone swings by a text or two in a hundred, and takes less of the day.

    Raises PolicyFault when JAX or optax are not installed.
    """
    for package in ("jax", "optax"):
        if find_spec(package) is None:
            raise PolicyFault(
                f"{package} is not installed, and adapting the encoder needs it: "
                "`pip install --no-deps -r requirements-adapt.txt`"
            )
    weights = published_weights(base.folder)
    prepared = list(training_texts(texts, base, weights))
    return mean([
        _Training(base, weights, prepared, epochs, seed).adapter() for seed in range(trainings)
    ])  # fmt: skip


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


class _Training:
    """The state of one adaptation: parameters, their optimizer, the order of the texts."""

    def __init__(
        self,
        base: Encoder,
        weights: Mapping[str, Any],
        some: list[TrainingText],
        epochs: int,
        seed: int,
    ) -> None:
        import jax
        import optax

        self._chance = np.random.default_rng(seed)
        self._texts, self._epochs, self._base, self._weights = some, epochs, base, weights
        classes, width = len(some[0].wanted), base.width + len(some[0].writer)
        self._parameters: dict[str, Any] = {
            "adapter": {
                name: self._nothing_yet(*weights[f"{name}.weight"].shape)
                for name in (
                    weights_of(layer, of) for layer in learning_layers(base) for of in ADAPTED
                )
            },
            "head": (
                np.zeros((width, classes), dtype=np.float32),
                np.full(classes, _UNLIKELY, dtype=np.float32),
            ),
        }
        steps = epochs * sum(1 for _ in batches(some, self._chance))
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

    def _nothing_yet(self, made: int, of: int) -> tuple[Matrix, Matrix]:
        """An addition to weights that adds nothing, and can learn."""
        narrow = self._chance.normal(0, self._base.width**-0.5, (RANK, of))
        return narrow.astype(np.float32), np.zeros((made, RANK), dtype=np.float32)

    def adapter(self) -> Adapter:
        """All epochs, one after the other."""
        import jax

        for _ in range(self._epochs):
            for batch in batches(self._texts, self._chance):
                self._key, key = jax.random.split(self._key)
                self._parameters, self._state = self._step(
                    self._parameters, self._state, self._weights, batch, key
                )
        return Adapter({
            name: (np.asarray(down), np.asarray(up))
            for name, (down, up) in self._parameters["adapter"].items()
        })  # fmt: skip

    def _stepped(
        self, parameters: Any, state: Any, weights: Any, batch: Any, key: Any
    ) -> tuple[Any, Any]:
        import jax
        import optax

        slopes = jax.grad(self._loss)(parameters, weights, batch, key)
        changes, state = self._optimizer.update(slopes, state, parameters)
        return optax.apply_updates(parameters, changes), state

    def _loss(self, parameters: Any, weights: Any, batch: Any, key: Any) -> Any:
        """Cross-entropy of all classes that may be told of a text, added up; the mean of texts."""
        import jax.numpy as jnp
        import optax

        state, there, writers, wanted, known = batch
        encoder = JaxEncoder(self._base.config, weights)
        state = encoder.through(
            learning_layers(self._base), parameters["adapter"], state, there, key
        )
        slopes, intercepts = parameters["head"]
        seen = jnp.concatenate([meaning(state, there), writers], -1) * _LOUDER
        losses = optax.sigmoid_binary_cross_entropy(seen @ slopes + intercepts, wanted)
        return (losses * known).sum(-1).mean()
