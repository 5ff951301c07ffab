"""The policy packs: `mailroom rules check` says what is wrong, `activate` puts them into force,
`schema` writes the JSON Schema files by which editors complete keys and mark mistakes.

Each fault is one line, `file:line: what; cure`, and the exit status is 1; without faults one line
counts what stands. Checked: shape and unknown keys, citations, names that lead nowhere, dates that
overlap, codes used twice, every letter template, and that all examples hold and no phrase of
another type claims them. `activate` stores the packs with who and when; steps that start later
judge by them. Where nothing changed, nothing is stored.
"""

from __future__ import annotations

import argparse
import os
import pwd
from collections.abc import Sequence
from pathlib import Path

from mailroom.casework.classify import classifier_for
from mailroom.casework.classify_examples import FailedExample, failed_examples
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
    """check, activate or schema, --rules, --templates."""
    parser.add_argument("do", choices=["check", "activate", "schema"], help="what to do")
    parser.add_argument("--rules", type=Path, metavar="DIR", help="folder of the packs")
    parser.add_argument("--templates", type=Path, metavar="DIR", help="folder with letters/")


def run(args: argparse.Namespace) -> int:
    """Check both packs, or put them into force."""
    settings = from_environment()
    if args.do == "activate":
        return _activate(settings)
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


def _activate(settings: Settings) -> int:
    from mailroom.steps.rules import activate_packs

    who = pwd.getpwuid(os.geteuid()).pw_name
    changed = activate_packs(who, settings.read_clock())
    print(
        "; ".join(f"{agency}: {'changed' if n else 'as before'}" for agency, n in changed.items())
    )
    return 0


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
