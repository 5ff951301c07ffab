"""Letters made for tests: a template of any text, values for every shipped template."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from mailroom.letters.compose import compose
from mailroom.letters.layout_files import fonts_version, layout_version
from mailroom.records.letter import Letter, LetterOffice, LetterTemplate, Recipient
from mailroom.records.sender import Capacity
from tests.shared import CHECKOUT

FOLDER = CHECKOUT / "include" / "templates" / "letters"
DAY = date(2026, 11, 23)
OFFICE = LetterOffice("Employer Payments Team", "0800 000 0000")
RECIPIENT = Recipient("Example Bakery Ltd", ("1 Example Street", "Cardiff", "CF10 1AA"))
UTAH = Recipient("MARIA NUÑEZ", ("12 EXAMPLE RD APT 4", "SALT LAKE CITY UT 84116-1234"))

VALUES: dict[str, object] = {
    "salutation_name": "Ms Siân Wŷn-Jones",
    "received_on": date(2026, 11, 20),
    "channel_words": "letter",
    "case_number": "C000123456",
    "employer_reference": "121000456789",
    "due_on": date(2026, 11, 24),
    "office_telephone": OFFICE.telephone,
    "office_name": OFFICE.name,
    "information_needed": "The date of the last payment.",
    "reply_by": "2026-12-07",
    "statement_enclosed": "Your statement of November 2026",
    "literature_enclosed": "A guide for employers",
    "answer": "We received the payment.\n\nNo further payment is due.",
    "attempted_on": date(2026, 11, 21),
}


def template_of(body: str, *names: str, agency: str = "cms", **more: object) -> LetterTemplate:
    """A template with this text whose facts are `names`; `more` replaces fields."""
    layout = layout_version(FOLDER / agency)
    fields: dict[str, object] = {
        "agency": agency,
        "name": "made_for_a_test",
        "title": "A test",
        "subject": "About a test",
        "service_request_types": (),
        "recipients": (Capacity.EMPLOYER,),
        "facts": names,
        "facts_if_known": (),
        "fields_by_person": (),
        "approver_role": "team_manager",
        "language": "en-GB",
        "reference": "local, a test",
        "effective_from": date(2016, 1, 1),
        "body": body,
        "first_line": 1,
        "version": sha256(body.encode()).hexdigest(),
        "layout_version": layout,
        "fonts_version": fonts_version(FOLDER / agency),
    }
    return LetterTemplate(**{**fields, **more})  # type: ignore[arg-type]


def letter_of(
    template: LetterTemplate,
    *,
    recipient: Recipient = RECIPIENT,
    reference: str = "SR-000123",
    **values: object,
) -> Letter:
    """The letter of a template with these values, else the usual ones."""
    return compose(
        template,
        {**VALUES, **values},
        recipient=recipient,
        office=OFFICE,
        reference=reference,
        dated=DAY,
    )


def picture(pdf: bytes, page: int = 0, dpi: int = 100) -> Image.Image:
    """A page as grey pixels, 0 black to 255 white."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        rendered: Image.Image = document[page].render(scale=dpi / 72).to_pil()
        return rendered.convert("L")
    finally:
        document.close()


def write_template(folder: Path, text: str, name: str = "one") -> Path:
    """A folder like the shipped one, with one template of this text; gives the template's path."""
    for part in ("layout", "fonts", "cms"):
        (folder / part).mkdir(exist_ok=True)
    for file in (*FOLDER.glob("layout/*.typ"), *FOLDER.glob("fonts/*.otf")):
        (folder / file.relative_to(FOLDER)).write_bytes(file.read_bytes())
    letterhead = FOLDER / "cms" / "letterhead.typ"
    (folder / "cms" / "letterhead.typ").write_bytes(letterhead.read_bytes())
    path = folder / "cms" / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path
