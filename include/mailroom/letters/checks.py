"""What must never leave in a letter, looked for in the text of the finished PDF.

Runs at draft and again at dispatch. Plain words first: wording, PO boxes and facts of the case
come from the caller, the patterns of numbers and faces stand here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from mailroom.letters.forbidden import holds_fact
from mailroom.records.letter import CheckFault, ForbiddenFact, PoBoxRule, WordingRule

_PRIVATE = {
    "ors": "cs-004p, Responding to Telephone Calls, Private information",
    "cms": "local, personal numbers and dates of birth are not printed in letters",
}
_EMOTICONS = {
    "ors": "cs-004p, Responding to Email Inquiries - Procedures, Emoticons",
    "cms": "local, letters hold no emoticons",
}
_SSN = re.compile(r"(?<![\d-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\d-])")
_SSN_NAMED = re.compile(
    r"\b(?:ssn|social security(?: number| no\.?)?)\b[^0-9]{0,20}\d{3}[- ]?\d{2}[- ]?\d{4}\b", re.I
)
_NINO = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    re.I,
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|"
    r"ion|chw|maw|ebr|mai|meh|gor|aws|med|hyd|tach|rhag)\w{0,8}"
)
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: de| of)? {_MONTH},?(?: de)? \d{{4}}|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_BIRTH = re.compile(
    rf"(?:\bdate of birth\b|\bd\.?o\.?b\b\.?|\bborn\b|\bbirth ?(?:date|day)\b|\bdyddiad geni\b|"
    rf"\bfecha de nacimiento\b)[^0-9]{{0,24}}{_DATE}",
    re.I,
)
# A bare eye such as 8 or = needs a nose: "(see page 8)" and "(as follows):" are no faces.
_EMOTICON = re.compile(
    r"(?<![\w(])(?:[:;]['^]?-?[)(\]\[DPp|/\\*]{1,3}|[=8xX]-[)(\]\[DPp|/\\]{1,3}|"
    r"</?3|\^_\^|[oO]_[oO]|[)(]-[:;])(?!\w)"
)
_EMOJI = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u231a\u231b\u23e9-\u23fa\ufe0f\u20e3]"
)


def outbound_faults(
    text: str,
    *,
    agency: str,
    wording: Sequence[WordingRule] = (),
    forbidden: Sequence[ForbiddenFact] = (),
    po_boxes: Sequence[PoBoxRule] = (),
) -> tuple[CheckFault, ...]:
    """Every reason why this text may not leave; empty when it may.

    `text` is that of all pages (page_texts joined). `agency` chooses the citations.
    """
    flat = " ".join(text.replace("\u00a0", " ").split())
    return (
        *_patterns(flat, agency),
        *_wording(flat, wording),
        *(_fact_fault(fact) for fact in forbidden if holds_fact(flat, fact)),
        *_po_boxes(flat, po_boxes),
    )


def _patterns(text: str, agency: str) -> Iterator[CheckFault]:
    private = _PRIVATE.get(agency, _PRIVATE["cms"])
    faces = _EMOTICONS.get(agency, _EMOTICONS["cms"])
    looks: tuple[tuple[str, Callable[[str], object], str, str], ...] = (
        ("ssn", _holds_ssn, "a Social Security number is printed", private),
        ("nino", _NINO.search, "a National Insurance number is printed", private),
        ("date_of_birth", _BIRTH.search, "a date of birth is printed", private),
        ("emoticon", _EMOTICON.search, "an emoticon is printed; say it in words", faces),
        ("emoji", _EMOJI.search, "an emoji is printed; say it in words", faces),
    )
    for code, search, words, reference in looks:
        if search(text):
            yield CheckFault(code, words, reference)


def _holds_ssn(text: str) -> bool:
    return bool(_SSN.search(text) or _SSN_NAMED.search(text))


def _wording(text: str, rules: Sequence[WordingRule]) -> Iterator[CheckFault]:
    for rule in rules:
        if _word_pattern(rule.words).search(text):
            yield CheckFault(
                "wording", f"{rule.words!r} is printed; write {rule.use_instead!r}", rule.reference
            )


def _word_pattern(words: str) -> re.Pattern[str]:
    """Whole words, hyphen or space between them; capitals matter only where all are capitals."""
    body = r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", words.strip()))
    flags = re.NOFLAG if words.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){body}(?!\w)", flags)


def _fact_fault(fact: ForbiddenFact) -> CheckFault:
    kind = fact.kind.replace("_", " ")
    return CheckFault("forbidden_fact", f"a {kind} is printed that may not be", fact.reference)


def _po_boxes(text: str, rules: Sequence[PoBoxRule]) -> Iterator[CheckFault]:
    for rule in rules:
        box = re.compile(
            rf"\bP\.? ?O\.? ?BOX {re.escape(rule.number)}\b.{{0,30}}?{re.escape(rule.place)}", re.I
        )
        if rule.needs and any(
            not _is_near(text, found, rule.needs) for found in box.finditer(text)
        ):
            yield CheckFault(
                "po_box",
                f"PO Box {rule.number} is for {rule.purpose}; print the address for this purpose",
                rule.reference,
            )


def _is_near(text: str, box: re.Match[str], words: Sequence[str]) -> bool:
    around = text[max(0, box.start() - 400) : box.end() + 200].casefold()
    return any(_word_pattern(word.casefold()).search(around) for word in words)
