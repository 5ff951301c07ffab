"""Set the two letters that README shows: `.venv/bin/python docs/screenshots/letters.py`.

Persons, numbers and addresses are nobody's.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pypdfium2

from mailroom.letters.compose import compose
from mailroom.letters.templates import load_template
from mailroom.letters.typesetting import Typesetter
from mailroom.records.letter import LetterOffice, Recipient
from mailroom.settings import from_environment

HERE = Path(__file__).resolve().parent
DAY = date(2026, 11, 20)
DPI = 100
COLOURS = 16  # black text with soft edges on white: more only makes the file larger

LETTERS = {
    ("cms", "complaint_acknowledgement"): (
        Recipient("Example Bakery Ltd", ("1 Example Street", "Cardiff", "CF10 1AA")),
        LetterOffice("Child Maintenance Service", "01632 960 960"),
        {
            "salutation_name": "Example Bakery Ltd",
            "employer_reference": "121000456789",
            "office_telephone": "01632 960 960",
            "due_on": date(2026, 11, 24),
        },
    ),
    ("ors", "complaint_acknowledgement"): (
        Recipient("MARIA NUÑEZ", ("12 EXAMPLE RD APT 4", "SALT LAKE CITY UT 84116-1234")),
        LetterOffice("Office of Recovery Services", "(801) 536-8500"),
        {
            "salutation_name": "Ms Nuñez",
            "office_telephone": "(801) 536-8500",
            "due_on": date(2026, 11, 23),
        },
    ),
}
VALUES = {
    "received_on": date(2026, 11, 20),
    "channel_words": "letter",
}


def main() -> None:
    """Write one PNG a letter, its first page."""
    folder = from_environment().templates / "letters"
    for (agency, name), (recipient, office, values) in LETTERS.items():
        template = load_template(folder, agency, name)
        known = {**VALUES, **values, "office_name": office.name}
        letter = compose(
            template, known, recipient=recipient, office=office, reference="SR-000123", dated=DAY
        )
        with tempfile.TemporaryDirectory() as work, Typesetter(folder / agency, Path(work)) as desk:
            pdf = pypdfium2.PdfDocument(desk.archive(letter, DAY))
        picture = pdf[0].render(scale=DPI / 72).to_pil().convert("RGB").quantize(COLOURS)
        picture.save(HERE / f"{agency}_{name}.png", optimize=True)


if __name__ == "__main__":
    main()
