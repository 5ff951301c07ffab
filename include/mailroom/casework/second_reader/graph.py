"""MPNet as a graph of ONNX: how the published weights are to be multiplied, for onnxruntime.

The model of Song et al. (MPNet, 2020), for a few texts at once, laid end to end, of which no token
looks at those of another: tokens in, the mean of each text out. The weights are read once for all
of them, which is most of the work with short ones. They are not in the graph; it points into
`model.safetensors` beside it, which is mapped into memory and shared. Beside the weights that an
adapter adds to stand its own, which are given with the texts.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_TOKENS = 256
"""Pieces of words that are read; what comes after is left out."""
TOKENS, PLACES, SHARES, MEANS = "tokens", "places", "shares", "means"
"""What is given: each token's number, its place in its text from 0 on, and its share in the mean of
each text (texts by tokens); and what is made (texts by width)."""
_UNSEEN = np.float32(-1e9)  # what is added to the attention to tokens of another text
WEIGHTS = "model.safetensors"
ADAPTED = (*(f"attention.attn.{of}" for of in "qkvo"), "intermediate.dense", "output.dense")
"""The parts of a layer that an adapter adds to: all of its matrices."""
_OPSET, _IR = 20, 10
FIRST_PLACE = 2
"""Where the places of tokens begin: those before are for what is filled up."""
_FARTHEST = 128  # tokens; farther ones are told apart no more
_HEADER_LENGTH = 8  # bytes of a safetensors file that say how long its header is


def weights_of(layer: int, part: str) -> str:
    """By which name the published file has the weights of a layer's part."""
    return f"encoder.layer.{layer}.{part}"


def header(weights: Path) -> tuple[dict[str, Any], int]:
    """Of a safetensors file: type, shape and place of each tensor, and where the data begin."""
    with weights.open("rb") as content:
        length = int.from_bytes(content.read(_HEADER_LENGTH), "little")
        found = json.loads(content.read(length))
    found.pop("__metadata__", None)
    return found, _HEADER_LENGTH + length


def buckets(tokens: int, classes: int) -> NDArray[np.int64]:
    """For each pair of places the class of their distance: near ones each their own, farther ones
    by the logarithm (Raffel et al., T5, 2020); half of the `classes` look forward."""
    half = classes // 2
    exact = half // 2
    apart = np.arange(tokens)[:, None] - np.arange(tokens)[None, :]
    far = np.maximum(np.abs(apart), 1).astype(np.float32) / exact
    coarse = exact + (np.log(far) / np.log(_FARTHEST / exact) * (half - exact)).astype(np.int64)
    near = np.where(np.abs(apart) < exact, np.abs(apart), np.minimum(coarse, half - 1))
    return np.asarray(np.where(apart < 0, half, 0) + near, dtype=np.int64)


def shape(tensors: Mapping[str, Any], name: str) -> tuple[int, int]:
    """How many numbers some weights make, and of how many, by the tensors of a `header`."""
    made, of = tensors[f"{name}.weight"]["shape"]
    return made, of


def graph(folder: Path, config: Mapping[str, Any], adapted: Collection[str] = ()) -> bytes:
    """The graph for the weights of a folder, as a file of ONNX that belongs beside them. To the
    `adapted` ones it adds what it is given as `<name>.down` and `<name>.up`."""
    return _Graph(folder, config, adapted).content()


