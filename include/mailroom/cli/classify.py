"""Sort texts into service-request types by the policy packs.

`mailroom classify --json --cases FILE` reads JSON lines (id, text, jurisdiction, sender_type,
channel_hint) and writes one JSON line for each: id, outcome, types with score, spans and reference.
Without --json it writes a short line for people. A line that cannot be used is named on standard
error; the others are answered all the same, and the exit status is 2.
"""

from __future__ import annotations

import argparse
import json
from functools import cache
from pathlib import Path
from typing import Any

from mailroom.casework.classify import Classifier, classifier_for
from mailroom.errors import UsageFault
from mailroom.policy.packs import load_pack
from mailroom.records.finding import Classification, Finding, ItemText
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
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE", help="JSON lines")
    parser.add_argument("--json", action="store_true", help="answer in JSON lines")
    parser.add_argument("--rules", type=Path, metavar="DIR", help="policy packs to judge by")


def run(args: argparse.Namespace) -> int:
    """Answer every line of the file."""
    rules = args.rules or from_environment().rules
    bad: list[int] = []
    with args.cases.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip() and not _answer(line, rules, as_json=args.json):
                bad.append(number)
    if bad:
        raise UsageFault(
            f"{args.cases}: line {', '.join(map(str, bad[:5]))}: give an object with id, text, "
            "jurisdiction, sender_type and channel_hint"
        )
    return 0


def _answer(line: str, rules: Path, *, as_json: bool) -> bool:
    case = _case(line)
    if case is None:
        return False
    agency = Agency.CMS if case.get("jurisdiction") == "UK" else Agency.ORS
    result = _classifier(rules, agency).classify(_item(case))
    shown = _as_json(case["id"], result) if as_json else _as_words(case["id"], result)
    print(shown)
    return True


@cache
def _classifier(rules: Path, agency: Agency) -> Classifier:
    return classifier_for(load_pack(rules, agency))


def _case(line: str) -> dict[str, Any] | None:
    try:
        case = json.loads(line)
    except json.JSONDecodeError:
        return None
    good = isinstance(case, dict) and isinstance(case.get("text"), str) and "id" in case
    return case if good else None


def _item(case: dict[str, Any]) -> ItemText:
    return ItemText(
        parts={"text": case["text"]},
        capacity=CAPACITIES.get(str(case.get("sender_type")), Capacity.UNKNOWN),
        channel=CHANNELS.get(str(case.get("channel_hint")), Channel.EMAIL),
    )


def _as_json(name: str, result: Classification) -> str:
    types = [_type(finding) for finding in result.findings]
    return json.dumps(
        {"id": name, "outcome": result.verdict.value, "types": types, "reason": result.reason,
         "urgent": list(result.urgent)},
        ensure_ascii=False,
    )  # fmt: skip


def _type(finding: Finding) -> dict[str, Any]:
    return {
        "type": finding.type,
        "score": finding.score,
        "spans": [[span.start, span.end] for span in finding.spans],
        "reference": finding.reference,
        "rule": finding.rule,
    }


def _as_words(name: str, result: Classification) -> str:
    types = ", ".join(f"{finding.type} {finding.score:.2f}" for finding in result.findings)
    return f"{name}  {result.verdict.value}  {types or '-'}  ({result.reason})"
