"""From what is found in a text to the types that it may be of: the whole way in machine code.

What is told is one array of numbers, which `sight` reads: what the item is, by bits; the urgent
matters, each with its number, its score and its passages; the types that hints may not speak for;
the types that were seen and stay, each with its number, its score, which of its conditions of `any`
hold, and its passages. Before several of anything stands how many there are. Scores are in
thousandths, a passage is its part, start and end.
"""

from __future__ import annotations

import numpy as np

from mailroom.casework.matching.kernel import Found, find_all, find_by_hits, language_of
from mailroom.casework.matching.native import Bytes, Ints, native, native_stage
from mailroom.casework.matching.program import WEIGHTS, Program
from mailroom.casework.matching.shelf import taken
from mailroom.casework.weighing import facts as fact
from mailroom.casework.weighing import looked_for as wanted
from mailroom.casework.weighing.holding import (
    FOUND,
    drop_other_counts,
    drop_other_languages,
    hold_always,
    holding,
    linked,
    rows_of_which_any_is,
    with_moods,
)
from mailroom.casework.weighing.looked_for import row
from mailroom.casework.weighing.scope import ASKS_HOW_MANY, scope_of, several_in
from mailroom.casework.weighing.scoring import Weights, combined, widest
from mailroom.casework.weighing.seeing import open_types, tell, tell_passages, tell_types

_AS_A_SUGGESTION = 490
"""Highest score of an urgent matter: wide words alone never make a type sure."""


@native
def weighed(
    program: Program, active: Bytes, looked_for: Ints, facts: Ints, text: Bytes, mended: Bytes
) -> Ints:
    """What a folded text tells, by the types and matters that are looked for (`find_all`)."""
    found = find_all(program, active, text, mended, fact.layout_of(facts))
    return _weighed(program.shelf, active, looked_for, facts, text, found)


@native
def weighed_by_hits(
    program: Program, active: Bytes, looked_for: Ints, facts: Ints, text: Bytes, hits: Ints
) -> Ints:
    """The same where the literals were found already."""
    found = find_by_hits(program, active, text, hits, fact.layout_of(facts))
    return _weighed(program.shelf, active, looked_for, facts, text, found)


@native_stage
def _weighed(
    shelf: Ints, active: Bytes, looked_for: Ints, facts: Ints, text: Bytes, found: Found
) -> Ints:
    bits = np.zeros(len(active), np.uint8)
    passages = with_moods(shelf, active, found, fact.own_parts(facts))
    newest, before = linked(passages, facts[fact.HEARS_QUOTED], bits)
    hold_always(shelf, active, bits)
    drop_other_languages(shelf, language_of(found.languages), bits)
    several, is_asked = several_in(shelf, looked_for, facts, text, bits)
    drop_other_counts(shelf, several, bits)
    weights = Weights(taken(shelf, WEIGHTS), newest, before, passages, facts[fact.HAS_QUOTED])
    scope = scope_of(looked_for, facts, bits) | (ASKS_HOW_MANY if is_asked else 0)
    types = len(taken(looked_for, wanted.URGENT))
    told = np.empty(16 + 8 * types + 4 * len(bits) + 3 * len(passages), np.int32)
    told[0] = scope
    filled = _matters(looked_for, bits, weights, told, 1)
    is_open = open_types(looked_for, bits)
    filled = tell(np.flatnonzero(is_open == 0).astype(np.int32), told, filled)
    filled = tell_types(looked_for, scope, is_open, bits, weights, told, filled)
    return told[:filled].copy()


@native_stage
def _matters(looked_for: Ints, bits: Bytes, weights: Weights, told: Ints, filled: int) -> int:
    """Tell of the urgent matters. Denials do not clear an item: `I never threatened` is read."""
    place, count = filled, 0
    filled += 1
    said_at, said = taken(looked_for, wanted.MATTERS_AT), taken(looked_for, wanted.MATTERS)
    none_at, none = taken(looked_for, wanted.NO_MATTERS_AT), taken(looked_for, wanted.NO_MATTERS)
    is_said = rows_of_which_any_is(bits, said_at, said, FOUND)
    is_barred = rows_of_which_any_is(bits, none_at, none, FOUND)
    for matter in range(len(is_said)):
        if not is_said[matter] or is_barred[matter]:
            continue
        conditions = row(looked_for, wanted.MATTERS_AT, matter)
        spoken = conditions[holding(bits, conditions, FOUND)]
        told[filled] = matter
        told[filled + 1] = min(combined(spoken, 0, weights), _AS_A_SUGGESTION)
        spans = np.empty((len(weights.passages), 3), np.int32)
        found = spans[: widest(spoken, 0, weights, spans)]
        filled, count = tell_passages(found, told, filled + 2), count + 1
    told[place] = count
    return filled
