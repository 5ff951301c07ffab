"""process_mail over born-digital emails: items a CPU second, memory, and what each stage costs.

Counted is the CPU time, user and system, of the process that runs the four stages one after the
other, from the end of its imports to the end of the last stage, and of its reading children from
their start to their end (their imports included). Not counted are imports, making the samples,
loading registers, collecting, and PostgreSQL, whose CPU time (all its processes) is shown apart.
Compiling the rules, which each process does once, is in the figures of classify; it is shown by
itself as `compiling_cpu_seconds`. Items are fewer than
emails: copies are recorded as duplicates and not processed. Memory is the proportional set size
(PSS) of that process and its child together, sampled five times a second, in MB.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from house import MOMENT, own_house
from report import Report, finish, parser

EVERY_SECONDS = 0.2
PACKAGES = ("sqlalchemy", "psycopg", "numba", "selectolax", "msgspec")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, and write the JSON where asked."""
    options = parser(__doc__)
    options.add_argument("--stages", action="store_true", help=argparse.SUPPRESS)
    args = options.parse_args(argv)
    if args.stages:
        return run_stages()
    return finish(measure(100 if args.quick else 1000), args)


def measure(count: int) -> Report:
    """Take `count` emails of each agency from collected to opened, in a database of their own."""
    with own_house() as (var, postmaster):
        compiling = _collect(var, count)
        before = _cpu_of_all(postmaster)
        stages, peak = _watched()
        spent = _cpu_of_all(postmaster) - before
    house = {"emails": 2 * count, "compiling_cpu_seconds": compiling}
    return _report(stages, house | {"postgresql_cpu_seconds": spent, "peak_pss_mb": peak})


def run_stages() -> int:
    """The measured process: a JSON line for each stage."""
    from mailroom.steps import process_mail

    verbs = {
        "read": process_mail.read,
        "identify": process_mail.identify,
        "classify": process_mail.classify,
        "open": process_mail.open_requests,
    }
    for name, verb in verbs.items():
        own, children = _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        counts = verb(0, MOMENT)
        told = {
            "stage": name,
            "counts": counts,
            "cpu_seconds": _cpu(resource.RUSAGE_SELF) - own,
            "child_cpu_seconds": _cpu(resource.RUSAGE_CHILDREN) - children,
            "wall_seconds": time.monotonic() - began,
        }
        print(json.dumps(told), flush=True)
    return 0


def _collect(var: Path, count: int) -> float:
    """Samples made, rules active, registers loaded, every email collected, rules compiled.

    Returns the CPU seconds of compiling.
    """
    from mailroom.casework.classify import classifier_for
    from mailroom.policy.packs import load_pack
    from mailroom.records.mail import Agency, Channel
    from mailroom.samples.make import make_samples
    from mailroom.samples.order import Order
    from mailroom.settings import from_environment
    from mailroom.steps import collect_mail, load_registers, rules

    packs = from_environment().rules
    order = Order(tuple(Agency), (Channel.EMAIL,), count, 1, MOMENT, born_digital=True)
    make_samples(order, var, packs, lambda: None)
    rules.activate_packs("benchmark", MOMENT)
    for agency in Agency:
        load_registers.load(agency, MOMENT)
        collect_mail.collect(f"{agency}-email", MOMENT)
    began = time.process_time()
    for agency in Agency:
        classifier_for(load_pack(packs, agency))
    return time.process_time() - began


def _watched() -> tuple[list[dict[str, Any]], float]:
    """What the measured process said, and its highest PSS with its children's, in MB."""
    words = [sys.executable, __file__, "--stages"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _pss_mb(process.pid))
            time.sleep(EVERY_SECONDS)
        said = process.stdout.read() if process.stdout else ""
    if process.returncode != 0:
        raise SystemExit("the measured process failed; it said why above")
    return [json.loads(line) for line in said.splitlines()], peak


def _pss_mb(pid: int) -> float:
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        head = psutil.Process(pid)
        for process in [head, *head.children(recursive=True)]:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError, PermissionError):
                rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
                rows = (row.split() for row in rollup.splitlines())
                total += sum(int(row[1]) for row in rows if row[0] == "Pss:")
    return total / 1024


def _cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def _cpu_of_all(postmaster: psutil.Process) -> float:
    """CPU seconds of the server: its own, those of ended children, those of living ones."""
    own = postmaster.cpu_times()
    total = own.user + own.system + own.children_user + own.children_system
    for child in postmaster.children():
        with contextlib.suppress(psutil.NoSuchProcess):
            times = child.cpu_times()
            total += times.user + times.system
    return total


def _items(stages: list[dict[str, Any]]) -> int:
    """Items that were taken up: read, or quarantined when they could not be."""
    counts = stages[0]["counts"]
    return int(counts.get("read", 0) + counts.get("quarantined", 0))


def _report(stages: list[dict[str, Any]], house: dict[str, float]) -> Report:
    items = _items(stages)
    figures = {"items": items, **house}
    for one in stages:
        spent = one["cpu_seconds"] + one["child_cpu_seconds"]
        figures[f"{one['stage']}_cpu_ms_per_item"] = 1000 * spent / items
        figures[f"{one['stage']}_wall_seconds"] = one["wall_seconds"]
    own = sum(one["cpu_seconds"] for one in stages)
    children = sum(one["child_cpu_seconds"] for one in stages)
    figures |= {
        "steps_cpu_seconds": own,
        "reading_children_cpu_seconds": children,
        "items_per_cpu_second": items / (own + children),
    }
    ratios = {"postgresql_to_steps_cpu": house["postgresql_cpu_seconds"] / (own + children)}
    return Report(figures, ratios, PACKAGES)


if __name__ == "__main__":
    sys.exit(main())