@dataclass
class _Graph:
    """Nodes and weights as they are added; a state is the name of a node's output."""

    folder: Path
    config: Mapping[str, Any]
    adapted: Collection[str]
    _nodes: list[Any] = field(default_factory=list)
    _weights: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._header, self._data = header(self.folder / WEIGHTS)
        self._heads: int = self.config["num_attention_heads"]
        self._width: int = self.config["hidden_size"]
        self._layers: int = self.config["num_hidden_layers"]

    def content(self) -> bytes:
        from onnx import TensorProto, helper

        state = self._embedded()
        places = self._places()
        for layer in range(self._layers):
            state = self._layer(layer, state, places)
        self._node("MatMul", [SHARES, state], to=MEANS)
        given = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["tokens"])
            for name in (TOKENS, PLACES)
        ]
        given.append(helper.make_tensor_value_info(SHARES, TensorProto.FLOAT, ["texts", "tokens"]))
        given += [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in self._adapters()
        ]
        means = helper.make_tensor_value_info(MEANS, TensorProto.FLOAT, ["texts", self._width])
        made = helper.make_graph(self._nodes, "mpnet", given, [means], list(self._weights.values()))
        model = helper.make_model(
            made, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR
        )
        return bytes(model.SerializeToString())

    def _adapters(self) -> Iterator[tuple[str, list[Any]]]:
        for name in sorted(self.adapted):
            made, of = shape(self._header, name)
            yield f"{name}.down", ["rank", of]
            yield f"{name}.up", [made, "rank"]

    def _embedded(self) -> str:
        words = self._node("Gather", [self._published("embeddings.word_embeddings.weight"), TOKENS])
        every = self._published("embeddings.position_embeddings.weight")
        numbers = self._node("Add", [PLACES, self._constant([FIRST_PLACE])])
        places = self._node("Gather", [every, numbers])
        return self._normed(self._node("Add", [words, places]), "embeddings.LayerNorm")

    def _places(self) -> str:
        """What the distance of two tokens, and that they are of one text, adds to their attention
        (heads, tokens, tokens)."""
        number: int = self.config["relative_attention_num_buckets"]
        rows = self._node("Gather", [self._constant(buckets(MOST_TOKENS, number)), PLACES])
        near = self._node("Gather", [rows, PLACES], axis=1)
        added = self._published("encoder.relative_attention_bias.weight")
        by_head = self._node("Transpose", [self._node("Gather", [added, near])], perm=[2, 0, 1])
        turned = self._node("Transpose", [SHARES], perm=[1, 0])
        nothing = self._constant(np.float32(0))
        together = self._node("Greater", [self._node("MatMul", [turned, SHARES]), nothing])
        apart = self._node("Where", [together, nothing, self._constant(_UNSEEN)])
        return self._node("Add", [by_head, apart])

    def _layer(self, layer: int, state: str, places: str) -> str:
        looked = self._attention(layer, state, places)
        attended = self._linear(looked, weights_of(layer, "attention.attn.o"))
        state = self._normed(
            self._node("Add", [state, attended]), weights_of(layer, "attention.LayerNorm")
        )
        inner = self._node("Gelu", [self._linear(state, weights_of(layer, "intermediate.dense"))])
        outer = self._linear(inner, weights_of(layer, "output.dense"))
        return self._normed(
            self._node("Add", [state, outer]), weights_of(layer, "output.LayerNorm")
        )

    def _attention(self, layer: int, state: str, places: str) -> str:
        """Every token looks at every other, by several heads."""
        query, key, value = (
            self._node("Transpose", [self._by_head(layer, of, state)], perm=order)
            for of, order in (("q", [1, 0, 2]), ("k", [1, 2, 0]), ("v", [1, 0, 2]))
        )
        scale = self._constant(np.float32((self._width / self._heads) ** -0.5))
        scores = self._node("Mul", [self._node("MatMul", [query, key]), scale])
        looked = self._node("Softmax", [self._node("Add", [scores, places])], axis=-1)
        found = self._node("Transpose", [self._node("MatMul", [looked, value])], perm=[1, 0, 2])
        return self._node("Reshape", [found, self._constant([-1, self._width])])

    def _by_head(self, layer: int, of: str, state: str) -> str:
        """Queries, keys or values: tokens by heads by their width."""
        made = self._linear(state, weights_of(layer, f"attention.attn.{of}"))
        heads = self._constant([-1, self._heads, self._width // self._heads])
        return self._node("Reshape", [made, heads])

    def _linear(self, state: str, name: str) -> str:
        """The state times published weights, with what the adapter adds."""
        both = [self._published(f"{name}.weight"), self._published(f"{name}.bias")]
        made = self._node("Gemm", [state, *both], transB=1)
        if name not in self.adapted:
            return made
        narrow = self._node("Gemm", [state, f"{name}.down"], transB=1)
        return self._node("Gemm", [narrow, f"{name}.up", made], transB=1)

    def _normed(self, state: str, name: str) -> str:
        both = [self._published(f"{name}.weight"), self._published(f"{name}.bias")]
        epsilon = self.config["layer_norm_eps"]
        return self._node("LayerNormalization", [state, *both], axis=-1, epsilon=epsilon)

    def _node(self, kind: str, given: list[str], to: str = "", **settings: Any) -> str:
        from onnx import helper

        name = to or f"{kind} {len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, given, [name], **settings))
        return name

    def _constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"constant {len(self._weights)}"
        self._weights[name] = numpy_helper.from_array(np.asarray(value), name)
        return name

    def _published(self, name: str) -> str:
        """A published weight, by its place in the file."""
        from onnx import TensorProto

        if name not in self._weights:
            of = self._header[name]
            begins, ends = of["data_offsets"]
            where = {"location": WEIGHTS, "offset": self._data + begins, "length": ends - begins}
            tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=of["shape"])
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in where.items():
                tensor.external_data.add(key=key, value=str(value))
            self._weights[name] = tensor
        return name
