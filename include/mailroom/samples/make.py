"""Makes samples: registers, mail in all channels, and the answers."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from mailroom.policy.calendars import BusinessCalendar, load_calendars
from mailroom.records.mail import Agency, Channel
from mailroom.samples.agencies import facts_of
from mailroom.samples.answers import Answer, answers_for, write_answers
from mailroom.samples.calls import Switchboard
from mailroom.samples.casting import Casting
from mailroom.samples.deliveries import ChannelMaker, Delivered, Delivery, Progress
from mailroom.samples.due import CALENDARS
from mailroom.samples.faxes import FaxMachine
from mailroom.samples.mail_messages import MailServer
from mailroom.samples.messages import Author
from mailroom.samples.order import Order, begin, finish
from mailroom.samples.pages import Typesetter
from mailroom.samples.phrasebook import phrasebook
from mailroom.samples.registers import write_registers
from mailroom.samples.scans import Scanner
from mailroom.samples.scenes import Happening, Plan, Scene
from mailroom.samples.world import build_world

FOLDERS: Mapping[Channel, str] = {
    Channel.EMAIL: "email",
    Channel.LETTER: "letters",
    Channel.FAX: "fax",
    Channel.TELEPHONE: "telephone",
}


def make_samples(
    order: Order, folder: Path, rules: Path, progress: Progress
) -> dict[tuple[Agency, Channel], int]:
    """Write everything below `folder`, and say how many items came by each channel.

    `rules` is the folder of the packs: deadlines follow their calendars (PolicyFault where one is
    wrong). `progress` is called once an item. The receipt is written last, so that a folder
    left half-made is never taken for a whole one.
    """
    begin(order, folder)
    calendars = load_calendars(rules)
    answers: list[Answer] = []
    for agency in order.agencies:
        answers += _make_agency(order, agency, folder, calendars[CALENDARS[agency]], progress)
    write_answers(answers, folder / "answers.jsonl")
    finish(folder)
    return dict(Counter((answer.agency, answer.channel) for answer in answers))


def _make_agency(
    order: Order, agency: Agency, folder: Path, calendar: BusinessCalendar, progress: Progress
) -> list[Answer]:
    today = order.as_of.astimezone(facts_of(agency).zone).date()
    world = build_world(agency, order.count, order.seed, today)
    write_registers(world, folder / "registers" / agency)
    casting = Casting(world, order.seed, today)
    book = phrasebook(agency)
    author = Author(casting, book, order.seed)
    scenes = Plan(casting, book, order.seed).scenes(order.counts(), order.as_of)
    copies = _copies(scenes)
    deliveries = [Delivery(author.write(scene), copies.get(scene.number)) for scene in scenes]
    delivered = _deliver(order, agency, deliveries, folder / "mail" / agency, progress)
    return answers_for(agency, delivered, calendar, order.as_of)


def _deliver(
    order: Order, agency: Agency, deliveries: Sequence[Delivery], folder: Path, progress: Progress
) -> list[Delivered]:
    facts = facts_of(agency)
    done: list[Delivered] = []
    with tempfile.TemporaryDirectory(prefix="mailroom-samples-") as work:
        setter = Typesetter(Path(work))
        makers: dict[Channel, ChannelMaker] = {
            Channel.EMAIL: MailServer(facts, setter, order.seed, born_digital=order.born_digital),
            Channel.LETTER: Scanner(facts, setter, order.seed),
            Channel.FAX: FaxMachine(facts, setter, order.seed),
            Channel.TELEPHONE: Switchboard(facts),
        }
        for channel in order.channels:
            mine = [one for one in deliveries if one.message.scene.channel is channel]
            done += makers[channel].deliver(mine, folder / FOLDERS[channel], progress)
    return done


def _copies(scenes: Sequence[Scene]) -> dict[int, int]:
    """For each duplicate the last plain request before it by the same channel, not copied yet.

    A duplicate with nothing before it stays what it also is: a request of its own.
    """
    copies: dict[int, int] = {}
    last: dict[Channel, int] = {}
    for scene in scenes:
        if scene.happening is Happening.REQUEST:
            last[scene.channel] = scene.number
        elif scene.happening is Happening.DUPLICATE and scene.channel in last:
            copies[scene.number] = last.pop(scene.channel)
    return copies
