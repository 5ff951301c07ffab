"""Values of persons that occur nowhere else, planted in registers and mail of every channel."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

RECEIVED = "Fri, 20 Nov 2026 {:02d}:00:00 +0000"


@dataclass(slots=True)
class Marks:
    """Every marked value made so far, in each form it may be written in."""

    forms: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def word(self) -> str:
        """A name, or a word of free text."""
        return self._keep("Zyxw" + _letters(next(self._numbers)))

    def email(self) -> str:
        return f"{self.word()}@writer.example"

    def street(self) -> str:
        return f"{next(self._numbers)} {self.word()} Road"

    def telephone(self, agency: str) -> str:
        number = next(self._numbers)
        if agency == "cms":
            return self._digits(f"07700 9{number:05d}", "7700")
        return self._digits(f"(213) 555-{number:04d}", "213")

    def national_id(self, agency: str) -> str:
        number = next(self._numbers)
        if agency == "cms":
            return self._keep(f"JK87{number:04d}C")
        return self._digits(f"512-84-{number:04d}", "512")

    def reference(self) -> str:
        """A number of an employer or a case."""
        return self._keep(f"98761{next(self._numbers):07d}")

    def _digits(self, text: str, first: str) -> str:
        """Kept as written, and as digits alone without what stands before `first`."""
        bare = "".join(filter(str.isdigit, text))
        self._keep(bare[bare.index(first) :])
        return self._keep(text)

    def _keep(self, form: str) -> str:
        self.forms.append(form)
        return form


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters += chr(ord("a") + rest)
    return letters + "q"


def mark_registers(folder: Path, marks: Marks) -> None:
    """Put marked values over the made ones: names, numbers, addresses, of everybody."""
    agency = folder.name
    own: dict[str, Callable[[], str]] = {
        "name": marks.word,
        "given_name": marks.word,
        "family_name": marks.word,
        "contact_name": marks.word,
        "agent_name": marks.word,
        "third_party_name": marks.word,
        "email": marks.email,
        "agent_email": marks.email,
        "telephone": lambda: marks.telephone(agency),
        "agent_telephone": lambda: marks.telephone(agency),
        "national_id": lambda: marks.national_id(agency),
        "address": marks.street,
    }
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        for row in rows[:8]:
            for column in row.keys() & own.keys():
                row[column] = _over(row[column], own[column]())
        if rows:
            write_rows(path, rows)


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """A CSV file with the columns of its first row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _over(made: str, marked: str) -> str:
    """An address keeps its last lines, so that it stays one."""
    first, *rest = made.split("\n")
    return "\n".join([marked if first else "", *rest])


def mark_mail(folder: Path, reference: str, marks: Marks) -> None:
    """One email that is understood, one that is not, a letter, a fax's log and calls."""
    _emails(folder / "email" / "new", reference, marks)
    letters = folder / "letters"
    letters.mkdir(exist_ok=True)
    (letters / f"{marks.word()}.txt").write_text(
        f"{marks.word()} {marks.word()}\n{marks.street()}\n\nPlease send me a statement.\n"
        f"Our reference is {reference}.\n"
    )
    (letters / f"{marks.word()}.pdf").write_bytes(b"%PDF-1.7\n" + marks.word().encode())
    _calls(folder / "telephone", reference, marks)
    log = folder / "fax" / "log" / "xferfaxlog"
    entries = [line.split("\t") for line in log.read_text().splitlines()]
    for entry in entries:
        entry[8] = entry[15] = f'"{marks.telephone(folder.name)}"'
    log.write_text("".join("\t".join(entry) + "\n" for entry in entries))


def _emails(folder: Path, reference: str, marks: Marks) -> None:
    texts = [
        f"Please send me a statement of account for {reference}.\n{marks.word()}",
        f"I know where you live, {marks.word()}. You will regret this.",
        f"{marks.word()} {marks.word()}",
    ]
    for hour, text in enumerate(texts):
        message = (
            f"Received: from a by b; {RECEIVED.format(hour)}\r\n"
            f'From: "{marks.word()}" <{marks.email()}>\r\nTo: post@mailroom.test\r\n'
            f"Subject: {marks.word()}\r\nMessage-ID: <{marks.word()}@writer.example>\r\n"
            'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
            f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
            f'--b\r\nContent-Type: text/plain; name="{marks.word()}.txt"\r\n\r\n'
            f"{marks.word()}\r\n--b--\r\n"
        )
        (folder / f"1795168{hour:03d}.{marks.word()}.tests").write_bytes(message.encode())


def _calls(folder: Path, reference: str, marks: Marks) -> None:
    def row(called_at: str) -> dict[str, str]:
        return {
            "call_id": marks.word(),
            "called_at": called_at,
            "caller_number": marks.telephone(folder.parent.name),
            "name_as_given": marks.word(),
            "reference_entered": reference,
            "line_called": "",
            "note": f"Please call me back, my case is in a mess, {marks.word()}",
            "promised_at": "",
        }

    write_rows(folder / f"{marks.word()}.csv", [row("2026-11-20 10:00"), row(marks.word())])
