"""Letter templates: a front matter in YAML, then Markdown with Jinja2, one file a letter."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError

from mailroom.errors import PolicyFault
from mailroom.letters.body import check_markdown
from mailroom.letters.grammar import names_used
from mailroom.letters.layout_files import fonts_version, layout_version
from mailroom.policy.part import Part, Reference
from mailroom.records.letter import LetterTemplate
from mailroom.records.sender import Capacity

_FENCE = "---\n"
NAMES = ("facts", "facts_if_known", "fields_by_person")
"""Keys of the front matter that list what the text may print."""


class FrontMatter(Part):
    """What an author says about a template before its text."""

    title: str = Field(min_length=1)
    subject: str = Field(min_length=1)
    agency: str
    service_request_types: tuple[str, ...]
    recipients: tuple[Capacity, ...] = Field(min_length=1)
    facts: tuple[str, ...]
    facts_if_known: tuple[str, ...] = ()
    fields_by_person: tuple[str, ...] = ()
    approver_role: str = Field(min_length=1)
    language: Literal["en-GB", "en-US", "cy", "es-US"]
    reference: Reference
    effective_from: date

    @property
    def names(self) -> frozenset[str]:
        """Every name the text may ask for."""
        return frozenset((*self.facts, *self.facts_if_known, *self.fields_by_person))


def list_templates(folder: Path, agency: str) -> tuple[LetterTemplate, ...]:
    """All templates of an agency by name. Raises PolicyFault at the first that is wrong."""
    files = sorted((folder / agency).glob("*.md"))
    return tuple(load_template(folder, agency, file.stem) for file in files)


def load_template(folder: Path, agency: str, name: str) -> LetterTemplate:
    """Read and check one template; `folder` holds the agencies' folders, layout/ and fonts/.

    Raises PolicyFault with file, line and cure.
    """
    file = folder / agency / f"{name}.md"
    if not file.is_file():
        raise PolicyFault(f"{file}: there is no such letter template; correct the name or write it")
    content = file.read_bytes()
    head_text, body = _parts(_text(content, file), file)
    head = _front_matter(head_text, file)
    first_line = head_text.count("\n") + 3
    _check_agency(head, agency, head_text, file)
    _check_names(head, body, first_line, head_text, file)
    check_markdown(body, str(file), first_line)
    layout = layout_version(folder / agency)
    return LetterTemplate(
        name=name,
        body=body,
        first_line=first_line,
        reference=head.reference.words,
        version=sha256(content + layout.encode()).hexdigest(),
        layout_version=layout,
        fonts_version=fonts_version(folder / agency),
        **{key: getattr(head, key) for key in FrontMatter.model_fields if key != "reference"},
    )


def _text(content: bytes, file: Path) -> str:
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise PolicyFault(f"{file}:{line}: the file is not UTF-8; save it as UTF-8") from None


def _parts(text: str, file: Path) -> tuple[str, str]:
    if not text.startswith(_FENCE) or f"\n{_FENCE}" not in text[len(_FENCE) - 1 :]:
        raise PolicyFault(f"{file}:1: the front matter is missing; put it between two lines of ---")
    head, body = text[len(_FENCE) :].split(f"\n{_FENCE}", 1)
    return head + "\n", body


def _front_matter(text: str, file: Path) -> FrontMatter:
    try:
        return FrontMatter.model_validate(yaml.safe_load(text))
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark else 1
        raise PolicyFault(f"{file}:{line}: {fault.problem}; correct the YAML") from None
    except yaml.YAMLError:
        raise PolicyFault(
            f"{file}:1: the front matter holds a character that YAML does not take; take it out"
        ) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        raise PolicyFault(
            f"{file}:{line_of(key, text)}: {key or 'front matter'}: {first['msg']}; "
            f"known keys are {', '.join(FrontMatter.model_fields)}"
        ) from None


def line_of(key: str, head_text: str) -> int:
    """The line of the file on which a key of its front matter stands, or 1; `head_text` begins
    below the first ---."""
    lines = head_text.splitlines()
    return next((n for n, line in enumerate(lines, 2) if line.startswith(f"{key}:")), 1)


def _check_agency(head: FrontMatter, agency: str, head_text: str, file: Path) -> None:
    if head.agency != agency:
        raise PolicyFault(
            f"{file}:{line_of('agency', head_text)}: agency is {head.agency}; it lies in the "
            f"folder of {agency}"
        )


def _check_names(head: FrontMatter, body: str, first_line: int, head_text: str, file: Path) -> None:
    used = names_used(body, head.language, str(file), first_line)
    for name, line in used.items():
        if name not in head.names:
            raise PolicyFault(
                f"{file}:{line}: {name} is not listed; add it to facts, facts_if_known or "
                "fields_by_person"
            )
    for name in sorted(head.names - used.keys()):
        key = next(key for key in NAMES if name in getattr(head, key))
        raise PolicyFault(
            f"{file}:{line_of(key, head_text)}: {name} is listed and never printed; take it off "
            "the list"
        )
