"""What is looked for in an item of a day, a sender and a channel, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple

from mailroom.casework.matching.native import Ints, native
from mailroom.casework.matching.shelf import shelved, table, taken
from mailroom.policy.service_requests import ServiceRequestType

(
    OURS, ELSEWHERE, UNSOLICITED, THANKS, SAY_SEVERAL,
    MATTERS_AT, MATTERS, NO_MATTERS_AT, NO_MATTERS,
    ANY_AT, ANY, ALL_AT, ALL, NONE_AT, NONE,
    THRESHOLDS, MARGINS, REMAINDER, URGENT, YIELDS_TO, GOES_WITH,
) = range(21)  # fmt: skip
"""What stands on the shelf: the conditions of the pack's scope and of its urgent matters; of the
types, remainders last, their conditions, thresholds and margins in thousandths, and whether they
are remainders and urgent; two tables of types by types."""
_NOISE = 1e-6  # 1000 times a decimal may come out a little more or less
_NONE_ASKED = -1


class TypeRules(NamedTuple):
    """A type with its conditions by their numbers in the pack's book."""

    kind: ServiceRequestType
    any: tuple[int, ...]
    all: tuple[int, ...]
    none: tuple[int, ...]


class Scope(NamedTuple):
    """The conditions of a pack that speak of whole items: whose business they are, and of which
    urgent matters, each with what must not be found."""

    ours: Sequence[int] = ()
    elsewhere: Sequence[int] = ()
    unsolicited: Sequence[int] = ()
    thanks: Sequence[int] = ()
    several: Sequence[int] = ()
    matters: Sequence[Sequence[int]] = ()
    no_matters: Sequence[Sequence[int]] = ()


def shelf_of(scope: Scope, types: Sequence[TypeRules], urgent: frozenset[str]) -> Ints:
    """What is looked for, for `weighed`; the types have to stand in order."""
    kinds = [one.kind for one in types]
    return shelved([
        *scope[:5],
        *table(scope.matters),
        *table(scope.no_matters),
        *table(one.any for one in types),
        *table(one.all for one in types),
        *table(one.none for one in types),
        [ceil(1000 * kind.match.threshold - _NOISE) for kind in kinds],
        [_margin(kind.match.margin) for kind in kinds],
        [kind.is_remainder for kind in kinds],
        [kind.type in urgent for kind in kinds],
        between(kinds, "yields_to"),
        between(kinds, "goes_with"),
    ])  # fmt: skip


def between(kinds: Sequence[ServiceRequestType], names: str) -> list[bool]:
    """For each type, row by row, whether it names each of them in such a field."""
    return [other.type in getattr(one, names) for one in kinds for other in kinds]


def _margin(asked: float) -> int:
    """The greatest lead that leaves it open which of two types is meant."""
    return floor(1000 * asked + _NOISE) if asked else _NONE_ASKED


@native
def row(shelf: Ints, starts: int, number: int) -> Ints:
    """One row of a table on a shelf."""
    at, items = taken(shelf, starts), taken(shelf, starts + 1)
    return items[at[number] : at[number + 1]]
