"""The sentence encoder once more, written for JAX: its derivatives follow by themselves.

`Encoder`, which judges mail, runs the graph of `graph.py`; a test holds the two against each other.
The lower layers stay as they were published, so what they make of a text is computed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mailroom.casework.second_reader.adapter import SCALE
from mailroom.casework.second_reader.graph import FIRST_PLACE, WEIGHTS, buckets, weights_of

_DROPPED = 0.1
_ABSENT = -1e9


@dataclass(frozen=True)
class JaxEncoder:
    """The encoder with some weights, as they were published or as JAX follows them.

    Texts come as tokens (texts by length) and as 1 or 0 for `there` or filled up.
    """

    config: Mapping[str, Any]
    weights: Mapping[str, Any]

    def embedded(self, tokens: Any) -> Any:
        """The state before the first layer: texts by length by width."""
        places = self.weights["embeddings.position_embeddings.weight"][FIRST_PLACE:]
        words = self.weights["embeddings.word_embeddings.weight"][tokens]
        return self._normed(words + places[: tokens.shape[1]], "embeddings.LayerNorm")

    def through(self, layers: range, adapter: Any, state: Any, there: Any, key: Any = None) -> Any:
        """The state after some layers; with a `key` some numbers are dropped by chance, so that no
        single one is relied upon."""
        import jax

        places = self._places(state.shape[1]) + ((1 - there) * _ABSENT)[:, None, None, :]
        for layer in layers:
            attended = _dropped(self._attended(layer, adapter, state, places), key, 2 * layer)
            state = self._normed(state + attended, weights_of(layer, "attention.LayerNorm"))
            inner = self._linear(state, weights_of(layer, "intermediate.dense"), adapter)
            inner = jax.nn.gelu(inner, approximate=False)
            outer = self._linear(inner, weights_of(layer, "output.dense"), adapter)
            outer = _dropped(outer, key, 2 * layer + 1)
            state = self._normed(state + outer, weights_of(layer, "output.LayerNorm"))
        return state

    def _attended(self, layer: int, adapter: Any, state: Any, places: Any) -> Any:
        import jax

        texts, length, width = state.shape
        heads = self.config["num_attention_heads"]
        query, keys, value = (
            self._linear(state, weights_of(layer, f"attention.attn.{each}"), adapter)
            .reshape(texts, length, heads, -1)
            .transpose(0, 2, 1, 3)
            for each in "qkv"
        )
        scores = query @ keys.transpose(0, 1, 3, 2) / (width / heads) ** 0.5
        looked = (jax.nn.softmax(scores + places, -1) @ value).transpose(0, 2, 1, 3)
        return self._linear(
            looked.reshape(state.shape), weights_of(layer, "attention.attn.o"), adapter
        )

    def _places(self, length: int) -> Any:
        near = buckets(length, self.config["relative_attention_num_buckets"])
        return self.weights["encoder.relative_attention_bias.weight"][near].transpose(2, 0, 1)

    def _linear(self, state: Any, name: str, adapter: Any) -> Any:
        """The state times published weights, with what the adapter adds to them."""
        weights = self.weights[f"{name}.weight"]
        if name in adapter:
            down, up = adapter[name]
            weights = weights + SCALE * up @ down
        return state @ weights.T + self.weights[f"{name}.bias"]

    def _normed(self, state: Any, name: str) -> Any:
        import jax.numpy as jnp

        state = state - state.mean(-1, keepdims=True)
        epsilon = self.config["layer_norm_eps"]
        state = state / jnp.sqrt((state**2).mean(-1, keepdims=True) + epsilon)
        return state * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


def published_weights(folder: Path) -> dict[str, Any]:
    """All weights of the encoder in a folder, by name."""
    from safetensors.flax import load_file

    return dict(load_file(folder / WEIGHTS))


def meaning(state: Any, there: Any) -> Any:
    """Meanings (texts by width) as `Encoder.encode` gives them, of the last layer's state."""
    import jax.numpy as jnp

    pooled = (state * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return pooled / jnp.linalg.norm(pooled, axis=-1, keepdims=True)


def _dropped(state: Any, key: Any, number: int) -> Any:
    import jax
    import jax.numpy as jnp

    if key is None:
        return state
    kept = jax.random.bernoulli(jax.random.fold_in(key, number), 1 - _DROPPED, state.shape)
    return jnp.where(kept, state / (1 - _DROPPED), 0)
