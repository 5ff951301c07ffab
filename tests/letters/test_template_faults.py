"""`mailroom rules check` reads every letter template, and holds it against the pack."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mailroom.cli import main
from mailroom.cli.rules import check_agency
from mailroom.letters.recipients import KNOWN_FACTS, facts
from mailroom.letters.template_faults import template_faults
from mailroom.records.sender import Capacity
from tests.letters.test_draft import OCCASION
from tests.policy.packs import AGENCIES, LETTERS, RULES, own_pack, replaced

SPOILT = [
    ("agency: cms", "agency: ors", "4: agency is ors"),
    ("title:", "titel:", "1: title: Field required"),
    ("facts: [", "facts: [case_number, ", "7: case_number is listed and never printed"),
    ("types: [", "types: [poem, ", "5: `poem` is no type of the pack"),
    ("types: [send_literature", "types: [statement_request", "5: the plan of `send_literature`"),
    ("Dear {{ salutation_name", "Dear {{ shoe_size", "14: shoe_size is not listed"),
    ("role: team_manager", "role: king", "9: `king` is not in offices.yaml"),
    ("item: General enquiry", "item: Poems", "11: the citation `dwp-emc, "),
    ("fields_by_person:", "facts_if_known:", "8: `literature_enclosed` is no fact"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of all letter templates."""
    return Path(shutil.copytree(LETTERS, tmp_path / "templates" / "letters"))


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_shipped_templates_have_no_fault(agency: str) -> None:
    assert template_faults(own_pack(agency), LETTERS) == []


@pytest.mark.parametrize(("old", "new", "said"), SPOILT, ids=[row[2] for row in SPOILT])
def test_a_wrong_template_is_named_with_file_line_and_cure(
    folder: Path, old: str, new: str, said: str
) -> None:
    replaced(folder / "cms" / "literature.md", old, new)
    _, faults = check_agency(RULES, "cms", folder / "cms")
    lines = [str(fault) for fault in faults]
    assert len(lines) == 1
    assert lines[0].startswith(f"letters/cms/literature.md:{said}")
    assert "; " in lines[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"---\ntitle: \xff\n---\n", "2: the file is not UTF-8"),
     (b"---\ntitle: \x07\n---\n", "1: the front matter holds a character")],
)  # fmt: skip
def test_a_file_that_is_no_text_is_a_fault_of_the_file(
    folder: Path, content: bytes, said: str
) -> None:
    (folder / "cms" / "literature.md").write_bytes(content)
    (fault,) = template_faults(own_pack("cms"), folder)
    assert str(fault).startswith(f"letters/cms/literature.md:{said}")


def test_what_all_templates_lack_is_told_once(folder: Path) -> None:
    (folder / "ors" / "letterhead.typ").unlink()
    (fault,) = template_faults(own_pack("ors"), folder)
    assert "letters/ors/letterhead.typ: missing" in str(fault)


def test_the_command_prints_them_and_fails(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for agency, name in (("cms", "literature"), ("ors", "records_request")):
        replaced(folder / agency / f"{name}.md", "Dear {{", "Dear {{ nobody }} {{")
    assert main(["rules", "check", "--templates", str(folder.parent)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == [
        "letters/cms/literature.md", "letters/ors/records_request.md",
    ]  # fmt: skip


def test_the_known_facts_are_those_that_letters_are_given() -> None:
    told = [facts(replace(OCCASION, capacity=capacity)) for capacity in Capacity]
    assert set().union(*told) == KNOWN_FACTS
