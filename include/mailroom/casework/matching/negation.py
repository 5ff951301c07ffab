"""Whether a passage is denied: `please do not close`, `this is no complaint`."""

from __future__ import annotations

import re

_REACH = 70
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


def is_denied(folded: str, start: int) -> bool:
    """Whether a negation stands in the same clause, at most three words before `start`.

    A negation that asks (`can't you`, `why not just`) does not deny.
    """
    before = folded[max(0, start - _REACH) : start]
    clause = _CLAUSE_ENDS.split(before)[-1]
    return _DENIED.search(clause) is not None
