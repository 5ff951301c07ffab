"""What a text means as 768 numbers: the sentence encoder all-mpnet-base-v2, run by onnxruntime.

Texts that say the same in other words lie close together (Reimers and Gurevych, Sentence-BERT,
2019; Song et al., MPNet, 2020). `unpacking.py` puts the published weights where they are looked
for; processes share them in memory. What the post room's own texts taught it in addition
(`adapting.py`) is heard beside them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mailroom.casework.second_reader.adapter import Adapter, Matrix, adapter_in_use
from mailroom.casework.second_reader.graph import MEANS, MOST_TOKENS, PLACES, SHARES, TOKENS, graph
from mailroom.casework.second_reader.unpacking import check, encoder_folder

DIMENSIONS = 768
MOST_TOGETHER = 2 * MOST_TOKENS
"""Tokens of one run: attention takes room by their square, and a hostile letter has many."""


class Encoder:
    """MPNet with mean pooling. `folder` holds weights, tokenizer and configuration."""

    def __init__(self, folder: Path, adapter: Adapter) -> None:
        from tokenizers import Tokenizer

        self.folder = folder
        self.adapter = adapter
        self.config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        self.layers: int = self.config["num_hidden_layers"]
        self.width: int = self.config["hidden_size"]
        self._beside = adapter.beside
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MOST_TOKENS)
        self._tokenizer.no_padding()
        self._session = _session(folder, graph(folder, self.config, adapter.additions.keys()))

    def encode(self, text: str) -> Matrix:
        """The meaning of a text: DIMENSIONS numbers of length 1 together."""
        meaning: Matrix = self.encode_together([text])[0]
        return meaning

    def encode_together(self, texts: Sequence[str]) -> Matrix:
        """The meanings of a few texts (texts by DIMENSIONS), in as few runs as memory allows."""
        runs = in_runs([self.tokens(text) for text in texts])
        return np.concatenate([self._run(run) for run in runs])

    def _run(self, every: Sequence[Sequence[int]]) -> Matrix:
        shares = np.zeros((len(every), sum(map(len, every))), dtype=np.float32)
        at = 0
        for row, tokens in enumerate(every):
            shares[row, at : at + len(tokens)] = 1 / len(tokens)
            at += len(tokens)
        given = {
            TOKENS: np.array([one for tokens in every for one in tokens], dtype=np.int64),
            PLACES: np.concatenate([np.arange(len(tokens), dtype=np.int64) for tokens in every]),
            SHARES: shares,
        }
        (means,) = self._session.run([MEANS], {**given, **self._beside})
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        return np.asarray(means / np.maximum(lengths, 1e-12), dtype=np.float32)

    def encode_all(self, some: Iterable[Sequence[str]]) -> list[Matrix]:
        """The meanings of many times a few texts, by all cores."""
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as cores:
            return list(cores.map(self.encode_together, some))

    def tokens(self, text: str) -> list[int]:
        """The numbers of a text's pieces of words, at most MOST_TOKENS."""
        return list(self._tokenizer.encode(text.encode(errors="replace").decode()).ids)


def in_runs(texts: Iterable[list[int]]) -> list[list[list[int]]]:
    """Texts by their tokens, in order, together while they are at most MOST_TOGETHER."""
    runs: list[list[list[int]]] = []
    left = 0
    for tokens in texts:
        if len(tokens) > left:
            runs.append([])
            left = MOST_TOGETHER
        runs[-1].append(tokens)
        left -= len(tokens)
    return runs


def _session(folder: Path, model: bytes) -> Any:
    """One core a text; weights are used as they lie in the file, so that nothing is copied."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.disable_prepacking", "1")
    options.add_session_config_entry(
        "session.model_external_initializers_file_folder_path", str(folder)
    )
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


@lru_cache(maxsize=2)
def installed_encoder(*, adapted: bool = True) -> Encoder:
    """The encoder of this machine, loaded once in a process; as it was published if not `adapted`.

    Raises PolicyFault when its files are not there, or are not the published ones.
    """
    folder = encoder_folder()
    check(folder)
    return Encoder(folder, adapter_in_use() if adapted else Adapter({}))
