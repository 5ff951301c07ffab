"""What every benchmark has in common: its arguments, its table, and the JSON it leaves."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

CPU_INFO = Path("/proc/cpuinfo")
MEMORY_INFO = Path("/proc/meminfo")


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by name, each with its unit in the name, and comparisons between them."""

    figures: Mapping[str, float]
    ratios: Mapping[str, float]
    packages: Sequence[str]

    def print(self) -> None:
        """A table: figures first, then ratios."""
        wide = max(map(len, [*self.figures, *self.ratios]))
        for name, number in [*self.figures.items(), *self.ratios.items()]:
            print(f"{name:{wide}} {number:12,.{0 if float(number).is_integer() else 2}f}")

    def write(self, path: Path) -> None:
        """The same as JSON, with the machine and the versions it was measured on."""
        content = {
            "machine": machine(),
            "versions": {"python": platform.python_version()}
            | {package: version(package) for package in self.packages},
            "figures": dict(self.figures),
            "ratios": dict(self.ratios),
        }
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def parser(about: str | None) -> argparse.ArgumentParser:
    """A parser that knows `--quick` and `--json PATH`."""
    made = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--quick", action="store_true", help="fewer of everything: at most 40 s")
    made.add_argument("--json", type=Path, metavar="PATH", help="write the figures here too")
    return made


def finish(report: Report, args: argparse.Namespace) -> int:
    """Print, and write where asked."""
    report.print()
    if args.json:
        report.write(args.json)
    return 0


def machine() -> dict[str, str | int | None]:
    """Processor, number of CPUs, memory in MB, system."""
    return {
        "processor": _line(CPU_INFO, "model name") or platform.machine(),
        "cpus": os.cpu_count(),
        "memory_mb": _memory_mb(),
        "system": platform.system(),
    }


def _memory_mb() -> int | None:
    text = _line(MEMORY_INFO, "MemTotal")
    return int(text.split()[0]) // 1024 if text else None


def _line(path: Path, name: str) -> str | None:
    """The value of the first `name: value` of a /proc file; None where there is none."""
    if not path.exists():
        return None
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return next((text.strip() for key, _, text in lines if key.strip() == name), None)
