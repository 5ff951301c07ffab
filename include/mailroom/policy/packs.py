"""From a folder of YAML files to a pack, or to the list of what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from mailroom.errors import PolicyFault
from mailroom.policy.pack import Pack, pack_from_content
from mailroom.policy.yaml_source import PackFault, Place, YamlSource, read_yaml

__all__ = ["PackFiles", "load_pack", "pack_from_content", "pack_of", "read_pack_files"]

PARTS = (
    "vocabulary", "scope", "obligations", "ladder", "offices", "identity", "urgent", "wording",
    "procedure", "unclear", "calendar",
)  # fmt: skip
SERVICE_REQUESTS = "service_requests"


@dataclass(frozen=True, slots=True)
class PackFiles:
    """The files of one agency as read: one a part, one a service-request type in name order."""

    agency: str
    parts: dict[str, YamlSource]
    types: tuple[YamlSource, ...]
    faults: tuple[PackFault, ...]

    @property
    def content(self) -> dict[str, Any]:
        """What the pack is validated from."""
        return {
            "agency": self.agency,
            SERVICE_REQUESTS: [source.content for source in self.types],
            **{name: source.content for name, source in self.parts.items()},
        }

    def locate(self, place: Place) -> tuple[YamlSource | None, Place]:
        """The file that holds a place of the pack, and the place inside it."""
        if len(place) > 1 and place[0] == SERVICE_REQUESTS and isinstance(place[1], int):
            return self.types[place[1]], place[2:]
        return self.parts.get(str(place[0])), place[1:]

    def fault(self, place: Place, what: str, cure: str) -> PackFault:
        """A fault at a place of the pack, with file and line."""
        source, inside = self.locate(place)
        if source is None:
            return PackFault(self.agency, 1, what, cure)
        return source.fault(inside, what, cure)


def load_pack(rules_dir: Path, agency: str) -> Pack:
    """The pack in `rules_dir/agency`. Raises PolicyFault naming file, line and cure."""
    pack, faults = pack_of(read_pack_files(rules_dir, agency))
    if pack is None:
        more = f" (and {len(faults) - 1} more: mailroom rules check)" if len(faults) > 1 else ""
        raise PolicyFault(f"{faults[0]}{more}")
    return pack


def read_pack_files(rules_dir: Path, agency: str) -> PackFiles:
    """Read all files of an agency; what cannot be read is among the faults."""
    folder = rules_dir / agency
    read = {name: read_yaml(folder / f"{name}.yaml", f"{agency}/{name}.yaml") for name in PARTS}
    types = [
        read_yaml(path, f"{agency}/{SERVICE_REQUESTS}/{path.name}")
        for path in sorted((folder / SERVICE_REQUESTS).glob("*.yaml"))
    ]
    every = [*read.values(), *types]
    return PackFiles(
        agency,
        {name: source for name, source in read.items() if isinstance(source, YamlSource)},
        tuple(source for source in types if isinstance(source, YamlSource)),
        (*(fault for fault in every if isinstance(fault, PackFault)), *_strangers(folder, agency)),
    )


def pack_of(files: PackFiles) -> tuple[Pack | None, list[PackFault]]:
    """The pack, or None and what is wrong with the shape of its files."""
    if files.faults:
        return None, list(files.faults)
    try:
        return Pack.model_validate(files.content), []
    except ValidationError as invalid:
        return None, [_shape_fault(files, error) for error in invalid.errors()]


def _strangers(folder: Path, agency: str) -> list[PackFault]:
    return [
        PackFault(f"{agency}/{path.name}", 1, "no part of a pack has this name", "rename it")
        for path in sorted(folder.glob("*.yaml"))
        if path.stem not in PARTS
    ]


def _shape_fault(files: PackFiles, error: ErrorDetails) -> PackFault:
    place: Place = tuple(error["loc"])
    key = place[-1] if place else files.agency
    if error["type"] == "extra_forbidden":
        return files.fault(place, f"unknown key `{key}`", "correct the spelling or delete it")
    if error["type"] == "missing":
        return files.fault(place, f"`{key}` is missing", "add it")
    said = error["msg"].removeprefix("Value error, ")
    return files.fault(place, f"`{key}`: {said}", "correct the value")
