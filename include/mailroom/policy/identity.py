"""How reference numbers look, and the words that introduce them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, field_validator

from mailroom.policy.part import Part, Reference, Text


class ReferenceNumber(Part):
    """One kind of number.

    `pattern` is a regular expression for `re` (ignore case) of the number alone, spaces and dashes
    as people write them included. `introduced_by` are words that may stand before it;
    `needs_introduction` says that the number counts only after one of them. `matched` false: it is
    recognised, and a person selects the register row.
    """

    kind: Text
    description: Text
    pattern: Text
    introduced_by: tuple[Text, ...] = ()
    needs_introduction: bool = False
    matched: bool = True
    reference: Reference

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as fault:
            raise ValueError(f"not a regular expression: {fault}") from None
        return value


class Identity(Part):
    """identity.yaml"""

    description: Text
    numbers: Annotated[tuple[ReferenceNumber, ...], Field(min_length=1)]

    def number(self, kind: str) -> ReferenceNumber | None:
        """The entry of this kind."""
        return next((number for number in self.numbers if number.kind == kind), None)
