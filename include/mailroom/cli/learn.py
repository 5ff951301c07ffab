"""Rebuild the second readers that are delivered with the packs, and say whether they are better.

`mailroom learn` trains one model an agency on the examples beside the rules and on the labelled
texts of include/corpus, compares it on the fixed evaluation with the one in include/models, and
writes it there, with its card, if it is better. `--force` writes it whatever the comparison says.
It needs no database; the DAG learn_from_corrections learns from people's decisions as well.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from mailroom.casework.second_reader.learning import Lesson, card, learn, lesson_texts
from mailroom.casework.second_reader.stored import CARD, MODEL, delivered_reader
from mailroom.policy.packs import load_pack
from mailroom.records.mail import Agency
from mailroom.settings import Settings, from_environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """--agency, --force."""
    agencies = tuple(map(str, Agency))
    parser.add_argument("--agency", choices=agencies, help="one agency alone")
    parser.add_argument("--force", action="store_true", help="write it even if it is no better")


def run(args: argparse.Namespace) -> int:
    """Train, compare, write, and say so in a line for each agency."""
    settings = from_environment()
    for agency in [args.agency] if args.agency else [str(one) for one in Agency]:
        print(_rebuilt(settings, agency, args.force))
    return 0


def _rebuilt(settings: Settings, agency: str, force: bool) -> str:
    pack = load_pack(settings.rules, agency)
    present = delivered_reader(settings.models, agency)
    lesson = learn(pack, settings.corpus, present, lesson_texts(pack, settings.corpus))
    if not (lesson.is_better or force):
        return f"{agency}: {lesson.words}; the present one stays"
    _write(settings.models / agency, agency, lesson, settings.corpus)
    return f"{agency}: {lesson.words}; written to {settings.models / agency}"


def _write(folder: Path, agency: str, lesson: Lesson, corpus: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL).write_bytes(lesson.reader.content)
    (folder / CARD).write_text(card(agency, lesson, corpus), encoding="utf-8")
