"""The policy packs: `mailroom rules check` says what is wrong, `activate` puts them into force,
`schema` writes the JSON Schema files by which editors complete keys and mark mistakes.

Each fault is one line, `file:line: what; cure`, and the exit status is 1; without faults one line
counts what stands. Checked: shape and unknown keys, citations, names that lead nowhere, dates that
overlap, codes used twice, every letter template, and that all examples hold and no phrase of
another type claims them.

A change goes live in three steps. `backtest --from DAY --to DAY [--pack DIR]` judges stored items
by the proposed rules and by those in force, and writes a page and a table of what would change. A
team manager other than its maker runs `approve HASH`. `activate` then stores the packs with who and
when; steps that start later judge by them. The first rules of an empty database need no approval.
"""

from __future__ import annotations

import argparse
import os
import pwd
from collections.abc import Sequence
from pathlib import Path

from mailroom.casework.classify import classifier_for
from mailroom.casework.classify_examples import FailedExample, failed_examples
from mailroom.cli import rule_trials
from mailroom.errors import PolicyFault, UsageFault
from mailroom.letters.template_faults import template_faults
from mailroom.policy.check import faults_between_parts
from mailroom.policy.pack import Pack
from mailroom.policy.packs import SERVICE_REQUESTS, PackFiles, pack_of, read_pack_files
from mailroom.policy.schema import FOLDER, schemas
from mailroom.policy.yaml_source import PackFault, Place
from mailroom.records.mail import Agency
from mailroom.settings import Settings, from_environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """check, schema, backtest, approve or activate, and what goes with each."""
    parser.add_argument(
        "do", choices=["check", "schema", "backtest", "approve", "activate"], help="what to do"
    )
    parser.add_argument("--rules", type=Path, metavar="DIR", help="folder of the packs")
    parser.add_argument("--templates", type=Path, metavar="DIR", help="folder with letters/")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="backtest: the proposed packs")
    parser.add_argument(
        "--first-alone", action="store_true", help="activate: only where nothing is in force"
    )
    rule_trials.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Check both packs, or put them into force."""
    settings = from_environment()
    if args.do == "activate":
        return _activate(settings, args.first_alone)
    if args.do == "backtest":
        return rule_trials.backtest(args, settings, _own_name())
    if args.do == "approve":
        return rule_trials.approve(args)
    rules: Path = args.rules or settings.rules
    if not rules.is_dir():
        raise UsageFault(f"{rules} is no folder: give one that holds cms/ and ors/")
    if args.do == "schema":
        return _write_schemas(rules)
    letters = (args.templates or settings.templates) / "letters"
    checked = [check_agency(rules, agency, letters / agency) for agency in Agency]
    faults = [fault for _, found in checked for fault in found]
    for fault in faults:
        print(fault)
    if not faults:
        print("; ".join(_summary(pack) for pack, _ in checked if pack))
    return 1 if faults else 0


def _write_schemas(rules: Path) -> int:
    folder = rules / FOLDER
    folder.mkdir(exist_ok=True)
    written = schemas()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    print(f"{len(written)} schemas written to {folder}")
    return 0


def _activate(settings: Settings, first_alone: bool) -> int:
    from mailroom.steps.rules import activate_packs, differing_agencies

    changed = activate_packs(_own_name(), settings.read_clock(), first_alone=first_alone)
    print(
        "; ".join(f"{agency}: {'changed' if n else 'as before'}" for agency, n in changed.items())
    )
    for agency in differing_agencies():
        print(
            f"{agency}: the files differ from the rules in force, which stay; "
            "`mailroom rules backtest` shows what would change"
        )
    return 0


def _own_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def check_agency(
    rules: Path, agency: str, letters: Path
) -> tuple[Pack | None, Sequence[PackFault | PolicyFault]]:
    """The pack of an agency and all that is wrong with it and with its letter templates."""
    files = read_pack_files(rules, agency)
    pack, shape = pack_of(files)
    if pack is None:
        return None, shape
    faults = [*faults_between_parts(pack, files, letters), *template_faults(pack, letters.parent)]
    return pack, faults or _examples(pack, files)


def _examples(pack: Pack, files: PackFiles) -> list[PackFault]:
    try:
        failed = failed_examples(classifier_for(pack))
    except PolicyFault as fault:
        return [files.fault(("vocabulary",), str(fault), "see the message")]
    return [_fault(files, one) for one in failed]


def _fault(files: PackFiles, failed: FailedExample) -> PackFault:
    owner: Place = ("urgent", "matters", failed.owner)
    if not failed.urgent:
        owner = (SERVICE_REQUESTS, failed.owner)
    return files.fault(
        (*owner, "examples", failed.list_name, failed.number),
        f"the {failed.list_name} example `{failed.name}` does not hold: found {failed.got}",
        "correct the rule or the example",
    )


def _summary(pack: Pack) -> str:
    examples = sum(
        len(kind.examples.match) + len(kind.examples.no_match) for kind in pack.service_requests
    )
    return (
        f"{pack.agency}: {len(pack.service_requests)} types, {examples} examples, "
        f"{len(pack.procedure.paragraphs)} paragraphs, {len(pack.unclear.points)} unclear points, "
        f"{len(pack.urgent.matters)} urgent matters: all well"
    )
