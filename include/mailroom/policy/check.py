"""Faults between the parts of a pack: citations, names that lead nowhere, dates, codes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from pydantic import BaseModel

from mailroom.policy.pack import Pack
from mailroom.policy.packs import SERVICE_REQUESTS, PackFiles
from mailroom.policy.part import Reference
from mailroom.policy.service_requests import ANY, ServiceRequestType
from mailroom.policy.yaml_source import PackFault, Place

LEAST_MATCH = 8
LEAST_NO_MATCH = 4


def faults_between_parts(pack: Pack, files: PackFiles, letters: Path | None) -> list[PackFault]:
    """All faults of a pack whose files have the right shape.

    `letters` is the agency's folder of letter templates; None leaves templates unchecked.
    """
    return [
        *_citations(pack, files, pack, ()),
        *_same_type_twice(pack, files),
        *_same_codes(pack, files),
        *_examples(pack, files),
        *_names_in_types(pack, files),
        *_names_in_duties(pack, files),
        *_names_in_urgent(pack, files),
        *_hints_of_urgent_types(pack, files),
        *_letters(pack, files, letters),
    ]


def _citations(pack: Pack, files: PackFiles, part: object, place: Place) -> Iterator[PackFault]:
    if isinstance(part, Reference):
        if not pack.procedure.resolves(part):
            yield files.fault(
                place,
                f"the citation `{part.words}` leads to no paragraph",
                "cite one of procedure.yaml, or local",
            )
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _citations(pack, files, getattr(part, name), (*place, name))
    elif isinstance(part, tuple):
        for number, one in enumerate(part):
            yield from _citations(pack, files, one, (*place, number))


def _at(number: int, *inside: str | int) -> Place:
    return (SERVICE_REQUESTS, number, *inside)


def _pairs(
    pack: Pack,
) -> Iterator[tuple[ServiceRequestType, tuple[int, ServiceRequestType]]]:
    numbered = list(enumerate(pack.service_requests))
    for (_, earlier), later in combinations(numbered, 2):
        yield earlier, later


def _same_type_twice(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    for earlier, (number, later) in _pairs(pack):
        if earlier.type == later.type and earlier.overlaps(later):
            yield files.fault(
                _at(number, "effective_from"),
                f"two versions of {later.type} hold on the same day",
                "end the older one with effective_until",
            )


def _same_codes(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    for earlier, (number, later) in _pairs(pack):
        same = later.codes.triple == earlier.codes.triple and any(later.codes.triple)
        declared = later.type in earlier.shares_codes_with and (
            earlier.type in later.shares_codes_with
        )
        if same and earlier.type != later.type and not declared:
            yield files.fault(
                _at(number, "codes"),
                f"the codes are those of {earlier.type}",
                "correct them, or name each other in shares_codes_with",
            )


def _examples(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    for number, kind in enumerate(pack.service_requests):
        for name, found, least in (
            ("match", kind.examples.match, LEAST_MATCH),
            ("no_match", kind.examples.no_match, LEAST_NO_MATCH),
        ):
            if len(found) < least:
                yield files.fault(
                    _at(number, "examples", name),
                    f"{len(found)} examples under {name}, at least {least} are needed",
                    "add some",
                )


def _names_in_types(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    codes = {kind.type for kind in pack.service_requests}
    for number, kind in enumerate(pack.service_requests):
        if kind.obligation and pack.obligation(kind.obligation) is None:
            yield _unknown(files, _at(number, "obligation"), kind.obligation, "obligations.yaml")
        if pack.office(kind.owner) is None:
            yield _unknown(files, _at(number, "owner"), kind.owner, "offices.yaml")
        for step, activity in enumerate(kind.activities):
            if pack.office(activity.by) is None:
                place = _at(number, "activities", step, "by")
                yield _unknown(files, place, activity.by, "offices.yaml")
        others = {
            *kind.yields_to,
            *kind.goes_with,
            *kind.shares_codes_with,
            *filter(None, [kind.match.like]),
            *(also for one in kind.examples.match for also in one.also),
            *(also for one in kind.examples.no_match for also in one.also),
        }
        for other in sorted(others - codes - {ANY}):
            yield _unknown(files, _at(number), other, SERVICE_REQUESTS)


def _names_in_duties(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    for number, climb in enumerate(pack.ladder.climbs):
        place: Place = ("ladder", "climbs", number)
        if pack.obligation(climb.obligation) is None:
            yield _unknown(files, (*place, "obligation"), climb.obligation, "obligations.yaml")
        for step, rung in enumerate(climb.rungs):
            yield from _offices(pack, files, (*place, "rungs", step, "offices"), rung.offices)
    for number, duty in enumerate(pack.obligations.by_channel):
        if pack.obligation(duty.obligation) is None:
            place = ("obligations", "by_channel", number, "obligation")
            yield _unknown(files, place, duty.obligation, "obligations.yaml")
    for number, rule in enumerate(pack.ladder.at_once):
        if not any(kind.type == rule.type for kind in pack.service_requests):
            place = ("ladder", "at_once", number, "type")
            yield _unknown(files, place, rule.type, SERVICE_REQUESTS)
        yield from _offices(pack, files, ("ladder", "at_once", number, "offices"), rule.offices)


def _names_in_urgent(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    codes = {kind.type for kind in pack.service_requests}
    for number, matter in enumerate(pack.urgent.matters):
        place: Place = ("urgent", "matters", number)
        yield from _offices(pack, files, (*place, "office"), (matter.office,))
        if matter.suggested and matter.suggested not in codes:
            yield _unknown(files, place, matter.suggested, SERVICE_REQUESTS)


def _hints_of_urgent_types(pack: Pack, files: PackFiles) -> Iterator[PackFault]:
    urgent = {matter.type for matter in pack.urgent.matters}
    for number, kind in enumerate(pack.service_requests):
        if kind.match.hints and kind.type in urgent:
            yield files.fault(
                _at(number, "match", "hints"),
                f"hints of `{kind.type}` are never asked for: rules alone open what is urgent",
                "remove them, or write them as conditions",
            )


def _offices(
    pack: Pack, files: PackFiles, place: Place, names: tuple[str, ...]
) -> Iterator[PackFault]:
    for name in names:
        if pack.office(name) is None:
            yield _unknown(files, place, name, "offices.yaml")


def _unknown(files: PackFiles, place: Place, name: str, where: str) -> PackFault:
    return files.fault(place, f"`{name}` is not in {where}", "correct the name or add it there")


def _letters(pack: Pack, files: PackFiles, folder: Path | None) -> Iterator[PackFault]:
    if folder is None:
        return
    for number, kind in enumerate(pack.service_requests):
        for step, activity in enumerate(kind.activities):
            if activity.letter and not (folder / f"{activity.letter}.md").is_file():
                yield files.fault(
                    _at(number, "activities", step, "letter"),
                    f"there is no letter template `{activity.letter}`",
                    f"write it, or name one of {folder.name}/",
                )
