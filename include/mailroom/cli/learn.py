"""Rebuild the second readers that are delivered with the packs, and say whether they are better.

`mailroom learn` trains one model an agency on the examples beside the rules and on the labelled
texts of include/corpus, compares it on the fixed evaluation with the one in include/models, and
writes it there, with its card, if it is better. `--force` writes it whatever the comparison says.
`--adapt` first teaches the sentence encoder itself from the labelled texts of all agencies, which
takes most of an hour and needs requirements-adapt.txt, and then rebuilds all readers.
It needs no database; the DAG learn_from_corrections learns from people's decisions as well.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from mailroom.casework.second_reader.adapter import FILE, adapter_in_use
from mailroom.casework.second_reader.adapting import adapt
from mailroom.casework.second_reader.encoder import installed_encoder
from mailroom.casework.second_reader.learning import Lesson, card, learn, lesson_texts
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.casework.second_reader.stored import CARD, MODEL, delivered_reader
from mailroom.errors import PolicyFault
from mailroom.policy.packs import load_pack
from mailroom.records.mail import Agency
from mailroom.settings import Settings, from_environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """--agency or --adapt, --force."""
    agencies = tuple(map(str, Agency))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--agency", choices=agencies, help="one agency alone")
    only.add_argument("--adapt", action="store_true", help="teach the encoder first; for all")
    parser.add_argument("--force", action="store_true", help="write it even if it is no better")


def run(args: argparse.Namespace) -> int:
    """Train, compare, write, and say so in a line for each agency."""
    settings = from_environment()
    if args.adapt:
        print(_adapted(settings))
    for agency in [args.agency] if args.agency else [str(one) for one in Agency]:
        print(_rebuilt(settings, agency, args.force or args.adapt))
    return 0


def _adapted(settings: Settings) -> str:
    """The readers before it do not hear the new encoder, and are no measure for the next ones."""
    texts = {}
    for agency in map(str, Agency):
        pack = load_pack(settings.rules, agency)
        lesson = lesson_texts(pack, settings.corpus)
        texts[agency] = [text for some in lesson.values() for text in some]
    adapter = adapt(texts, installed_encoder(adapted=False))
    FILE.write_bytes(adapter.content)
    adapter_in_use.cache_clear()
    installed_encoder.cache_clear()
    count = sum(map(len, texts.values()))
    return f"the encoder learnt from {count} texts; written to {FILE}"


def _rebuilt(settings: Settings, agency: str, force: bool) -> str:
    pack = load_pack(settings.rules, agency)
    present = _present(settings, agency, force)
    lesson = learn(pack, settings.corpus, present, lesson_texts(pack, settings.corpus))
    if not (lesson.is_better or force):
        return f"{agency}: {lesson.words}; the present one stays"
    _write(settings.models / agency, agency, lesson, settings.corpus)
    return f"{agency}: {lesson.words}; written to {settings.models / agency}"


def _present(settings: Settings, agency: str, force: bool) -> SecondReader | None:
    """What to compare with; by force none, where the present one cannot be used: this mends it."""
    try:
        return delivered_reader(settings.models, agency)
    except PolicyFault:
        if force:
            return None
        raise


def _write(folder: Path, agency: str, lesson: Lesson, corpus: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL).write_bytes(lesson.reader.content)
    (folder / CARD).write_text(card(agency, lesson, corpus), encoding="utf-8")
