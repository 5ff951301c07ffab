"""Writes a scene out: greeting, references, paragraphs, closing; one message for any channel."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from mailroom.samples.agencies import AgencyFacts, facts_of
from mailroom.samples.casting import Casting
from mailroom.samples.facts import Employee
from mailroom.samples.phrasebook import Phrasebook, Wording
from mailroom.samples.scenes import Happening, Scene
from mailroom.samples.slips import mistype

BY_NUMBER_ALONE = (Happening.WRONG_REFERENCE, Happening.TRN)


@dataclass(frozen=True, slots=True)
class Message:
    """What one scene says.

    `types` are the codes asked for, the first one first. `reference` is the number stated, `about`
    the one employee named by number. The scene's writer shows no telephone or email of a register
    where the number alone must decide.
    """

    scene: Scene
    types: tuple[str, ...]
    subject: str
    greeting: str
    reference: str
    reference_lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    closing: str
    quoted: str = ""
    about: Employee | None = None
    promised_at: datetime | None = None

    @property
    def signature(self) -> tuple[str, ...]:
        """Name, and the firm below it."""
        writer = self.scene.writer
        return (writer.name, writer.organisation) if writer.organisation else (writer.name,)


@dataclass(frozen=True, slots=True)
class _Content:
    types: tuple[str, ...]
    subject: str
    texts: tuple[str, ...]


class Author:
    """Writes messages of one agency from one source of chance."""

    def __init__(self, casting: Casting, book: Phrasebook, seed: int) -> None:
        self._casting = casting
        self._book = book
        self._facts: AgencyFacts = facts_of(casting.world.agency)
        self._chance = random.Random(f"author:{self._facts.agency}:{seed}")

    def write(self, planned: Scene) -> Message:
        """The message of a scene, typing errors and all."""
        scene = self._disguised(planned)
        employees = self._casting.employees(scene.writer)
        day = scene.received_at.astimezone(self._facts.zone).date()
        facts = asdict(self._casting.facts(scene.writer, employees, day))
        content = self._content(scene)
        reference, lines = self._references(scene)
        return Message(
            scene=scene,
            types=content.types,
            subject=content.subject.format(**facts),
            greeting=self._chance.choice(self._book.greetings),
            reference=reference,
            reference_lines=lines,
            paragraphs=self._slips(scene, tuple(text.format(**facts) for text in content.texts)),
            closing=self._chance.choice(self._book.closings),
            quoted=self._quoted(scene),
            about=_about(content.texts, employees),
            promised_at=self._promise(scene),
        )

    def _disguised(self, scene: Scene) -> Scene:
        """The scene with a writer whose telephone and email are in no register."""
        if scene.happening not in BY_NUMBER_ALONE or scene.channel is Channel.EMAIL:
            return scene
        number = self._casting.stranger_telephone()
        return replace(scene, writer=replace(scene.writer, telephone=number, email="", fax=""))

    def _content(self, scene: Scene) -> _Content:
        if scene.wording is None:
            return self._without_type(scene)
        asked = [scene.wording, *([scene.second] if scene.second else [])]
        types = [wording.type for wording in asked]
        texts = [self._say(scene, wording) for wording in asked]
        if len(texts) > 1 and scene.channel is not Channel.TELEPHONE:
            texts[1] = self._chance.choice(self._book.links) + texts[1]
        if self._wants_call(scene, types):
            texts.append(self._chance.choice(self._book.calls))
            types.append("callback")
        subject = self._chance.choice(scene.wording.subjects)
        return _Content(tuple(types), subject, self._embedded(scene, texts))

    def _embedded(self, scene: Scene, texts: Sequence[str]) -> tuple[str, ...]:
        """The requests among sentences that ask for nothing; a voice message comes to the point."""
        opening: list[str] = []
        remark: list[str] = []
        if scene.channel is not Channel.TELEPHONE:
            opening = [self._chance.choice(self._book.openings)] * (self._chance.random() < 0.5)
            remark = [self._chance.choice(self._book.remarks)] * (self._chance.random() < 0.5)
        return (*opening, *texts, *remark)

    def _say(self, scene: Scene, wording: Wording) -> str:
        return self._chance.choice(wording.said(scene.writer.capacity, scene.channel))

    def _without_type(self, scene: Scene) -> _Content:
        choice, book = self._chance.choice, self._book
        if scene.happening is Happening.VAGUE:
            return _Content((), "Following our conversation", (choice(book.vague),))
        if scene.happening is Happening.AUTO_REPLY:
            return _Content((), "Automatic reply: your letter", (choice(book.auto_reply),))
        if scene.channel is Channel.TELEPHONE:
            return _Content((), "", (choice(book.spoken_out_of_scope),))
        other = choice(book.out_of_scope)
        return _Content((), other.subject, (other.text,))

    def _wants_call(self, scene: Scene, types: Sequence[str]) -> bool:
        """Callers to ORS want to be called back, save those who rage; the CMS has no such type."""
        voice = scene.channel is Channel.TELEPHONE and bool(self._book.calls)
        return voice and not {"callback", "threat", "abusive_contact"} & set(types)

    def _references(self, scene: Scene) -> tuple[str, tuple[str, ...]]:
        """The number stated first, and the lines that state numbers."""
        writer, labels = scene.writer, self._book.labels
        if scene.happening is Happening.OUT_OF_SCOPE or writer.capacity is Capacity.UNKNOWN:
            return "", ()
        kind = "employer" if writer.employer_ref else "case"
        number = writer.employer_ref or writer.case_number
        if scene.happening is Happening.WRONG_REFERENCE:
            number = self._casting.unknown_reference(writer)
        if scene.happening is Happening.CONFLICT:
            number = self._casting.other_reference(writer)
        if scene.happening is Happening.TRN:
            kind, number = "trn", self._casting.trn()
        if self._leaves_out(scene):
            return "", ()
        lines = [self._chance.choice(labels[kind]).format(number=number)]
        if writer.earn:
            lines.insert(0, self._chance.choice(labels["agent"]).format(number=writer.earn))
        if writer.national_id and kind == "case" and self._plain(scene):
            lines.append(self._chance.choice(labels["national"]).format(number=writer.national_id))
        return writer.earn or number, tuple(lines)

    def _leaves_out(self, scene: Scene) -> bool:
        """Some who write from an address on record state no number."""
        known = scene.writer.capacity in (
            Capacity.EMPLOYER,
            Capacity.PAYING_PARENT,
            Capacity.RECEIVING_PARENT,
        )
        return (
            known
            and scene.channel in (Channel.EMAIL, Channel.TELEPHONE)
            and scene.happening in (Happening.REQUEST, Happening.QUOTED)
            and self._chance.random() < 0.25
        )

    def _plain(self, scene: Scene) -> bool:
        return scene.happening is Happening.REQUEST and self._chance.random() < 0.2

    def _slips(self, scene: Scene, paragraphs: tuple[str, ...]) -> tuple[str, ...]:
        wrong = scene.happening is Happening.REQUEST and self._chance.random() < 0.25
        return tuple(mistype(text, self._chance) if wrong else text for text in paragraphs)

    def _quoted(self, scene: Scene) -> str:
        if scene.happening is not Happening.QUOTED:
            return ""
        return self._chance.choice(self._book.earlier)

    def _promise(self, scene: Scene) -> datetime | None:
        """Some callers were told when they would be called: two hours to two days later."""
        promised = scene.channel is Channel.TELEPHONE and scene.wording is not None
        if not promised or self._chance.random() > 0.4:
            return None
        later = scene.received_at + timedelta(hours=self._chance.choice((2, 4, 24, 48)))
        return later.replace(minute=0, second=0)


def _about(texts: Sequence[str], employees: Sequence[Employee]) -> Employee | None:
    named = any("{employee_id}" in text for text in texts)
    several = any("{employee2" in text for text in texts)
    return employees[0] if named and not several and employees else None
