"""Words a letter must not use, and what to say instead."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mailroom.policy.part import Part, Reference, Text


class Term(Part):
    """Words not to be used (whole words, any case) and the words to use instead."""

    avoid: Annotated[tuple[Text, ...], Field(min_length=1)]
    use: Text
    reference: Reference


class Prohibition(Part):
    """A kind of thing that may not leave in any letter or email: `emoticons`."""

    kind: Text
    description: Text
    reference: Reference


class Wording(Part):
    """wording.yaml"""

    description: Text
    terms: tuple[Term, ...] = ()
    forbidden: tuple[Prohibition, ...] = ()
