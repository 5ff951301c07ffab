from __future__ import annotations

from pathlib import Path

import pytest

from mailroom.cli.rules import check_agency
from tests.policy.packs import AGENCIES, LETTERS, RULES, copied_rules, replaced

SPOILT = [
    ("ors/ladder.yaml", "climbs:", "colour: red\nclimbs:", "unknown key `colour`"),
    ("cms/service_requests/send_literature.yaml", "  hints: [", "  hints: [<order>, ",
     "the hint `<order>` is no plain word"),
    ("cms/service_requests/send_literature.yaml", "  hints: [", "  hints: [send* us, ",
     "the hint `send* us` is no plain word"),
    ("ors/service_requests/threat.yaml", "match:\n", "match:\n  hints: [sorry]\n",
     "hints of `threat` are never asked for"),
    ("ors/service_requests/threat.yaml", "title: A threat\n", "", "`title` is missing"),
    ("ors/service_requests/threat.yaml", "item: Threats}", "item: Thread}", "no paragraph"),
    ("ors/service_requests/callback.yaml", "obligation: callback", "obligation: tea", "`tea`"),
    ("ors/service_requests/callback.yaml", "owner: caseworker", "owner: nobody", "`nobody`"),
    ("ors/service_requests/callback.yaml", "callback_attempted", "poem", "no letter template"),
    ("ors/ladder.yaml", "offices: [ard, rd]", "offices: [ard, king]", "`king`"),
    ("ors/obligations.yaml", "1 business day", "some days", "say it as"),
    ("ors/obligations.yaml", "promise: true", "promise: true\n    promise: true", "stands twice"),
    ("cms/service_requests/link_agent.yaml", "sub_area: Link Agent", "sub_area: Remove Agent",
     "codes are those of"),
    ("cms/service_requests/link_agent.yaml", "raised_for: [employer]", "raised_for: [queen]",
     "correct the value"),
    ("ors/scope.yaml", "description:", "description: [", "not YAML"),
    ("cms/service_requests/statement_request.yaml", "Could you post us a statement for", "Hello",
     "does not hold"),
    ("ors/service_requests/interpreter.yaml", "interpret for,", "<nonsense>,", "<nonsense>"),
]  # fmt: skip


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_packs_have_no_fault_and_all_their_examples_hold(agency: str) -> None:
    pack, faults = check_agency(RULES, agency, LETTERS / agency)
    assert pack is not None
    assert [str(fault) for fault in faults] == []


@pytest.mark.parametrize(("file", "old", "new", "said"), SPOILT, ids=[row[3] for row in SPOILT])
def test_a_fault_is_named_with_file_line_and_cure(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    rules = copied_rules(tmp_path)
    replaced(rules / file, old, new)
    agency = file.split("/")[0]
    _, faults = check_agency(rules, agency, LETTERS / agency)
    lines = [str(fault) for fault in faults]
    assert any(said in line for line in lines), lines
    assert all(line.startswith(f"{agency}/") and "; " in line for line in lines)


def test_the_line_of_a_fault_is_the_line_of_the_wrong_key(tmp_path: Path) -> None:
    rules = copied_rules(tmp_path)
    path = rules / "ors" / "service_requests" / "threat.yaml"
    replaced(path, "match:\n", "match:\n  some: []\n")
    wanted = path.read_text(encoding="utf-8").splitlines().index("  some: []") + 1
    _, faults = check_agency(rules, "ors", LETTERS / "ors")
    assert [fault.line for fault in faults] == [wanted]


def test_versions_of_a_type_may_not_hold_on_the_same_day(tmp_path: Path) -> None:
    rules = copied_rules(tmp_path)
    types = rules / "ors" / "service_requests"
    text = (types / "threat.yaml").read_text(encoding="utf-8")
    (types / "threat.2027.yaml").write_text(text, encoding="utf-8")
    _, faults = check_agency(rules, "ors", LETTERS / "ors")
    assert any("hold on the same day" in fault.what for fault in faults)


def test_a_type_needs_examples(tmp_path: Path) -> None:
    rules = copied_rules(tmp_path)
    path = rules / "ors" / "service_requests" / "threat.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("examples:")] + "examples: {}\n", encoding="utf-8")
    _, faults = check_agency(rules, "ors", LETTERS / "ors")
    assert sum("examples under" in fault.what for fault in faults) == 2
