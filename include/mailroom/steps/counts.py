"""Counts: how many of what. The only thing a step gives back, and all that a log line holds."""

from __future__ import annotations

from collections.abc import Mapping

Counts = dict[str, int]


def add(total: Counts, more: Mapping[str, int]) -> None:
    """Add counts into a total."""
    for name, number in more.items():
        total[name] = total.get(name, 0) + number
