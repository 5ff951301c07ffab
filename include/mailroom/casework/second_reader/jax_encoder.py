"""The sentence encoder once more, written for JAX: its derivatives follow by themselves.

`Encoder`, which judges mail, needs numpy alone; a test holds the two against each other.
"""

from __future__ import annotations

from typing import Any

from mailroom.casework.second_reader.adapter import SCALE
from mailroom.casework.second_reader.encoder import Encoder

_DROPPED = 0.1


def encoded(base: Encoder, adapter: Any, tokens: Any, there: Any, key: Any = None) -> Any:
    """Meanings (texts by width) as `Encoder.encode` gives them, in a form that JAX can follow;
    with a `key` some numbers are dropped by chance, so that no single one is relied upon."""
    import jax
    import jax.numpy as jnp

    weights = base.weights

    def linear(state: Any, name: str) -> Any:
        made = state @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        if name in adapter:
            down, up = adapter[name]
            made = made + SCALE * (state @ down.T) @ up.T
        return made

    def normed(state: Any, name: str) -> Any:
        state = state - state.mean(-1, keepdims=True)
        state = state / jnp.sqrt((state**2).mean(-1, keepdims=True) + base.epsilon)
        return state * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dropped(state: Any, number: int) -> Any:
        if key is None:
            return state
        kept = jax.random.bernoulli(jax.random.fold_in(key, number), 1 - _DROPPED, state.shape)
        return jnp.where(kept, state / (1 - _DROPPED), 0)

    texts, length = tokens.shape
    state = normed(
        jnp.asarray(weights["embeddings.word_embeddings.weight"])[tokens]
        + weights["embeddings.position_embeddings.weight"][:length]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "embeddings.LayerNorm",
    )
    absent = (1 - there)[:, None, None, :] * -1e9
    for layer in range(base.layers):
        name = f"encoder.layer.{layer}"
        query, keys, value = (
            linear(state, f"{name}.attention.self.{each}")
            .reshape(texts, length, base.heads, -1)
            .transpose(0, 2, 1, 3)
            for each in ("query", "key", "value")
        )
        scores = query @ keys.transpose(0, 1, 3, 2) / (base.width / base.heads) ** 0.5
        looked = (jax.nn.softmax(scores + absent, -1) @ value).transpose(0, 2, 1, 3)
        attended = linear(looked.reshape(state.shape), f"{name}.attention.output.dense")
        state = normed(state + dropped(attended, 2 * layer), f"{name}.attention.output.LayerNorm")
        inner = jax.nn.gelu(linear(state, f"{name}.intermediate.dense"), approximate=True)
        outer = linear(inner, f"{name}.output.dense")
        state = normed(state + dropped(outer, 2 * layer + 1), f"{name}.output.LayerNorm")
    pooled = (state * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return pooled / jnp.linalg.norm(pooled, axis=-1, keepdims=True)
