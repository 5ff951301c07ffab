"""A new second reader, and whether it is better than the present one."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mailroom.casework.second_reader.evaluation import Evaluation, Figures, evaluated
from mailroom.casework.second_reader.labelled import Labelled, from_examples, from_file
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.casework.second_reader.training import train
from mailroom.errors import PolicyFault
from mailroom.policy.pack import Pack

TRAINING, EVALUATION = "training.jsonl", "evaluation.jsonl"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt: the new reader, its figures beside the present one's, and the verdict.

    `sources` counts the texts it learnt from, by where they came from.
    """

    reader: SecondReader
    figures: Figures
    present: Figures | None
    sources: dict[str, int]

    @property
    def is_better(self) -> bool:
        """Better on the fixed evaluation, and its objections no worse; a tie keeps the present."""
        if self.present is None:
            return True
        return self.figures.f1 > self.present.f1 and _rightly(self.figures) >= (
            _rightly(self.present) - _OF_A_HAIR
        )

    @property
    def words(self) -> str:
        """The comparison as a sentence."""
        new = f"F1 {self.figures.f1:.3f} on {self.figures.texts} texts it never saw"
        if self.present is None:
            return f"{new}; there is none to compare it with"
        kept = "better" if self.is_better else "not better"
        return f"{new}, {kept} than the present one's {self.present.f1:.3f}"


_OF_A_HAIR = 0.005


def lesson_texts(
    pack: Pack, corpus: Path, corrections: Sequence[Labelled] = ()
) -> dict[str, list[Labelled]]:
    """All texts of a lesson by where they come from.

    Raises PolicyFault naming file and line of a text that cannot be used, or a missing file.
    """
    folder = corpus / pack.agency
    for name in (TRAINING, EVALUATION):
        if not (folder / name).is_file():
            raise PolicyFault(f"{folder / name} is missing: the second reader learns from it")
    return {
        "examples beside the rules": list(from_examples(pack)),
        "labelled texts": from_file(folder / TRAINING, pack),
        "corrections": list(corrections),
    }


def learn(
    pack: Pack, corpus: Path, present: SecondReader | None, texts: Mapping[str, list[Labelled]]
) -> Lesson:
    """Train on the texts of a lesson, and compare on the fixed evaluation.

    Raises PolicyFault naming file and line of a text that cannot be used.
    """
    every = [text for some in texts.values() for text in some]
    judged = Evaluation.of(from_file(corpus / pack.agency / EVALUATION, pack))
    reader = train(every, sorted({kind.type for kind in pack.service_requests}), judged)
    return Lesson(
        reader=reader,
        figures=evaluated(reader, judged),
        present=evaluated(present, judged) if present else None,
        sources={name: len(some) for name, some in texts.items()},
    )


def _rightly(figures: Figures) -> float:
    return figures.objected_rightly / figures.objected if figures.objected else 1.0


def card(agency: str, lesson: Lesson, corpus: Path) -> str:
    """The model card: what it is for, what it learnt from, how good it is, in Markdown."""
    figures = lesson.figures
    by_type = Counter(
        code
        for line in (corpus / agency / EVALUATION).read_text(encoding="utf-8").splitlines()
        for code in _types_of(line)
    )
    sources = "\n".join(f"| {name} | {count} |" for name, count in lesson.sources.items())
    asked = ", ".join(f"{code} {count}" for code, count in sorted(by_type.items()))
    adapter = lesson.reader.adapter[:12] or "none"
    slope, rivalry, offset, lead = lesson.reader.calibration
    return f"""# Second reader of {agency}

A linear model that reads an item beside the rules, by its words and by what it means: the sentence
encoder all-mpnet-base-v2 (Apache 2.0, trained by its authors on public English texts) goes before,
with an adapter ({adapter}) that it learnt from the texts of both agencies below.
It **confirms** a type that the rules doubt, **doubts** one that they claim, and suggests one to a
person where they see none. It never opens a service request alone, and it is not asked about urgent
matters. Texts in Welsh or Spanish mean little to it.

| learnt from | texts |
|---|---|
{sources}

Texts were written for this project and name nobody real. Tokens with digits are one class; what
fewer than three real mails share is dropped, so that no name lies in the model.

## Figures

On {figures.texts} texts that it never learns from (`include/corpus/{agency}/{EVALUATION}`). By
them four numbers are set that turn its scores into probabilities: how steeply a score counts
({slope}), how much the best other one counts against it ({rivalry}), how much the lead of a type
counts in the sentence where it leads most ({lead}), and {offset} is added.

| what | figure |
|---|---|
| micro F1 of its best answer | {figures.f1:.3f} |
| confirmations that were right | {figures.confirmed_rightly} of {figures.confirmed} |
| objections that were right | {figures.objected_rightly} of {figures.objected} |

They ask for: {wrapped(asked)}.

Hash {lesson.reader.hash}. Rebuilt by `mailroom learn`.
"""


def wrapped(text: str) -> str:
    """Lines of at most 100 characters."""
    return "\n".join(textwrap.wrap(text, 98))


def _types_of(line: str) -> list[str]:
    return list(json.loads(line)["types"]) if line.strip() else []
