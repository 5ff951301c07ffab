"""Verdicts that need no condition, and what every verdict must have."""

from __future__ import annotations

from dataclasses import replace

from mailroom.records.finding import Classification, ItemText, Verdict


def automatic(item: ItemText, urgent: tuple[str, ...]) -> Classification:
    """A report or automatic answer opens nothing; urgent words in it are still looked at."""
    if urgent:
        return Classification(Verdict.TRIAGE, (), "an automatic mail with urgent words", urgent)
    what = "a report about a delivery" if item.is_bounce else "an automatic answer"
    return Classification(Verdict.NO_REQUEST, (), what)


def with_places(found: Classification, item: ItemText) -> Classification:
    """Where no passage decided by itself, who writes or what it means, it was the whole."""
    if all(one.spans for one in found.findings):
        return found
    placed = (one if one.spans else replace(one, spans=item.whole) for one in found.findings)
    return replace(found, findings=tuple(placed))
