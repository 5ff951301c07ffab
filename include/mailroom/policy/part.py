"""What all parts of a pack share: frozen models, citations, business time, validity in days."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

LOCAL = "local"
"""Document of a rule that no procedure speaks of."""

Text = Annotated[str, Field(min_length=1)]
Weight = Annotated[float, Field(gt=0, le=1)]

_AMOUNT = re.compile(r"(\d{1,3}) business (day|hour|minute)s?")


class Part(BaseModel):
    """A piece of a pack: cannot change, and knows no key it does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(Part):
    """A citable place in a procedure; document `local` where no procedure speaks."""

    document: Text
    heading: Text | None = None
    item: Text | None = None
    step: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare_word(cls, value: object) -> object:
        return {"document": value} if isinstance(value, str) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _or_in_words(handler(core), {"const": LOCAL})

    @property
    def is_local(self) -> bool:
        """True where the agency decided by itself."""
        return self.document == LOCAL

    @property
    def words(self) -> str:
        """As a person cites it: document, heading, item or step."""
        step = f"step {self.step}" if self.step else None
        return ", ".join(word for word in (self.document, self.heading, self.item, step) if word)


class BusinessTime(Part):
    """An amount of business time; files say it in words: `1 business day`, `4 business hours`."""

    amount: Annotated[int, Field(ge=0, le=999)]
    unit: Literal["day", "hour", "minute"]

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        found = _AMOUNT.fullmatch(value)
        if not found:
            raise ValueError("say it as `1 business day` or `4 business hours`")
        return {"amount": int(found[1]), "unit": found[2]}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _or_in_words(handler(core), {"type": "string", "pattern": f"^{_AMOUNT.pattern}$"})

    @property
    def words(self) -> str:
        """`1 business day`, `2 business hours`."""
        return f"{self.amount} business {self.unit}{'' if self.amount == 1 else 's'}"


def _or_in_words(whole: JsonSchemaValue, words: JsonSchemaValue) -> JsonSchemaValue:
    """Files may say some things in one word or phrase instead of key by key."""
    return {"anyOf": [words, whole]}


class Dated(Part):
    """Something that holds from one day to another, both included; no end means still."""

    effective_from: date
    effective_until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Dated:
        if self.effective_until is not None and self.effective_until < self.effective_from:
            raise ValueError("effective_until lies before effective_from: swap or correct them")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on this local day."""
        return self.effective_from <= day and (
            self.effective_until is None or day <= self.effective_until
        )

    def overlaps(self, other: Dated) -> bool:
        """Whether some day sees both in force."""
        return (other.effective_until is None or self.effective_from <= other.effective_until) and (
            self.effective_until is None or other.effective_from <= self.effective_until
        )
