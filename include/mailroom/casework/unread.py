"""What nobody looked at is never taken for nothing.

A whole document that was not read may ask for anything, so a person looks before something is
opened. A place in a document that was otherwise read stops nothing that is sure, but is said
wherever the decision is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailroom.records.finding import Classification, Verdict
from mailroom.records.reading import Unread

NOT_READ = "not_read"
"""Reason code of an item that a person must look at because of what was not read."""
MOST_NAMED = 4


def with_unread(verdict: Classification, unread: Sequence[Unread]) -> Classification:
    """The verdict once what was not read is thought of; it never stays `no_request`."""
    if not unread:
        return verdict
    why = in_words(unread)
    if verdict.verdict is Verdict.NO_REQUEST:
        return replace(verdict, verdict=Verdict.TRIAGE, reason=why)
    held = verdict.verdict is Verdict.TRIAGE or any(one.whole for one in unread)
    return replace(
        verdict,
        verdict=Verdict.TRIAGE if held else verdict.verdict,
        reason=f"{verdict.reason}; {why}",
    )


def in_words(unread: Sequence[Unread]) -> str:
    """The same as a clause of a longer sentence."""
    return f"not read: {places(unread)}"


def places(unread: Sequence[Unread]) -> str:
    """What was not read, and why: codes of parts and the reader's words, no text of anybody."""
    named = [f"{_name(one.part)} ({one.why})" for one in unread[:MOST_NAMED]]
    left = len(unread) - len(named)
    return ", ".join(named) + (f", and {left} places more" if left else "")


def _name(part: str) -> str:
    kind, _, number = part.partition(":")
    return f"{kind} {number}" if number else "the document"
