"""A house with the rules in force, one with everything done, and one with letters approved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailroom.settings import from_environment
from mailroom.store.database import Database
from tests import databases, houses
from tests.databases import Urls
from tests.steps import line
from tests.steps.line import Samples


@dataclass(frozen=True, slots=True)
class Approved:
    """A database in which letters are approved, to be copied, and where its files lie."""

    urls: Urls
    folder: Path

    @contextmanager
    def copied(self, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Database]:
        """A copy that writes below `folder`; mail, registers and objects are the first one's."""
        with houses.copied(self.urls, folder, patch) as database:
            patch.setenv("MAILROOM_OBJECTS_URL", str(self.folder / "var" / "objects"))
            patch.setenv("MAILROOM_REGISTERS", str(self.folder / "registers"))
            patch.setenv("MAILROOM_MAIL", str(self.folder / "mail"))
            yield database


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """A dozen items an agency: emails, calls and a few scans."""
    return line.make(tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="session")
def approved(
    ruled_template: Urls, samples: Samples, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Approved]:
    """The line from mail to letters a manager has decided on; only ever copied.

    The environment names it while it is made: whoever comes later in this process is not told.
    """
    folder = tmp_path_factory.mktemp("approved")
    with databases.copied(ruled_template) as urls:
        with (
            pytest.MonkeyPatch.context() as patch,
            houses.named(urls, folder / "var", patch) as database,
        ):
            samples.deliver(folder, patch)
            line.to_requests()
            line.to_letters()
            line.decide(database)
        yield Approved(urls, folder)


@pytest.fixture
def decided_house(
    approved: Approved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """A house of the test's own in which letters wait to be dispatched."""
    with approved.copied(tmp_path, monkeypatch) as database:
        yield database


@pytest.fixture(scope="session")
def undisturbed(approved: Approved, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a dispatch that nobody killed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    with pytest.MonkeyPatch.context() as patch, approved.copied(folder, patch):
        line.dispatch()
        return line.files(Path(from_environment().out_url))
