"""Sort texts into service-request types by the policy packs.

`mailroom classify --json --cases FILE` reads JSON lines (id, text, jurisdiction, sender_type,
channel_hint) and writes one JSON line for each: id, outcome, types with score, spans and reference.
Without --json it writes a short line for people. A line that cannot be used is named on standard
error; the others are answered all the same, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import json
from functools import cache, partial
from pathlib import Path
from typing import Any

from mailroom.casework.classify import Classifier, classifier_for
from mailroom.casework.second_reader.stored import delivered_reader
from mailroom.cli import cases
from mailroom.policy.packs import load_pack
from mailroom.records.finding import Finding, ItemText
from mailroom.records.mail import Agency, Channel
from mailroom.records.sender import Capacity
from mailroom.settings import from_environment

CAPACITIES = {
    "employer": Capacity.EMPLOYER,
    "agent": Capacity.EMPLOYER_AGENT,
    "employer_agent": Capacity.EMPLOYER_AGENT,
    "paying_parent": Capacity.PAYING_PARENT,
    "noncustodial_parent": Capacity.PAYING_PARENT,
    "receiving_parent": Capacity.RECEIVING_PARENT,
    "custodial_parent": Capacity.RECEIVING_PARENT,
    "attorney": Capacity.ATTORNEY,
    "poa_agent": Capacity.POA_AGENT,
    "third_party": Capacity.THIRD_PARTY,
    "mp_or_representative": Capacity.THIRD_PARTY,
    "other_public_body": Capacity.OTHER_AGENCY,
    "other_agency": Capacity.OTHER_AGENCY,
}
CHANNELS = {
    "letter": Channel.LETTER,
    "fax": Channel.FAX,
    "phone": Channel.TELEPHONE,
    "telephone": Channel.TELEPHONE,
    "voicemail": Channel.TELEPHONE,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """--cases, --json, --rules."""
    cases.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Answer every line of the file."""
    rules = args.rules or from_environment().rules
    shown = json.dumps if args.json else _as_words
    return cases.answer_cases(args.cases, partial(_answer, rules), shown)


def _answer(rules: Path, case: cases.Case) -> cases.Answer:
    agency = Agency.CMS if case.get("jurisdiction") == "UK" else Agency.ORS
    name, item = cases.text(case, "id"), _item(case)
    result = _classifier(rules, agency).classify(item)
    return {
        "id": name,
        "outcome": result.verdict.value,
        "types": [_type(finding) for finding in result.findings],
        "reason": result.reason,
        "urgent": list(result.urgent),
    }


@cache
def _classifier(rules: Path, agency: Agency) -> Classifier:
    reader = delivered_reader(from_environment().models, agency)
    return classifier_for(load_pack(rules, agency), reader)


def _item(case: cases.Case) -> ItemText:
    return ItemText(
        parts={"text": cases.text(case, "text")},
        capacity=CAPACITIES.get(str(case.get("sender_type")), Capacity.UNKNOWN),
        channel=CHANNELS.get(str(case.get("channel_hint")), Channel.EMAIL),
    )


def _type(finding: Finding) -> dict[str, Any]:
    return {
        "type": finding.type,
        "score": finding.score,
        "spans": [[span.start, span.end] for span in finding.spans],
        "reference": finding.reference,
        "rule": finding.rule,
    }


def _as_words(answer: cases.Answer) -> str:
    types = ", ".join(f"{one['type']} {one['score']:.2f}" for one in answer["types"])
    return f"{answer['id']}  {answer['outcome']}  {types or '-'}  ({answer['reason']})"
