"""Files are whole or not there; objects are what their names say."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mailroom.errors import MachineryFault
from mailroom.store.files import Files, write_whole
from mailroom.store.objects import ObjectStore


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return ObjectStore(str(tmp_path / "objects"))


def _only_file(folder: Path) -> Path:
    (found,) = (path for path in folder.rglob("*") if path.is_file())
    return found


def test_an_object_is_named_by_its_content(objects: ObjectStore) -> None:
    name = objects.put(b"a letter")
    assert name == hashlib.sha256(b"a letter").hexdigest()
    assert objects.get(name) == b"a letter"


def test_the_same_content_is_stored_once(objects: ObjectStore, tmp_path: Path) -> None:
    assert objects.put(b"a letter") == objects.put(b"a letter")
    assert _only_file(tmp_path).read_bytes() == b"a letter"


def test_nothing_at_all_is_content_too(objects: ObjectStore) -> None:
    assert objects.get(objects.put(b"")) == b""


def test_changed_content_is_found(objects: ObjectStore, tmp_path: Path) -> None:
    name = objects.put(b"a letter")
    _only_file(tmp_path).write_bytes(b"a letteR")
    with pytest.raises(MachineryFault, match="was changed"):
        objects.get(name)


def test_a_missing_object_is_named_by_the_start_of_its_hash(objects: ObjectStore) -> None:
    name = hashlib.sha256(b"never stored").hexdigest()
    assert not objects.has(name)
    with pytest.raises(MachineryFault, match=f"{name[:12]}.* is missing"):
        objects.get(name)


@pytest.mark.parametrize("url", ["{folder}", "file://{folder}", "memory://{folder}"])
def test_a_file_can_be_read_where_it_was_written(url: str, tmp_path: Path) -> None:
    files = Files(url.format(folder=tmp_path))
    assert not files.has("a/b.pdf")
    files.write("a/b.pdf", b"old")
    files.write("a/b.pdf", b"new")
    assert (files.has("a/b.pdf"), files.read("a/b.pdf")) == (True, b"new")
    for _ in range(2):
        files.remove("a/b.pdf")
    assert not files.has("a/b.pdf")


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "file", b"old")

    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mailroom.store.files.os.fsync", no_space)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "file", b"new")
    assert _only_file(tmp_path).read_bytes() == b"old"
