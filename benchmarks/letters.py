"""Letters a CPU second: composed, archived one by one, set in print batches, compared.

One-page letters of a shipped template, every letter different. CPU seconds are those of this
process. Prints a table; `--quick` takes at most 40 s; `--json PATH` writes machine, versions,
figures and ratios.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from mailroom.letters.batch import print_batch
from mailroom.letters.compose import compose
from mailroom.letters.page_text import page_texts, same_pages
from mailroom.letters.templates import load_template
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import Letter, LetterOffice, PrintBatch, Recipient
from report import Report, finish, parser

FOLDER = Path(__file__).resolve().parents[1] / "include" / "templates" / "letters"
DAY = date(2026, 11, 23)
Made = TypeVar("Made")
PACKAGES = ("typst", "pikepdf", "pypdfium2", "jinja2", "markdown-it-py")


def letters(count: int) -> list[Letter]:
    """Letters of the complaint template, no two alike."""
    template = load_template(FOLDER, "cms", "complaint_acknowledgement")
    facts = {"channel_words": "letter", "received_on": DAY, "due_on": DAY}
    office = LetterOffice("Employer Payments Team", "0800 000 0000")
    contact = {"office_name": office.name, "office_telephone": office.telephone}
    return [
        compose(
            template,
            {**facts, **contact, "salutation_name": f"Employer {number}"},
            recipient=Recipient(f"Employer {number} Ltd", (f"{number} Example Road", "CF10 1AA")),
            office=office,
            reference=f"SR-{number:06}",
            dated=DAY,
        )
        for number in range(count)
    ]


def per_cpu_second(work: Callable[[], Made], count: int) -> tuple[float, Made]:
    """Letters a CPU second of one run, and what the run made."""
    started = time.process_time()
    made = work()
    return count / (time.process_time() - started), made


def measure(count: int, rounds: int) -> dict[str, float]:
    """Medians over rounds, in letters a CPU second; memory in MB."""
    samples: dict[str, list[float]] = {"compose": [], "archive": [], "batch": [], "compare": []}
    with tempfile.TemporaryDirectory() as work, Typesetter(FOLDER / "cms", Path(work)) as setter:
        for _ in range(rounds):
            rate, made = per_cpu_second(partial(letters, count), count)
            samples["compose"].append(rate)
            rate, copies = per_cpu_second(partial(_archives, setter, made), count)
            samples["archive"].append(rate)
            rate, batch = per_cpu_second(partial(print_batch, made, setter, DAY), count)
            samples["batch"].append(rate)
            rate, same = per_cpu_second(partial(_all_same, copies, batch), count)
            samples["compare"].append(rate)
            if not same:
                raise SystemExit("a letter of the batch differs from its archive copy")
    figures = {f"{name}_letters_per_cpu_second": median(rates) for name, rates in samples.items()}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"letters": count, "rounds": rounds, **figures, "peak_memory_mb": memory}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON where asked."""
    args = parser(__doc__).parse_args(argv)
    figures = measure(count=100, rounds=3) if args.quick else measure(count=1000, rounds=5)
    batch, archive = "batch_letters_per_cpu_second", "archive_letters_per_cpu_second"
    ratios = {"batch_to_archive": figures[batch] / figures[archive]}
    return finish(Report(figures, ratios, PACKAGES), args)


def _archives(setter: Typesetter, made: Sequence[Letter]) -> list[bytes]:
    return [setter.archive(letter, DAY) for letter in made]


def _all_same(copies: Sequence[bytes], batch: PrintBatch) -> bool:
    texts = page_texts(batch.pdf)
    pairs = zip(copies, batch.ranges, strict=True)
    return all(same_pages(page_texts(copy), texts, pages) for copy, pages in pairs)


if __name__ == "__main__":
    sys.exit(main())
