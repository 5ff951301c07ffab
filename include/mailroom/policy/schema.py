"""JSON Schema of the files of a pack, so that an editor completes keys and marks mistakes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from mailroom.policy.pack import Pack
from mailroom.policy.packs import PARTS, SERVICE_REQUESTS
from mailroom.policy.part import Part
from mailroom.policy.service_requests import ServiceRequestType

FOLDER = "schema"
"""Beside the packs, in the folder of the rules."""
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """The text of each schema file by its name: one a part, and `service_request`."""
    models: Mapping[str, type[Part]] = {
        "service_request": ServiceRequestType,
        **{name: _model_of(name) for name in PARTS},
    }
    return {f"{name}.schema.json": _text(model) for name, model in sorted(models.items())}


def schema_of(path: Path) -> str:
    """The schema that a file of a pack follows, as its first line has to name it."""
    if path.parent.name == SERVICE_REQUESTS:
        return f"../../{FOLDER}/service_request.schema.json"
    return f"../{FOLDER}/{path.stem}.schema.json"


def first_line(path: Path) -> str:
    """The comment by which editors find the schema of a file."""
    return f"# yaml-language-server: $schema={schema_of(path)}"


def _model_of(part: str) -> type[Part]:
    model = Pack.model_fields[part].annotation
    assert isinstance(model, type)
    assert issubclass(model, Part)
    return model


def _text(model: type[Part]) -> str:
    schema = {"$schema": _DIALECT, **model.model_json_schema(mode="validation")}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
