"""Writes a scene out: greeting, references, paragraphs, closing; one message for any channel."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from mailroom.records.mail import Agency, Channel
from mailroom.records.sender import Capacity
from mailroom.samples.agencies import AgencyFacts, facts_of
from mailroom.samples.casting import Casting
from mailroom.samples.facts import Employee, Facts
from mailroom.samples.phrasebook import Phrasebook, Wording
from mailroom.samples.scenes import Happening, Scene
from mailroom.samples.slips import mistype

UNREGISTERED_SENDER = (Happening.WRONG_REFERENCE, Happening.TRN)


@dataclass(frozen=True, slots=True)
class Message:
    """What one scene says. `reference` is the number stated, `about` whose NINO is named.

    `telephone` and `email` are those the message shows: empty where the number alone must decide.
    """

    scene: Scene
    subject: str
    greeting: str
    reference: str
    reference_lines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]
    telephone: str
    email: str
    quoted: str = ""
    about: Employee | None = None
    promised_at: datetime | None = None

    @property
    def types(self) -> tuple[str, ...]:
        """Codes of the types asked for, the first one first."""
        asked = (self.scene.wording, self.scene.second)
        codes = tuple(wording.type for wording in asked if wording is not None)
        return codes + (("callback",) if self.asks_for_call and "callback" not in codes else ())

    @property
    def asks_for_call(self) -> bool:
        """True when the words added to a voice message ask ORS to call back."""
        return any("please call me back" in text for text in self.paragraphs)


class Author:
    """Writes messages of one agency from one source of chance."""

    def __init__(self, casting: Casting, book: Phrasebook, seed: int) -> None:
        self._casting = casting
        self._book = book
        self._facts: AgencyFacts = facts_of(casting.world.agency)
        self._chance = random.Random(f"author:{self._facts.agency}:{seed}")

    def write(self, scene: Scene) -> Message:
        """The message of `scene`, typing errors and all."""
        employees = self._casting.employees(scene.writer)
        day = scene.received_at.astimezone(self._facts.zone).date()
        facts = self._casting.facts(scene.writer, employees, day)
        subject, paragraphs, about = self._content(scene, facts, employees)
        reference, lines = self._references(scene)
        hidden = scene.happening in UNREGISTERED_SENDER and scene.channel is not Channel.EMAIL
        return Message(
            scene=scene,
            subject=subject,
            greeting=self._chance.choice(self._book.greetings),
            reference=reference,
            reference_lines=lines,
            paragraphs=self._slips(scene, paragraphs),
            closing=self._chance.choice(self._book.closings),
            signature=(scene.writer.name, *filter(None, [scene.writer.organisation])),
            telephone=self._casting.stranger_telephone() if hidden else scene.writer.telephone,
            email="" if hidden else scene.writer.email,
            quoted=self._quoted(scene),
            about=about,
            promised_at=self._promise(scene),
        )

    def _content(
        self, scene: Scene, facts: Facts, employees: tuple[Employee, ...]
    ) -> tuple[str, tuple[str, ...], Employee | None]:
        """Subject, paragraphs, and the one employee who is named by number."""
        if scene.wording is None:
            subject, text = self._without_type(scene)
            return subject, (text.format(**asdict(facts)),), None
        texts = [self._say(scene, scene.wording)]
        if scene.second is not None:
            texts.append(self._chance.choice(self._book.links) + self._say(scene, scene.second))
        if self._wants_call(scene):
            texts.append("please call me back at {telephone}")
        named = any("{employee_id}" in text for text in texts)
        several = any("{employee2" in text for text in texts)
        about = employees[0] if named and not several and employees else None
        filled = tuple(text.format(**asdict(facts)) for text in texts)
        subject = self._chance.choice(scene.wording.subjects).format(**asdict(facts))
        return subject, filled, about

    def _say(self, scene: Scene, wording: Wording) -> str:
        return self._chance.choice(wording.said(scene.writer.capacity, scene.channel))

    def _without_type(self, scene: Scene) -> tuple[str, str]:
        if scene.happening is Happening.VAGUE:
            return "Following our conversation", self._chance.choice(self._book.vague)
        if scene.happening is Happening.AUTO_REPLY:
            text = self._chance.choice(self._book.auto_reply)
            return "Automatic reply: your letter", text
        other = self._chance.choice(self._book.out_of_scope)
        return other.subject, other.text

    def _wants_call(self, scene: Scene) -> bool:
        voice = scene.channel is Channel.TELEPHONE and self._facts.agency is Agency.ORS
        codes = {wording.type for wording in (scene.wording, scene.second) if wording}
        return voice and not codes & {"callback", "threat", "abusive_contact"}

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
            lines.append(
                self._chance.choice(labels["national"]).format(number=writer.national_id)
            )
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
