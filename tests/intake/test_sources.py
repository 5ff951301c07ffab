"""sources.yaml: a fault names the entry and the field."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailroom.errors import PolicyFault, UsageFault
from mailroom.intake.sources import load_sources, source_named
from mailroom.intake.spool import Spool
from tests.intake.making import sources_yaml
from tests.shared import CHECKOUT


def test_the_sources_that_come_with_the_house_are_good(tmp_path: Path) -> None:
    sources = load_sources(CHECKOUT / "include" / "sources.yaml", tmp_path)
    assert len(sources) == 8
    assert {source.kind for source in sources} == {"maildir", "folder", "hylafax", "call_log"}
    spools: list[Spool] = [source.spool() for source in sources]
    assert [list(spool.waiting()) for spool in spools] == [[]] * 8


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"agency": "dwp"}, "entry 2, field agency"),
        ({"kind": "imap"}, "entry 2, field kind"),
        ({"zone": "Europe/Salt_Lake"}, "entry 2, field zone: .*no IANA zone"),
        ({"after": "delete"}, "entry 2, field after"),
        ({"colour": "red"}, "entry 2, field colour"),
        ({}, "the name letters stands twice"),
    ],
)
def test_a_fault_names_entry_and_field(tmp_path: Path, entry: dict[str, str], words: str) -> None:
    listing = sources_yaml(tmp_path / "sources.yaml", {}, entry)
    with pytest.raises(PolicyFault, match=rf"sources\.yaml: {words}"):
        load_sources(listing, tmp_path)


@pytest.mark.parametrize("text", ["", "name: letters", "- just words", "- {name: [", "\ud800"])
def test_a_file_that_is_no_list_of_sources_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    listing = tmp_path / "sources.yaml"
    listing.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(PolicyFault, match=r"sources\.yaml"):
        load_sources(listing, tmp_path)


def test_a_source_nobody_knows_is_answered_with_those_there_are(tmp_path: Path) -> None:
    sources = load_sources(sources_yaml(tmp_path / "sources.yaml", {}), tmp_path)
    with pytest.raises(UsageFault, match="there are letters"):
        source_named(sources, "faxes")
