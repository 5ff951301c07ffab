"""What must not wait: words that put an item before all others."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailroom.policy.conditions import Condition
from mailroom.policy.part import Part, Reference, Text
from mailroom.policy.service_requests import Examples


class UrgentMatter(Part):
    """One kind of urgency, wide on purpose: to miss one is worse than to look at ten.

    Finding `type` makes an item urgent as well. Where only the words here were found, `type`, or
    else `suggests`, is a suggestion and a person looks.
    """

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]+$")]
    title: Text
    office: Text
    reference: Reference
    any: Annotated[tuple[Condition, ...], Field(min_length=1)]
    none: tuple[Condition, ...] = ()
    type: Text | None = None
    suggests: Text | None = None
    examples: Examples

    @property
    def suggested(self) -> str | None:
        """The type these words speak for."""
        return self.type or self.suggests


class Urgent(Part):
    """urgent.yaml"""

    description: Text
    matters: tuple[UrgentMatter, ...]
