"""Which lines of a letter say something: not its letterhead, its address block, its signature.

A firm called `Complaints Direct` does not complain by its letterhead. Careful: what is not surely
one of these blocks speaks, and so does a P.S. below the signature. Texts of one or two lines, as
clerks and callers leave them, speak whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_FEWEST = 4  # lines: a shorter text has no blocks
_LONG = 64  # characters: a longer line is prose
_SALUTATION = re.compile(
    r"\s*(?:dear\b|hi\b|hello\b|hey\b|good (?:morning|afternoon|evening)\b|to whom it may concern"
    r"|sirs?\b|madam\b|annwyl\b|helo\b|estimad|buenos|buenas)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:yours\b|kind(?:est)? regards|best regards|regards\b|best wishes|with (?:best|kind)"
    r"|many thanks|thanks\b|thank you\b|sincerely|respectfully|very truly|cheers\b|cofion|diolch"
    r"|yn gywir|atentamente|gracias)[^.?!]{0,32}[,.!]?\s*\Z",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\s*(?:re\b|subject\b|p\.?\s?s\b|n\.?b\b|urgent\b|ref(?:erence)?:)", re.IGNORECASE
)
_FOOTER = re.compile(
    r"\s*(?:sent from my\b|get outlook for\b|this (?:e-?mail|message) (?:and any|is|may|contains)"
    r"|confidentiality notice|disclaimer\b|the information (?:contained )?in this (?:e-?mail|mess)"
    r"|registered (?:in|office)\b|please consider the environment|scanned by\b"
    r"|if you(?:'d| would) (?:like|prefer) .{0,40}\bin welsh)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:tel|telephone|phone|fax|mobile|e-?mail|www|vat|company no|registered)\b[.:]?\s*\S"
    r"|\S+@\S+|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]{2} \d{5}\b|\+?\d[\d ()-]{8,}\d",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:i|i'm|we|me|us|my|our|please|is|are|am|has|have|had|was|were|you|your|he|she|they|his|her"
    r"|their|it|not|will|would|can|could)\b",
    re.IGNORECASE,
)
_ENDS_A_SENTENCE = re.compile(r"[.?!]\s*\Z")


def quietened(text: str) -> str:
    """The text with all that says nothing blanked out; every character keeps its place."""
    if text.count("\n") + 1 < _FEWEST:
        return text
    lines = text.split("\n")
    silent = set(_silent(lines))
    if not silent:
        return text
    return "\n".join(
        " " * len(line) if number in silent else line for number, line in enumerate(lines)
    )


def _silent(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines that say nothing."""
    yield from _head(lines)
    closing = _last_closing(lines)
    for number, line in enumerate(lines):
        if _FOOTER.match(line):
            yield from range(number, len(lines))
            return
        if closing is not None and number > closing and not _is_prose(line):
            yield number


def _head(lines: Sequence[str]) -> Iterator[int]:
    """Letterhead, address and date above a salutation; without one, a first block with an address
    or a telephone in it."""
    greeting = next((n for n, line in enumerate(lines[:25]) if _SALUTATION.match(line)), None)
    if greeting is None:
        greeting = next((n for n, line in enumerate(lines) if not line.strip()), 0)
        if not any(_CONTACT.search(line) for line in lines[:greeting]):
            return
    if any(
        (_is_prose(line) or _SAYS.search(line)) and not _SPEAKS.match(line)
        for line in lines[:greeting]
    ):
        return
    yield from (n for n in range(greeting) if not _SPEAKS.match(lines[n]))


def _last_closing(lines: Sequence[str]) -> int | None:
    """The line that ends the letter proper, in its second half."""
    after = len(lines) // 2 if len(lines) > 6 else 1
    found = [n for n in range(after, len(lines)) if _CLOSING.match(lines[n])]
    return found[0] if found else None


def _is_prose(line: str) -> bool:
    """Whether a line may be somebody speaking."""
    words = line.strip()
    if len(words) > _LONG or _SPEAKS.match(line):
        return True
    ends = _ENDS_A_SENTENCE.search(words) and words.count(" ") >= 3
    return bool(ends) and not _CONTACT.search(words)
