"""New words apart from quoted ones: replies, Outlook header blocks, forwarded messages."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WROTE = (
    r"wrote|writes|schrieb|a écrit|escribi[óo]|ysgrifennodd|ha scritto|skrev|schreef"
    r"|napisał(?:\(a\))?"
)
_ATTRIBUTION = re.compile(
    rf"^(?:On|Le|Am|El|Ar|Il|Op|Den|W dniu)\b.{{6,300}}\b(?:{_WROTE})\b.{{0,120}}:\s*$", re.I | re.S
)
_SHORT_ATTRIBUTION = re.compile(rf"^[^\n]{{3,200}}\b(?:{_WROTE})\s*:\s*$", re.I)
_CUT = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|mensaje original|message d'origine"
    r"|forwarded (?:message|by)|forwarded mail|neges wreiddiol)\b.{0,80}"
    r"|begin forwarded message\s*:|-{5,}\s*forwarded by\b.{0,80})\s*-*\s*$",
    re.I,
)
_RULE = re.compile(r"^\s*_{10,}\s*$")
_BLOCK_START = re.compile(r"^\s*\*?(?:From|Von|De|Oddi wrth|Da)\s*:\*?\s*\S", re.I)
_BLOCK_FIELD = re.compile(
    r"^\s*\*?(?:Sent|Date|To|Cc|Subject|Gesendet|An|Betreff|Enviado|Para|Asunto|Envoyé|À|Objet"
    r"|Anfonwyd|At|Pwnc)\s*:\*?",
    re.I,
)

_MAX_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Split:
    """The two halves of a body; `new` is empty when nothing was added to what is quoted."""

    new: str
    quoted: str


def split(text: str) -> Split:
    """Divide a body. Lines of `>` are quoted wherever they stand; a mark quotes all below it."""
    lines = text.split("\n", _MAX_LINES)
    cut = _first_mark(lines)
    new: list[str] = []
    quoted: list[str] = []
    for number, line in enumerate(lines[:cut]):
        if line.lstrip().startswith(">") or _introduces(lines, number):
            quoted.append(line)
        else:
            new.append(line)
    quoted += lines[cut:]
    return Split("\n".join(new).strip(), "\n".join(quoted).strip())


def _first_mark(lines: list[str]) -> int:
    """The line from which on everything is an earlier message."""
    for number, line in enumerate(lines):
        if _CUT.match(line) or _is_block(lines, number) or _is_open_attribution(lines, number):
            return number
    return len(lines)


def _is_block(lines: list[str], number: int) -> bool:
    """Outlook's From, Sent, To, Subject: the first with two more right below."""
    line = lines[number]
    if _RULE.match(line):
        following = number + 1
        while following < len(lines) and not lines[following].strip():
            following += 1
        return following < len(lines) and _is_block_head(lines, following)
    return _is_block_head(lines, number)


def _is_block_head(lines: list[str], number: int) -> bool:
    if not _BLOCK_START.match(lines[number]):
        return False
    return sum(bool(_BLOCK_FIELD.match(line)) for line in lines[number + 1 : number + 8]) >= 2


def _attributed(lines: list[str], number: int) -> int:
    """How many lines an attribution takes from here on: 0, 1, 2 or 3."""
    line = lines[number].strip()
    if _SHORT_ATTRIBUTION.match(line):
        return 1
    for count in (1, 2, 3):
        if _ATTRIBUTION.match("\n".join(lines[number : number + count]).strip()):
            return count
    return 0


def _is_open_attribution(lines: list[str], number: int) -> bool:
    """An attribution whose quotation is not marked by `>`: all below it is the earlier message."""
    count = _attributed(lines, number)
    if not count or not lines[number].strip().lower().startswith(
        ("on ", "le ", "am ", "el ", "ar ", "il ", "op ", "den ", "w dniu ")
    ):
        return False
    below = next((line for line in lines[number + count :] if line.strip()), "")
    return bool(below) and not below.lstrip().startswith(">")


def _introduces(lines: list[str], number: int) -> bool:
    """Does this line belong to the attribution above a `>` quotation?"""
    for start in range(max(0, number - 2), number + 1):
        count = _attributed(lines, start) if lines[start].strip() else 0
        if count and start + count > number:
            below = next((line for line in lines[start + count :][:3] if line.strip()), "")
            return below.lstrip().startswith(">")
    return False
