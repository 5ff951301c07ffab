"""Conditions on an item: words, who writes, by which channel, about how many parents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from mailroom.policy.part import Part, Text, Weight
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity

Count = Literal["one", "several"]
Mood = Literal["question", "request", "report"]
Place = Literal["subject", "new", "quoted", "attachment", "attachment_name"]
Language = Literal["en", "cy", "es"]


class Near(Part):
    """Words that stand close together in any order, at most `within` other words between two.

    Each of `words` is one or more phrases divided by `|`, any of which will do.
    """

    words: Annotated[tuple[Text, ...], Field(min_length=2, max_length=3)]
    within: Annotated[int, Field(ge=0, le=25)] = 5


class Condition(Part):
    """One reason to think of a type.

    `phrases`, `stems` and `near` are alternatives: one of them must be found, within one sentence.
    `capacity`, `channel`, `language` and `count` must hold besides, and the words must stand in one
    of the places `where` names and in a sentence of one of the `mood`s: one that asks, requests or
    only reports; `mood` without words is any such sentence. Words that are denied or only supposed
    (`if he leaves`) do not count, unless `even_if` says so. A phrase is words in order:
    `statement*` any ending, `a|b` either word, `<group>` any of a group of vocabulary.yaml, `...`
    up to five words.
    """

    phrases: tuple[Text, ...] = ()
    stems: tuple[Text, ...] = ()
    near: tuple[Near, ...] = ()
    capacity: tuple[Capacity, ...] = ()
    channel: tuple[Channel, ...] = ()
    language: tuple[Language, ...] = ()
    where: tuple[Place, ...] = ()
    mood: tuple[Mood, ...] = ()
    even_if: tuple[Literal["denied", "supposed"], ...] = ()
    count: Count | None = None
    weight: Weight = 0.85

    @property
    def has_words(self) -> bool:
        """Whether it asks for words at all."""
        return bool(self.phrases or self.stems or self.near)

    @model_validator(mode="after")
    def _asks_something(self) -> Condition:
        besides = (self.capacity, self.channel, self.count, self.language, self.mood)
        if not (self.has_words or any(besides)):
            raise ValueError("the condition asks for nothing: give phrases, stems, near, ...")
        if not self.has_words and (self.where or self.even_if):
            raise ValueError("where and even_if speak of words: give phrases, stems or near")
        return self


class Match(Part):
    """When an item is of a type: one of `any` (they add up), each of `all`, nothing of `none`.

    `like` takes over the conditions of another type of the pack, before its own. Below
    `threshold` the type is only suggested to a person, and so it is where another type claims the
    same words with a score that is lower by no more than `margin`; 0 lets the first of equals stay.

    `hints` are words, or words side by side, that mean little by themselves. Where no condition
    holds, one of them lets the second reader be believed if it is nearly sure (ADR 0009), whatever
    other types the rules see (ADR 0011); without any, a type that it alone sees goes to a person.
    """

    any: tuple[Condition, ...] = ()
    all: tuple[Condition, ...] = ()
    none: tuple[Condition, ...] = ()
    like: Text | None = None
    hints: tuple[Text, ...] = ()
    threshold: Weight = 0.7
    margin: Annotated[float, Field(ge=0, le=1)] = 0.1

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels by which a type can be asked for at all."""
        if not self.any or any(not one.channel for one in self.any):
            return frozenset(Channel)
        return frozenset(channel for one in self.any for channel in one.channel)

    @model_validator(mode="after")
    def _can_hold(self) -> Match:
        if not (self.any or self.all or self.like):
            raise ValueError("a match needs `any`, `all` or `like`, else it can never hold")
        return self

    @field_validator("hints")
    @classmethod
    def _hints_are_plain_words(cls, hints: tuple[str, ...]) -> tuple[str, ...]:
        for hint in hints:
            if "..." in hint or "<" in hint or "*" in hint[:-1]:
                raise ValueError(
                    f"the hint `{hint}` is no plain word: no `...`, no `<group>`, `*` at its end"
                )
        return hints


class Group(Part):
    """Words that mean the same to a rule; phrases name them as `<group>`."""

    description: Text
    words: Annotated[tuple[Text, ...], Field(min_length=1)]


class Counting(Part):
    """How a text shows that it is about several paying parents."""

    description: Text
    several: tuple[Condition, ...]
    distinct_numbers: tuple[Text, ...] = ()


class Vocabulary(Part):
    """The pack's groups of words, and how it counts paying parents."""

    description: Text
    groups: dict[str, Group] = Field(default_factory=dict)
    counting: Counting | None = None


class Scope(Part):
    """What shows that an item is ours, is somebody else's, or asks for nothing."""

    description: Text
    ours: tuple[Condition, ...]
    elsewhere: tuple[Condition, ...]
    unsolicited: tuple[Condition, ...]
    thanks: tuple[Condition, ...]
