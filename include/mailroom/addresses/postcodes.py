"""UK postcodes: which are real in shape and area, and how they are printed."""

from __future__ import annotations

import re

# The 121 areas of the United Kingdom, the Crown dependencies (GY, IM, JE), the forces (BF) and
# the non-geographic area of large organisations (BX: banks, HM Revenue & Customs).
_AREAS = """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN
LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP
SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""

# The last two letters are never C, I, K, M, O or V: machines confuse them.
_REAL = re.compile(rf"(?:{'|'.join(_AREAS.split())})[0-9][0-9A-Z]?[0-9][ABD-HJLNP-UW-Z]{{2}}")

# A postcode at the end of a longer line, in its usual two halves or as one word.
_AT_END = re.compile(
    r"^(?P<before>.*[^\W\d_]{2}[^\w]*),?\s+(?P<postcode>[A-Za-z]{1,2}\d[\dA-Za-z]?\s*\d[A-Za-z]{2})$"
)


def printed(text: str) -> str | None:
    """`SW1A 1AA` from any spelling of a real postcode, None from anything else."""
    squeezed = "".join(text.split()).upper()
    return f"{squeezed[:-3]} {squeezed[-3:]}" if _REAL.fullmatch(squeezed) else None


def apart(line: str) -> tuple[str, ...]:
    """`Town SW1A 1AA` as town and postcode; any other line as it is."""
    found = None if printed(line) else _AT_END.match(line)
    if found is None or printed(found["postcode"]) is None or printed(found["before"]):
        return (line,)
    return found["before"].rstrip(" ,"), found["postcode"]
