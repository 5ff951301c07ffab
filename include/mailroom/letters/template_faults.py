"""What is wrong with an agency's letter templates, by themselves and beside its pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mailroom.errors import PolicyFault
from mailroom.letters.recipients import KNOWN_FACTS
from mailroom.letters.templates import line_of, load_template
from mailroom.policy.pack import Pack
from mailroom.policy.part import LOCAL, Reference
from mailroom.policy.yaml_source import PackFault
from mailroom.records.letter import LetterTemplate

SHOWN = "letters"


def template_faults(pack: Pack, folder: Path) -> list[PackFault | PolicyFault]:
    """Faults of all templates of the pack's agency, each with file, line and cure.

    `folder` holds the agencies' folders. Checked: what `load_template` refuses; the types that a
    template is for are those of the pack, and among them is each whose plan names it; whatever is
    not for a person to write is a fact that letters are given; role and citation are the pack's.
    """
    faults: dict[str, PackFault | PolicyFault] = {}
    for file in sorted((folder / pack.agency).glob("*.md")):
        for fault in _faults_of(pack, folder, file):
            faults.setdefault(str(fault), fault)  # what all templates share is told once
    return list(faults.values())


def _faults_of(pack: Pack, folder: Path, file: Path) -> Iterator[PackFault | PolicyFault]:
    try:
        template = load_template(folder, pack.agency, file.stem)
    except PolicyFault as fault:
        yield PolicyFault(str(fault).replace(f"{folder}/", f"{SHOWN}/", 1))
        return
    head_text = file.read_text(encoding="utf-8").partition("\n")[2]
    for key, what, cure in _beside(pack, template):
        shown = f"{SHOWN}/{pack.agency}/{file.name}"
        yield PackFault(shown, line_of(key, head_text), what, cure)


def _beside(pack: Pack, template: LetterTemplate) -> Iterator[tuple[str, str, str]]:
    """The key that is wrong, what is wrong, and the cure."""
    yield from _types(pack, template)
    for key in ("facts", "facts_if_known"):
        for name in sorted(set(getattr(template, key)) - KNOWN_FACTS):
            yield (
                key,
                f"`{name}` is no fact that letters are given",
                f"name one of {', '.join(sorted(KNOWN_FACTS))}, or list it under fields_by_person",
            )
    if pack.office(template.approver_role) is None:
        yield "approver_role", f"`{template.approver_role}` is not in offices.yaml", "correct it"
    if not _is_citable(pack, template.reference):
        yield (
            "reference",
            f"the citation `{template.reference}` leads to no paragraph",
            "cite one of procedure.yaml, or local",
        )


def _is_citable(pack: Pack, words: str) -> bool:
    places = (paragraph.place for paragraph in pack.procedure.paragraphs)
    return words.split(", ")[0] == LOCAL or words in {
        Reference(document=document, heading=heading, item=item, step=step).words
        for document, heading, item, step in places
    }


def _types(pack: Pack, template: LetterTemplate) -> Iterator[tuple[str, str, str]]:
    listed = set(template.service_request_types)
    for code in sorted(listed - {kind.type for kind in pack.service_requests}):
        yield "service_request_types", f"`{code}` is no type of the pack", "correct or delete it"
    naming = {kind.type for kind in pack.service_requests if template.name in kind.letters}
    for code in sorted(naming - listed):
        yield (
            "service_request_types",
            f"the plan of `{code}` names this letter, which is not for it",
            "add the type here, or name another letter there",
        )
