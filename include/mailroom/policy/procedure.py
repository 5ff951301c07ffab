"""The paragraphs a rule may cite, and the points where the procedure is unclear."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from mailroom.policy.part import Part, Reference, Text


class Document(Part):
    """A procedure: `id` is how it is cited."""

    id: Text
    title: Text
    publisher: Text
    revised: date | None


class Paragraph(Part):
    """One citable place, summed up in our own words."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]+$")]
    document: Text
    heading: Text
    item: Text | None = None
    step: Text | None = None
    summary: Text

    @property
    def place(self) -> tuple[str, str | None, str | None, str | None]:
        """What a citation must be equal to."""
        return self.document, self.heading, self.item, self.step


class Procedure(Part):
    """procedure.yaml"""

    description: Text
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]
    paragraphs: Annotated[tuple[Paragraph, ...], Field(min_length=1)]

    def resolves(self, reference: Reference) -> bool:
        """Whether the citation leads to a paragraph; `local` needs none."""
        place = (reference.document, reference.heading, reference.item, reference.step)
        return reference.is_local or any(place == paragraph.place for paragraph in self.paragraphs)


class UnclearPoint(Part):
    """A place that can be read in two ways, and the reading taken.

    `touches` names types, obligations, numbers or parts of the pack that it decides something in.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]+$")]
    where: Reference
    unclear: Text
    reading: Text
    touches: Annotated[tuple[Text, ...], Field(min_length=1)]


class Unclear(Part):
    """unclear.yaml"""

    description: Text
    points: tuple[UnclearPoint, ...]
