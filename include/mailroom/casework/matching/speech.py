"""How a sentence says what it says: denied, supposed, asked, requested. English, with some Welsh.

`please do not close`, `this is no complaint`: denied. `if an employee leaves`, `should I ever
move`: supposed. `if you could send it` is a polite request and neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

Mood = Literal["question", "request", "report"]

_REACH = 90
_CLAUSE_ENDS = re.compile(
    r"[.?!;:\n]|,|\bbut\b|\bhowever\b|\bso\b|\bbecause\b|\bi\b|\bwe\b", re.IGNORECASE
)
_DENIED = re.compile(
    r"(?:\b(?:no|not|never|without|cannot|nor|neither)\b"
    r"|\b(?:do|does|did|is|are|was|were|have|has|had|ca|could|wo|would|should|need|must)n'?t\b)"
    r"(?!\W{1,3}(?:only|just|you|someone|somebody|one|body)\b)"
    r"(?:\W{1,3}\w{1,24}){0,3}\W{0,3}\Z",
    re.IGNORECASE,
)
DENYING = frozenset({
    "no", "not", "never", "without", "cannot", "nor", "neither", "t", "dont", "doesnt", "didnt",
    "isnt", "arent", "wasnt", "werent", "havent", "hasnt", "hadnt", "cant", "couldnt", "wont",
    "wouldnt", "shouldnt", "neednt", "mustnt",
})  # fmt: skip
"""Words one of which must stand before what is denied, """
DENIES_WITHIN = 4
"""so many words before it at most."""

_SUPPOSED = re.compile(
    r"\b(?:if|unless|in case|suppos(?:e|ing)|imagine|let'?s say|were to|hypothetically"
    r"|should (?:i|we|he|she|they|one|an?|any|anyone|somebody)(?! (?:be|have|not|do|i|pay|send|keep"
    r"|call|still|just|continue|stop|carry|deduct|take|expect|contact|tell|write)\b))\b"
    r"(?!\W{1,3}(?:you|u|someone|somebody|anyone|possible|necessary|so|not|need|that|this|it"
    r"|(?:i|we) (?:can|could|may|might|need|don'?t|do))\b)[^,;]*\Z",
    re.IGNORECASE,
)
SUPPOSING = frozenset({
    "if", "unless", "case", "suppose", "supposing", "imagine", "say", "were", "hypothetically",
    "should",
})  # fmt: skip
"""Words one of which must stand before what is only supposed."""

# The following run over flat sentences: small letters, one blank before and after each word.
_ASKS_AT_ONCE = re.compile(
    r" (?:(?:and|but|so|also|hi|hello|hey|ok|yes|well|please|sir|good morning|good afternoon) )*"
    r"(?:what|when|where|why|who|whom|which|how|can|could|do|does|did|is|are|am|was|were|will|would"
    r"|should|has|have|may|any (?:update|news|word|idea|reason|chance)) "
)
_ASKS = re.compile(
    r" (?:(?:want|wants|wanted|need|needs|like|trying|tryin|able|asking) (?:to )?(?:know|find out"
    r"|understand|ask|see if|check)|wonder(?:ing|ed)?|any (?:idea|update|news)"
    r"|how (?:do|does|can|could|long|much|many|come|to|would|should|is|are|am)"
    r"|why (?:is|are|am|do|does|did|has|have|was|were|would|my|i|you|they|he|she|it)"
    r"|what (?:is|are|do|does|can|should|happens|happened|if|to do|would|i can|i need)"
    r"|when (?:will|do|does|can|is|are|would|should)|whether|question"
    r"|(?:can|could|do|should|may|will|would|am|must) (?:i|we)"
    r"|(?:do|will|did|are|have|were) (?:you|they|u)|(?:is|was) there) "
)
_REQUESTS_AT_ONCE = re.compile(
    r" (?:send|give|tell|call|ring|phone|email|stop|close|change|update|add|remove|issue|provide"
    r"|look|put|take|get|make|return|correct|amend|forward|note|find) "
)
_REQUESTS = re.compile(
    r" (?:please|pls|plz|plse|kindly|grateful|appreciate|oblige|request(?:ing|ed)?|requires?"
    r"|advise|confirm|help me|let (?:me|us) know|asap|os gwelwch|por favor"
    r"|(?:can|could|would|will|may) (?:you|u|someone|somebody|anyone|i|we)"
    r"|(?:i|we|he|she|they|caller|employer|client|who)(?: d| m| would| am| are| is)? "
    r"(?:just |also |really |still )?"
    r"(?:want|wants|need|needs|wish|wishes|wishing|like to|like a|love to|ask|asks|asking"
    r"|wanted|needed|looking for|hoping|trying to)"
    r"|(?:want|need|wants|needs) (?:to|a|an|my|the|our|you|your|some|someone|somebody|it|this)) "
)


def is_denied(folded: str, sentence_start: int, start: int) -> bool:
    """Whether a negation stands in the same clause, at most three words before `start`.

    A negation that asks (`can't you`, `why not just`) does not deny.
    """
    before = folded[max(sentence_start, start - _REACH) : start]
    clause = _CLAUSE_ENDS.split(before)[-1]
    return _DENIED.search(clause) is not None


def is_supposed(folded: str, sentence_start: int, start: int) -> bool:
    """Whether what begins at `start` is only supposed by the clause it stands in."""
    return _SUPPOSED.search(folded, max(sentence_start, start - _REACH), start) is not None


def moods(words: Sequence[str]) -> frozenset[Mood]:
    """What a sentence of flat words does: asks, requests, or, where it does neither, reports."""
    flat = f" {' '.join(words)} "
    found: set[Mood] = set()
    if flat.endswith(" ? ") or _ASKS_AT_ONCE.match(flat) or _ASKS.search(flat):
        found.add("question")
    if _REQUESTS_AT_ONCE.match(flat) or _REQUESTS.search(flat):
        found.add("request")
    return frozenset(found or {"report"})
