"""Real files nobody here wrote: a few of each kind come through the child."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailroom.reading.child import ReadingChild
from tests.shared import SAMPLES, needs_samples

pytestmark = needs_samples

_SUFFIXES = (".eml", ".msg", ".pdf", ".docx", ".odt", ".rtf", ".doc", ".csv")
_EACH = 4


def files() -> list[Path]:
    found = sorted(path for path in SAMPLES.rglob("*") if path.suffix in _SUFFIXES)
    return [
        path
        for suffix in _SUFFIXES
        for path in [each for each in found if each.suffix == suffix][:_EACH]
    ]


def test_every_file_is_read_or_has_a_reason() -> None:
    with ReadingChild() as child:
        results = {path: child.read(path.read_bytes(), path.name) for path in files()}
    assert results
    assert all(result.items or result.reason for result in results.values())
    crashed = [p.name for p, r in results.items() if r.reason_code == "reader_crashed"]
    assert crashed == []


@pytest.mark.parametrize(
    ("name", "passage"),
    [
        ("email/paperless/simple_text.eml", "This is just a simple Text Mail."),
        ("fax/paperless/simple.tiff", "This is a test document."),
        ("pdf/docspell/letter-en.pdf", "Derek Jeter"),
        ("docx/tika/testWORD_various.doc", "This is a footnote."),
        ("pdf/paperless/simple.heic", "pizza"),
    ],
)
def test_known_words_are_found(name: str, passage: str) -> None:
    path = SAMPLES / name
    with ReadingChild() as child:
        result = child.read(path.read_bytes(), path.name)
    text = " ".join("\n".join(item.text for item in result.items).split())
    assert passage.lower() in text.lower()
