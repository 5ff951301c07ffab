"""A database with the packs in force, copied for each test that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mailroom.store.database import Database

from tests import houses
from tests.databases import Urls


@pytest.fixture(scope="session")
def ruled_template(
    migrated_template: Urls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Urls]:
    """A database with both packs activated, that is only ever copied."""
    with houses.ruled(migrated_template, tmp_path_factory.mktemp("ruled")) as urls:
        yield urls


@pytest.fixture
def house(
    ruled_template: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A house of the test's own, named by the environment."""
    with houses.copied(ruled_template, tmp_path, monkeypatch) as database:
        yield database
