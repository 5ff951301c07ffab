from __future__ import annotations

import json
from dataclasses import replace

import pytest

from mailroom.errors import LetterFault
from mailroom.letters.canonical import canonical_json, content_hash, letter_from_json
from mailroom.letters.templates import list_templates
from mailroom.records.letter import LetterTemplate
from tests.letters.making import FOLDER, letter_of, template_of

RICH = """Dear {{ word }},

## Amounts

| Month | Amount |
|---|--:|
{% for row in rows %}
| {{ row.month }} | {{ row.amount }} |
{% endfor %}

3. three
4. **four** {{ word }}
   - within
"""


@pytest.mark.parametrize("template", list_templates(FOLDER, "ors"), ids=lambda t: t.name)
def test_a_letter_comes_back_from_its_json_as_it_was(template: LetterTemplate) -> None:
    letter = letter_of(template)
    assert letter_from_json(canonical_json(letter)) == letter


def test_tables_and_nested_lists_come_back_too() -> None:
    rows = [{"month": "Mehefin | June", "amount": "£1.00"}, {"month": "July", "amount": "£2.00"}]
    letter = letter_of(template_of(RICH, "word", "rows"), word="Ŵ", rows=rows)
    assert [node.kind for node in letter.body] == ["paragraph", "heading", "table", "numbers"]
    assert letter.body[2].children[1].children[1].align == "right"
    assert letter.body[3].level == 3
    assert letter_from_json(canonical_json(letter)) == letter


def test_canonical_json_is_sorted_utf8_without_spare_space() -> None:
    content = canonical_json(letter_of(template_of("Annwyl {{ word }}", "word"), word="Siân"))
    assert "Siân".encode() in content
    again = json.dumps(
        json.loads(content), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert content == again.encode()


def test_any_change_changes_the_hash() -> None:
    letter = letter_of(template_of("One", agency="cms"))
    others = [
        replace(letter, layout_version="other"),
        replace(letter, fonts_version="other"),
        replace(letter, template_version="other"),
        replace(letter, recipient=replace(letter.recipient, name="Another")),
        replace(letter, body=letter.body * 2),
    ]
    assert len({content_hash(each) for each in (letter, *others)}) == 6


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"agency": "cms"}', b"\xff"])
def test_what_is_no_letter_is_refused(content: bytes) -> None:
    with pytest.raises(LetterFault, match="cannot be read back"):
        letter_from_json(content)
