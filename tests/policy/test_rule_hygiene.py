"""Every file of every pack is found, counted, named in its schema, and as small as it can be."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from mailroom.policy.packs import PARTS, SERVICE_REQUESTS
from mailroom.policy.schema import FOLDER, first_line, schema_of, schemas
from mailroom.records.mail import Agency
from tests.policy.packs import RULES, own_pack
from tests.shared import SHARED, needs_samples

FILES = sorted(RULES.glob("*/**/*.yaml"))
TYPES = {"cms": 21, "ors": 14}
EMPLOYER_ONLY = {
    "self_service_usage", "self_service_it", "complaint_resolution", "complaint_review",
    "link_agent", "remove_agent",
}  # fmt: skip


def test_every_file_is_found_and_counted() -> None:
    assert len(FILES) == sum(TYPES.values()) + len(Agency) * len(PARTS)
    for agency, count in TYPES.items():
        names = {path.stem for path in (RULES / agency / SERVICE_REQUESTS).glob("*.yaml")}
        assert names == {kind.type for kind in own_pack(agency).service_requests}
        assert len(names) == count


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_names_its_schema_and_follows_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"{first_line(path)}\n")
    schema = json.loads((path.parent / schema_of(path)).read_text(encoding="utf-8"))
    content = json.loads(json.dumps(yaml.safe_load(text), default=str))
    jsonschema.Draft202012Validator(schema).validate(content)


def test_a_misspelt_key_breaks_the_schema() -> None:
    path = RULES / "cms" / SERVICE_REQUESTS / "link_agent.yaml"
    schema = json.loads((path.parent / schema_of(path)).read_text(encoding="utf-8"))
    content = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
    content["match"]["any"][0]["phrase"] = ["a"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(content)


def test_the_schema_files_are_those_of_the_models() -> None:
    kept = {path.name: path.read_text("utf-8") for path in (RULES / FOLDER).iterdir()}
    assert kept == schemas()


@pytest.mark.parametrize("agency", list(Agency))
def test_every_type_says_what_a_clerk_needs(agency: str) -> None:
    for kind in own_pack(agency).service_requests:
        assert len(kind.examples.match) >= 8, kind.type
        assert len(kind.examples.no_match) >= 4, kind.type
        names = [one.name for one in (*kind.examples.match, *kind.examples.no_match)]
        assert len(set(names)) == len(names), kind.type
        assert all(" " in name for name in names), kind.type


def test_the_six_employer_only_types_are_the_procedures() -> None:
    only = {kind.type for kind in own_pack("cms").service_requests
            if kind.raised_for == ("employer",)}  # fmt: skip
    assert only == EMPLOYER_ONLY


@needs_samples
def test_follow_on_procedures_are_those_that_the_procedure_refers_to() -> None:
    text = (SHARED / "procedures" / "dwp-employer-manage-contact.txt").read_text("utf-8")
    named = {kind.type: kind.follow_on for kind in own_pack("cms").service_requests}
    without = {code for code, follow_on in named.items() if follow_on is None}
    assert without == {
        "reissue_cmsl2040", "view_cmsl2040", "identity_confirmation", "welsh_callback",
        "parent_contact",
    }  # fmt: skip
    for follow_on in filter(None, named.values()):
        assert all(name in text for name in follow_on.split(", or ")), follow_on
