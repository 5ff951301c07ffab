"""One compiler an agency for all letter tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailroom.letters.typesetting import Typesetter
from tests.letters.making import FOLDER


@pytest.fixture(scope="session")
def cms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with Typesetter(FOLDER / "cms", tmp_path_factory.mktemp("cms")) as typesetter:
        yield typesetter


@pytest.fixture(scope="session")
def ors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typesetter]:
    with Typesetter(FOLDER / "ors", tmp_path_factory.mktemp("ors")) as typesetter:
        yield typesetter
