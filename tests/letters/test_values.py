from __future__ import annotations

from datetime import date
from decimal import Decimal

import pandas
import pytest
from markupsafe import Markup

from mailroom.errors import LetterFault
from mailroom.letters.preview import preview_text
from tests.letters.making import letter_of, template_of

NOTHING = [None, float("nan"), Decimal("NaN"), pandas.NaT, pandas.NA, "", " \n", "\u200b"]
MARKUP = [
    "{{7*7}}",
    "{% for x in y %}",
    '#import "x" $x$',
    "<b>bold</b>",
    "**bold**",
    "[a](https://example.org)",
    "![a](b.png)",
    "# heading",
    "- bullet",
    "1. number",
    "| a | b |",
    "`code`",
    "    indented",
    "> quoted",
    "a\\*b &amp; &lt;",
    "---",
]


def printed(body: str, **values: object) -> str:
    return preview_text(letter_of(template_of(body, *values), **values))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", NOTHING, ids=repr)
def test_a_needed_value_that_is_missing_makes_the_letter_incomplete(value: object) -> None:
    with pytest.raises(LetterFault, match="lacks word") as fault:
        printed("Hello {{ word }}", word=value)
    assert fault.value.code == "incomplete"


@pytest.mark.parametrize("value", NOTHING, ids=repr)
def test_nothing_inside_a_list_stops_the_letter_when_printed(value: object) -> None:
    with pytest.raises(LetterFault) as fault:
        printed("{% for row in rows %}{{ row.word }}{% endfor %}", rows=[{"word": value}])
    assert fault.value.code == "missing_value"


@pytest.mark.parametrize("value", [None, pandas.NaT])
def test_a_fact_that_may_be_absent_stops_the_letter_only_where_it_is_printed(value: object) -> None:
    guarded = template_of("Hi{% if word %} {{ word }}{% endif %}.", facts_if_known=("word",))
    assert "Hi." in preview_text(letter_of(guarded, word=value))
    bare = template_of("Hi {{ word }}.", facts_if_known=("word",))
    with pytest.raises(LetterFault, match="missing"):
        letter_of(bare, word=value)


@pytest.mark.parametrize("value", MARKUP)
def test_markup_in_a_value_prints_as_it_is(value: str) -> None:
    assert f"\n\n{value.strip()}\n" in printed("{{ word }}", word=value)
    assert f"Before {value} after" in printed("Before {{ word }} after", word=value)


@pytest.mark.parametrize("value", MARKUP)
def test_markup_in_a_value_stays_text_through_set_blocks_and_macros(value: str) -> None:
    through_set = "{% set x %}**{{ word }}** and{% endset %}{{ x }} {{ x }}"
    through_macro = "{% macro m(w) %}so {{ w }}{% endmacro %}{{ m(word) }}, {{ m(word) }}"
    assert f"{value} and {value} and" in printed(through_set, word=value)
    assert f"so {value}, so {value}" in printed(through_macro, word=value)


def test_a_value_that_poses_as_safe_markup_is_text_all_the_same() -> None:
    assert "**b**" in printed("{{ word }}", word=Markup("**b**"))


@pytest.mark.parametrize("value", ["\ue0000\ue001", "\x00", "\x1b[1m", "\ud800", "\u202eabc"])
def test_token_signs_and_control_characters_in_a_value_stop_the_letter(value: str) -> None:
    with pytest.raises(LetterFault) as fault:
        printed("{{ word }}", word=value)
    assert fault.value.code == "bad_value"
    with pytest.raises(LetterFault):
        printed("{% for row in rows %}{{ row }}{% endfor %}", rows=[value])


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u034f", "\ufe0f"])
def test_what_prints_nothing_is_left_out(sign: str) -> None:
    assert "Dear Jo Hale." in printed("Dear {{ word }}.", word=f"J{sign}o Ha{sign}le")


@pytest.mark.parametrize("value", [True, 1.5, date(2026, 1, 1), ["a"], {"a": "b"}])
def test_kinds_that_have_no_plain_text_are_refused(value: object) -> None:
    with pytest.raises(LetterFault) as fault:
        printed("{{ word }}", word=value)
    assert fault.value.code == "bad_value"


def test_whole_numbers_and_decimals_print() -> None:
    assert "12 and 3.50" in printed("{{ a }} and {{ b }}", a=12, b=Decimal("3.50"))


def test_letters_that_are_composed_differently_print_alike() -> None:
    assert printed("{{ word }}", word="w\u0302") == printed("{{ word }}", word="ŵ")


def test_blank_lines_of_a_person_make_paragraphs_and_line_ends_make_breaks() -> None:
    letter = letter_of(template_of("{{ word }}", "word"), word="one\r\ntwo\n\n \nthree")
    assert [node.kind for node in letter.body] == ["paragraph", "paragraph"]
    assert preview_text(letter).endswith("one\ntwo\n\nthree\n")


def test_values_that_a_template_does_not_list_never_reach_it() -> None:
    with pytest.raises(LetterFault):
        letter_of(template_of("{{ secret }}"), secret="x")
