"""RTF to text."""

from __future__ import annotations

from mailroom.reading.charsets import clean
from mailroom.reading.reasons import unreadable
from mailroom.records.reading import Reading


def read(content: bytes) -> Reading:
    """The document's words. Raises UnreadableContent `damaged`."""
    from striprtf.striprtf import rtf_to_text

    try:
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]  # striprtf has no types
            content.decode("latin-1"), encoding="cp1252", errors="replace"
        )
    except (ValueError, TypeError, LookupError, OverflowError):
        raise unreadable("damaged") from None
    # Table cells come divided by bars.
    return Reading(text=clean(text.replace("|", "\t")).strip())
