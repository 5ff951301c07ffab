"""Letters to PDF with Typst: archive copies one by one, chunks of a print batch untagged.

One Typesetter holds one compiler and one private folder; data reach the layout only through the
file d.json in it. Not for several threads at once.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

from mailroom.errors import LetterFault, MachineryFault
from mailroom.letters.canonical import letter_content
from mailroom.letters.glyphs import missing_characters
from mailroom.letters.layout_files import copy_layout, fonts_folder, fonts_version, layout_version
from mailroom.records.letter import Letter

if TYPE_CHECKING:
    from typst import TypstError

_Standard = Literal["a-2a", "a-2b", "ua-1"]
_ARCHIVE: list[_Standard] = ["a-2a", "ua-1"]
_PRINT: list[_Standard] = ["a-2b"]


class Typesetter:
    """Sets letters of one agency. Use it as a context manager: it removes its folder at the end.

    `agency_folder` holds the letterhead, beside layout/ and fonts/; `work_dir` must exist.
    """

    def __init__(self, agency_folder: Path, work_dir: Path) -> None:
        from typst import Compiler, Fonts

        self.agency = agency_folder.name
        self.layout_version = layout_version(agency_folder)
        self.fonts_version = fonts_version(agency_folder)
        self._fonts_folder = fonts_folder(agency_folder)
        self._folder = Path(tempfile.mkdtemp(prefix="letters-", dir=work_dir))
        copy_layout(agency_folder, self._folder)
        fonts = Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[self._fonts_folder],
        )
        self._compiler = Compiler(
            self._folder / "main.typ", root=self._folder, font_paths=fonts, ignore_system_fonts=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Remove the private folder."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def archive(self, letter: Letter, dated: date) -> bytes:
        """The copy that is kept and approved: PDF/A-2a and PDF/UA-1, tagged, in its language.

        Byte-identical for the same letter and `dated`, the day written into the file. Raises
        LetterFault when the address does not fit, a character has no glyph, or versions differ.
        """
        return self._compile([letter], 1, dated, _ARCHIVE, marked=False)

    def print_run(self, letters: Sequence[Letter], first: int, dated: date) -> bytes:
        """Untagged pages of several letters, each page marked; `first` numbers the first letter."""
        return self._compile(letters, first, dated, _PRINT, marked=True)

    def _compile(
        self,
        letters: Sequence[Letter],
        first: int,
        dated: date,
        standards: list[_Standard],
        *,
        marked: bool,
    ) -> bytes:
        from typst import TypstError

        self._check_versions(letters)
        data = self._write(letters, first, marked)
        try:
            pdf = self._compiler.compile(
                format="pdf",
                pdf_standards=standards,  # type: ignore[arg-type]
                timestamp=datetime.combine(dated, time(), UTC),
                pdf_tags=not marked,
            )
        except TypstError as fault:
            raise self._fault(fault, letters) from None
        finally:
            data.unlink()
        if not isinstance(pdf, bytes):
            raise MachineryFault("the typesetter gave no PDF; check the installed typst package")
        return pdf

    def _write(self, letters: Sequence[Letter], first: int, marked: bool) -> Path:
        entries = [
            {"sequence": number, "letter": letter_content(letter)}
            for number, letter in enumerate(letters, first)
        ]
        data = self._folder / "d.json"
        data.write_text(json.dumps({"letters": entries, "marked": marked}), encoding="utf-8")
        return data

    def _check_versions(self, letters: Sequence[Letter]) -> None:
        ours = (self.agency, self.layout_version, self.fonts_version)
        for letter in letters:
            if (letter.agency, letter.layout_version, letter.fonts_version) != ours:
                raise LetterFault(
                    f"letter {letter.reference} was made for another agency, layout or fonts than "
                    f"those of {self.agency} now: draft it again",
                    code="layout_changed",
                )

    def _fault(self, fault: TypstError, letters: Sequence[Letter]) -> LetterFault | MachineryFault:
        """Say what happened without Typst's own message: it may quote the letter."""
        which = ", ".join(letter.reference for letter in letters)
        if "the address does not fit the window" in fault.message:
            return LetterFault(
                f"{which}: the address does not fit the window; shorten it on the record",
                code="address_window",
            )
        missing = missing_characters(self._fonts_folder, letters)
        if missing:
            return LetterFault(
                f"{which}: the fonts have no {', '.join(missing)}; write it another way",
                code="missing_character",
            )
        return MachineryFault(
            f"{which}: the layout of {self.agency} could not be set; run the tests of letters/"
        )
