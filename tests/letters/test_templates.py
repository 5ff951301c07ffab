from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from mailroom.errors import PolicyFault
from mailroom.letters.preview import preview_text
from mailroom.letters.templates import list_templates, load_template
from mailroom.policy.part import Reference
from mailroom.records.letter import LetterTemplate
from tests.letters.making import FOLDER, letter_of, write_template
from tests.policy.packs import own_pack
from tests.shared import CHECKOUT

SHIPPED = [t for agency in ("cms", "ors") for t in list_templates(FOLDER, agency)]
HEAD = """---
title: A test
subject: About a test
agency: cms
service_request_types: []
recipients: [employer]
facts: [word]
approver_role: team_manager
language: en-GB
reference: {document: local, heading: a test}
effective_from: 2016-01-01
---
"""
EXPECTED = {
    "cms": "change_of_circumstances_acknowledged complaint_acknowledgement details_updated "
    "information_request literature statement_cover",
    "ors": "attorney_noted callback_attempted complaint_acknowledgement email_inquiry_answer "
    "records_request third_party_advised",
}


def shipped(template: LetterTemplate) -> str:
    return f"{template.agency}/{template.name}"


@pytest.mark.parametrize("agency", EXPECTED)
def test_every_letter_that_activity_plans_name_is_there(agency: str) -> None:
    assert {t.name for t in SHIPPED if t.agency == agency} == set(EXPECTED[agency].split())


@pytest.mark.parametrize("template", SHIPPED, ids=shipped)
def test_every_shipped_template_prints_each_value_it_lists(template: LetterTemplate) -> None:
    words = preview_text(letter_of(template))
    assert "Ms Siân Wŷn-Jones" in words
    assert "20 November 2026" in words or "November 20, 2026" in words
    assert "{" not in words


@pytest.mark.parametrize("template", SHIPPED, ids=shipped)
def test_every_shipped_template_does_without_facts_that_may_be_absent(
    template: LetterTemplate,
) -> None:
    absent = dict.fromkeys(template.facts_if_known)
    words = preview_text(letter_of(template, **absent))  # type: ignore[arg-type]
    assert "None" not in words
    assert "C000123456" not in words
    assert "121000456789" not in words


@pytest.mark.parametrize("template", SHIPPED, ids=shipped)
def test_every_shipped_template_cites_a_paragraph_of_its_procedure(
    template: LetterTemplate,
) -> None:
    procedure = CHECKOUT / "include" / "rules" / template.agency / "procedure.yaml"
    citable = {
        Reference(**{key: row[key] for key in Reference.model_fields if key in row}).words
        for row in yaml.safe_load(procedure.read_text(encoding="utf-8"))["paragraphs"]
    }
    assert template.reference in citable


@pytest.mark.parametrize("template", SHIPPED, ids=shipped)
def test_a_template_knows_the_types_whose_plans_name_it_and_may_go_to_one_of_their_senders(
    template: LetterTemplate,
) -> None:
    kinds = own_pack(template.agency).service_requests
    named_by = [kind for kind in kinds if template.name in kind.letters]
    assert named_by
    assert {kind.type for kind in named_by} <= set(template.service_request_types)
    for kind in named_by:
        assert any(kind.may_be_raised_for(capacity) for capacity in template.recipients)


def test_a_third_party_learns_no_case_number() -> None:
    for template in SHIPPED:
        if "third_party" in template.recipients:
            assert "case_number" not in (*template.facts, *template.facts_if_known)


FAULTS = {
    "{{ word }} {{ other }}": "one.md:13: other is not listed",
    "Hello": "word is listed and never printed",
    "{{ word ~ word }}": "one.md:13: Concat is not allowed",
    "{{ word + 'x' }}": "one.md:13: Add is not allowed",
    "{{ word.upper() }}": "one.md:13: Call is not allowed",
    "{{ word | upper }}": "one.md:13: No filter named 'upper'",
    "\n{% include 'x' %}{{ word }}": "one.md:14: Include is not allowed",
    "{{ word": "one.md:13: unexpected end of template",
    "{{ word }}\n\n[a]({{ word }})": "one.md:15: a value stands inside a link",
    "{{ word }}\n\n[a](https://example.org)": "one.md:15: paper has no links",
    "{{ word }}\n\n*slanted*": "one.md:15: letters have no italics",
    "<b>{{ word }}</b>": "one.md:13: HTML is not used",
    "# {{ word }}": "one.md:13: the subject line is the first heading",
    "{{ word }}\n\n### deep": "one.md:15: a level of headings is skipped",
    "{{ word }}\n\n```\ncode\n```": "one.md:15: fence is not used",
}


@pytest.mark.parametrize("body", FAULTS)
def test_what_an_author_may_not_write_is_named_with_its_line(body: str, tmp_path: Path) -> None:
    write_template(tmp_path, HEAD + body)
    with pytest.raises(PolicyFault) as fault:
        load_template(tmp_path, "cms", "one")
    assert FAULTS[body] in str(fault.value)


HEAD_FAULTS = {
    HEAD.replace("title", "titel"): "one.md:1: title: Field required",
    HEAD.replace("facts: [word]", "facts: [word]\nfact: [x]"): "one.md:8: fact: Extra inputs",
    HEAD.replace("[employer]", "[stranger]"): "one.md:6: recipients",
    HEAD.replace("[word]", "[word"): "one.md:",
    HEAD.replace("agency: cms", "agency: ors"): "it lies in the folder of cms",
    "no front matter": "one.md:1: the front matter is missing",
}


@pytest.mark.parametrize("head", HEAD_FAULTS)
def test_a_wrong_front_matter_is_named_with_its_line(head: str, tmp_path: Path) -> None:
    write_template(tmp_path, head + "{{ word }}")
    with pytest.raises(PolicyFault) as fault:
        load_template(tmp_path, "cms", "one")
    assert HEAD_FAULTS[head] in str(fault.value)


def test_a_template_that_is_not_there_is_named() -> None:
    with pytest.raises(PolicyFault, match="there is no such letter template"):
        load_template(FOLDER, "cms", "nothing_like_it")


def test_the_version_follows_the_text_and_the_layout(tmp_path: Path) -> None:
    path = write_template(tmp_path, HEAD + "{{ word }}")
    first = load_template(tmp_path, "cms", "one").version
    path.write_text(HEAD + "{{ word }}!", encoding="utf-8")
    second = load_template(tmp_path, "cms", "one").version
    letterhead = tmp_path / "cms" / "letterhead.typ"
    letterhead.write_text(letterhead.read_text() + "// changed\n")
    third = load_template(tmp_path, "cms", "one").version
    assert len({first, second, third}) == 3
