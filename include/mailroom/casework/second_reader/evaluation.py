"""How good a second reader is on texts that it never learnt from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mailroom.casework.second_reader.adapter import Matrix
from mailroom.casework.second_reader.apart import apart
from mailroom.casework.second_reader.features import meanings_of_many
from mailroom.casework.second_reader.labelled import Labelled
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.records.finding import ItemText

CONFIRMS, OBJECTS = 0.5, 0.08
"""From and below these probabilities a reader is counted as speaking for or against a type."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a set of labelled texts.

    `found`, `wrong` and `missed` are types, by the reader's single best answer. `confirmed` are
    probabilities of at least CONFIRMS, `objected` those below OBJECTS; `rightly` of each.
    """

    texts: int
    found: int
    wrong: int
    missed: int
    confirmed: int
    confirmed_rightly: int
    objected: int
    objected_rightly: int

    @property
    def f1(self) -> float:
        """Micro F1 of the best answers, 0 to 1."""
        whole = 2 * self.found + self.wrong + self.missed
        return 2 * self.found / whole if whole else 0.0

    def as_counts(self) -> dict[str, float]:
        """The figures by name, for a table or a row of JSON."""
        counts = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return {**counts, "f1": round(self.f1, 4)}


@dataclass(frozen=True, slots=True)
class Heard:
    """A labelled text with its item and each of its sentences, if there are several, and what they
    mean (items by MEANING)."""

    text: Labelled
    items: Sequence[ItemText]
    meanings: Matrix


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Texts that no reader learns from, heard once."""

    texts: Sequence[Heard]

    @classmethod
    def of(cls, texts: Sequence[Labelled]) -> Evaluation:
        """Raises PolicyFault when the sentence encoder is not installed."""
        items = [(text.item, *apart(text.item)) for text in texts]
        return cls([
            Heard(text, some, meanings)
            for text, some, meanings in zip(texts, items, meanings_of_many(items), strict=True)
        ])  # fmt: skip


def evaluated(reader: SecondReader, by: Evaluation) -> Figures:
    """The figures of a reader on some texts."""
    tally = dict.fromkeys(Figures.__dataclass_fields__, 0)
    for heard in by.texts:
        text = heard.text
        tally["texts"] += 1
        opinion = reader.opinion(reader.scores(heard.items, heard.meanings))
        best, chance = opinion.best
        answer = set() if opinion.nothing > chance else {best}
        tally["found"] += len(answer & text.types)
        tally["wrong"] += len(answer - text.types - text.acceptable)
        tally["missed"] += len(text.types - answer)
        _advice(opinion.by_type, text, tally)
    return Figures(**tally)


def _advice(by_type: Mapping[str, float], text: Labelled, tally: dict[str, int]) -> None:
    for code, chance in by_type.items():
        asked = code in text.types or code in text.acceptable
        if chance >= CONFIRMS:
            tally["confirmed"] += 1
            tally["confirmed_rightly"] += asked
        elif chance < OBJECTS:
            tally["objected"] += 1
            tally["objected_rightly"] += not asked
