"""One item judged by the rule files alone, as if the registers held every number that it states.

An agent is taken to act for the employer it names: links are in the registers alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from mailroom.casework.classify import classifier_for
from mailroom.casework.eligibility import Link, why_a_person
from mailroom.casework.identify import Candidate, judge
from mailroom.casework.mentions import Mention, mentions
from mailroom.casework.rule_sets import OFFICE_CALENDAR
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.casework.second_reader.stored import delivered_reader
from mailroom.cli.explaining.items import Item
from mailroom.policy.calendars import BusinessCalendar, calendar_of
from mailroom.policy.pack import Pack
from mailroom.policy.packs import load_pack
from mailroom.records.finding import Classification, ItemText, Verdict
from mailroom.records.mail import Agency
from mailroom.records.sender import Capacity, Sender
from mailroom.settings import Settings

SUBJECTS = {"ern": "employer", "employer_ref": "employer", "earn": "employer_agent",
            "case_number": "case"}  # fmt: skip
"""What a number leads to in the registers; the other kinds lead to persons, who are not known."""
LINKED = (Link(date.min, None),)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one agency judges by, as it stands in the files."""

    pack: Pack
    calendar: BusinessCalendar
    reader: SecondReader | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All there is to say about one item received on the local `day`.

    `why_held` says why a person must look although the words are clear; `capacity_said` that the
    capacity was given and not taken from the file.
    """

    item: Item
    day: date
    stated: tuple[Mention, ...]
    sender: Sender
    capacity_said: bool
    verdict: Classification
    why_held: str | None

    @property
    def is_opened(self) -> bool:
        """Whether service requests would be opened without a person."""
        return self.verdict.verdict is Verdict.CLASSIFIED and self.why_held is None


def load_rules(settings: Settings, agency: Agency) -> Rules:
    """The pack and the office's calendar. Raises PolicyFault naming file, line and cure."""
    pack = load_pack(settings.rules, agency)
    reader = delivered_reader(settings.models, agency)
    return Rules(pack, calendar_of(pack.calendar, OFFICE_CALENDAR[agency]), reader)


def judge_item(
    item: Item, rules: Rules, capacity: Capacity | None, received: datetime | None
) -> Judgement:
    """Identify and classify one item by the rules in force on the day it was received.

    `capacity` and `received` replace what the file itself says, where they are given.
    """
    item = replace(item, received_at=received or item.received_at)
    day = rules.calendar.local_day(item.received_at)
    stated = mentions(rules.pack.agency, rules.pack.identity, item.parts, item.contact)
    sender = _as_said(capacity) if capacity else _as_stated(stated, item)
    classifier = classifier_for(rules.pack, rules.reader)
    verdict = classifier.classify(_text(item, sender.capacity, day))
    doubt = None
    if verdict.verdict is Verdict.CLASSIFIED:
        doubt = why_a_person(rules.pack, verdict, sender, day, LINKED)
    return Judgement(
        item, day, stated, sender, capacity is not None, verdict, doubt.words if doubt else None
    )


def _text(item: Item, capacity: Capacity, day: date) -> ItemText:
    mail = item.reading.mail
    named = {
        f"attachment_name:{number}": one.name
        for number, one in enumerate(mail.attachments if mail else (), start=1)
        if one.name
    }
    return ItemText(
        parts=item.parts | named,
        capacity=capacity,
        channel=item.channel,
        is_bounce=bool(mail and mail.is_bounce),
        is_auto_reply=bool(mail and mail.is_auto_reply),
        received_on=day,
        unread=item.reading.unread,
    )


def _as_stated(stated: tuple[Mention, ...], item: Item) -> Sender:
    entries = {mention.value: number for number, mention in enumerate(stated)}
    led = {
        mention: (_candidate(SUBJECTS[mention.kind], entries[mention.value]),)
        for mention in stated
        if mention.kind in SUBJECTS
    }
    return judge(stated, led, item.parts, item.contact)


def _candidate(subject: str, entry: int) -> Candidate:
    return Candidate(
        subject,
        employer_id=entry if subject == "employer" else None,
        employer_agent_id=entry if subject == "employer_agent" else None,
        case_id=entry if subject == "case" else None,
    )


def _as_said(capacity: Capacity) -> Sender:
    """A sender of this capacity whom the registers know."""
    return Sender(
        capacity,
        employer_id=0 if capacity is Capacity.EMPLOYER else None,
        employer_agent_id=0 if capacity is Capacity.EMPLOYER_AGENT else None,
    )
