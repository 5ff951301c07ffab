"""Tidy and check postal addresses.

`mailroom address --json --cases FILE` reads JSON lines (id, address, jurisdiction UK or UT,
international_allowed) and writes one JSON line for each: id, valid, lines, normalised, postcode,
country, problems. UK addresses follow GOV.UK Notify's rules, US addresses USPS Publication 28. The
agency's own addresses come from offices.yaml of its pack. A line that cannot be used is named on
standard error; the others are answered all the same, and the exit status is 2.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from mailroom.addresses.postal import Jurisdiction, tidy
from mailroom.cli import cases
from mailroom.errors import PolicyFault, UsageFault
from mailroom.policy.duties import Offices
from mailroom.policy.yaml_source import PackFault, read_yaml
from mailroom.records.mail import Agency
from mailroom.settings import from_environment

AGENCIES: dict[Jurisdiction, Agency] = {"UK": Agency.CMS, "UT": Agency.ORS}


def arguments(parser: argparse.ArgumentParser) -> None:
    """--cases, --json, --rules."""
    cases.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Answer every line of the file."""
    rules = args.rules or from_environment().rules
    own = {post: _own_addresses(rules, agency) for post, agency in AGENCIES.items()}
    return cases.answer_cases(args.cases, partial(_answer, own))


def _answer(own: Mapping[Jurisdiction, Sequence[str]], case: cases.Case) -> dict[str, object]:
    jurisdiction = _jurisdiction(case)
    address = tidy(
        cases.text(case, "address"),
        jurisdiction,
        international_allowed=cases.flag(case, "international_allowed"),
        own_addresses=own[jurisdiction],
    )
    return {
        "id": cases.text(case, "id"),
        "valid": address.valid,
        "lines": address.lines,
        "normalised": address.normalised,
        "postcode": address.postcode,
        "country": address.country,
        "problems": address.problems,
    }


def _jurisdiction(case: cases.Case) -> Jurisdiction:
    given = cases.text(case, "jurisdiction")
    if given not in AGENCIES:
        raise UsageFault(f"give 'jurisdiction' as {' or '.join(AGENCIES)}")
    return given


def _own_addresses(rules: Path, agency: Agency) -> tuple[str, ...]:
    source = read_yaml(rules / agency / "offices.yaml", f"{agency}/offices.yaml")
    if isinstance(source, PackFault):
        raise PolicyFault(str(source))
    try:
        offices = Offices.model_validate(source.content).offices
    except ValidationError as invalid:
        first = invalid.errors()[0]
        raise PolicyFault(str(source.fault(first["loc"], first["msg"], "correct it"))) from None
    return tuple("\n".join(one.lines) for office in offices for one in office.postal_addresses)
