"""What a person in triage is shown of the types: the likeliest, and what comes near it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from mailroom.casework.classify_seen import Seen
from mailroom.casework.matching.folding import fold
from mailroom.casework.second_reader.advice import chance
from mailroom.casework.second_reader.reader import Opinion, SecondReader
from mailroom.policy.service_requests import ServiceRequestType
from mailroom.records.finding import Finding, ItemText, Span

SUGGESTS = 0.15
"""Least chance of the likeliest type for a person to be shown it."""
STRANGE = 0.6
"""The same where neither writer nor words are known to be the agency's business."""
BY_RULES = 0.4
"""From this chance on a further type is shown that the rules see."""
ALSO, NEARLY = 0.5, 0.7
"""From this chance on one that the reader sees alone, if it comes so near to the likeliest."""
_NOTHING = 0.3  # a stranger's words that likelier ask nothing suggest nothing
_AS_A_SUGGESTION = 0.49  # share of a probability that counts: the reader alone is never sure


def for_a_person(
    seen: Sequence[Seen],
    reader: SecondReader,
    item: ItemText,
    opinion: Opinion,
    raisable: Iterable[ServiceRequestType],
    *,
    is_ours: bool,
) -> list[Finding]:
    """Findings of the rules, after the reader was heard, and the reader's own, likeliest first.

    What rules alone see is shown however little the reader thinks of it: a person has to know
    what was doubted, and by which words it was seen. What no rule saw is shown only where it is
    likelier than that nothing is asked; and in what does not seem to be the agency's business
    (not `is_ours`) only where the reader is rather certain.
    """
    by_rules = {one.kind.type: one.finding for one in seen}
    alone = {kind.type: kind for kind in raisable if kind.type not in by_rules}
    chances = {code: finding.score for code, finding in by_rules.items()}
    chances |= {code: chance(None, opinion.of(code)) for code in alone}
    ranked = sorted(chances, key=lambda code: -chances[code])
    if seen and chances[ranked[0]] < SUGGESTS:
        return [max(by_rules.values(), key=lambda one: one.score)]
    if not ranked or chances[ranked[0]] < SUGGESTS:
        return []
    if not seen and not _is_worth_showing(chances[ranked[0]], opinion, is_ours):
        return []
    least = max(ALSO, NEARLY * chances[ranked[0]])
    shown = [
        code
        for number, code in enumerate(ranked)
        if number == 0 or chances[code] >= (BY_RULES if code in by_rules else least)
    ]
    return [
        by_rules[code] if code in by_rules else _suggestion(reader, item, alone[code], opinion)
        for code in shown
    ]


def _is_worth_showing(best: float, opinion: Opinion, is_ours: bool) -> bool:
    if not is_ours:
        return best >= STRANGE and opinion.nothing <= _NOTHING
    return best >= opinion.nothing


def _suggestion(
    reader: SecondReader, item: ItemText, kind: ServiceRequestType, opinion: Opinion
) -> Finding:
    """A type that only the reader sees, with the words that speak most for it."""
    probability = opinion.of(kind.type)
    return Finding(
        type=kind.type,
        score=round(probability * _AS_A_SUGGESTION, 3),
        spans=_places(item, reader.words_for(item, kind.type)),
        rule=f"second reader: {probability:.2f}",
        reference=None if kind.reference.is_local else kind.reference.words,
    )


def _places(item: ItemText, words: Sequence[str]) -> tuple[Span, ...]:
    """The first place of each of some words or pairs in the item's parts."""
    found = []
    for word in words:
        pattern = re.compile(r"\b" + r"\W{1,8}".join(map(re.escape, word.split())) + r"\b", re.I)
        for name, text in item.parts.items():
            if match := pattern.search(fold(text)):
                found.append(Span(match.start(), match.end(), name))
                break
    return tuple(found)
