"""Register files for tests: small, and good where a test does not say otherwise."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from mailroom.casework.registers import REGISTERS, Register

GOOD: Mapping[str, Mapping[str, str]] = {
    "staff": {"staff_ref": "S1", "name": "Max Manager", "role": "team_manager", "os_user": "max"},
    "employers": {
        "employer_ref": "121 555 666 777",
        "name": "Acme Ltd",
        "email": "Pay@Acme.test",
        "telephone": "0161 496 0001",
        "fax_preferred": "false",
        "voicemail_authorised": "true",
        "language": "en",
        "schedule_by": "paper",
        "address": "Acme\n1 High Street\nBath\nBA1 1AA",
    },
    "employer_agents": {
        "earn": "71234567",
        "name": "Bureau",
        "address": "Bureau\n2 Low Road\nBath\nBA1 1AA",
    },
    "employer_agent_links": {
        "earn": "71234567",
        "employer_ref": "121555666777",
        "starts_on": "2024-01-01",
    },
    "persons": {
        "person_ref": "P-1",
        "given_name": "Pat",
        "family_name": "Doe",
        "national_id": "AB 12 34 56 C",
        "email": "pat@example.test",
        "language": "en",
        "deployed": "false",
        "abroad": "false",
        "address": "3 Mill Lane\nBath\nBA1 1AA",
    },
    "cases": {
        "case_number": "3012 3456 7890",
        "opened_on": "2020-01-01",
        "owner": "S1",
        "office": "x",
    },
    "case_participants": {
        "case_number": "301234567890",
        "person_ref": "P-1",
        "role": "paying_parent",
    },
    "attorneys": {
        "attorney_ref": "A-1",
        "name": "Ann Law",
        "email": "ann@law.test",
        "case_number": "301234567890",
        "person_ref": "P-1",
        "received_on": "2024-01-01",
        "address": "Law\n4 Court Street\nBath\nBA1 1AA",
    },
    "powers_of_attorney": {
        "poa_ref": "W1",
        "case_number": "301234567890",
        "person_ref": "P-1",
        "agent_name": "Kim Poa",
        "agent_email": "kim@poa.test",
        "review": "valid",
    },
    "prior_authorisations": {
        "case_number": "301234567890",
        "person_ref": "P-1",
        "third_party_name": "T",
        "granted_on": "2024-01-01",
    },
}


def register(name: str) -> Register:
    """The register of this name."""
    return next(one for one in REGISTERS if one.name == name)


def write_register(folder: Path, name: str, *changes: Mapping[str, str]) -> Path:
    """A file with one row for each of the changes to the good row."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, register(name).wanted, restval="")
        writer.writeheader()
        writer.writerows({**GOOD[name], **change} for change in changes)
    return path


def write_all(folder: Path, **rows: list[Mapping[str, str]]) -> None:
    """Every register: one good row, or the rows that are given."""
    for one in REGISTERS:
        write_register(folder, one.name, *rows.get(one.name, [{}]))
