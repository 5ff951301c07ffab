"""Where the launcher keeps what it makes: everything below `var/`."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from mailroom.errors import MachineryFault
from mailroom.settings import from_environment

LEAST_FREE_MB = 500


@dataclass(frozen=True, slots=True)
class House:
    """The checkout and its `var/`."""

    home: Path
    var: Path

    @property
    def airflow(self) -> Path:
        """AIRFLOW_HOME."""
        return self.var / "airflow"

    @property
    def logs(self) -> Path:
        """One file a process, and Airflow's task logs below `tasks/`."""
        return self.var / "logs"

    @property
    def postgres(self) -> Path:
        """The embedded server of `run` and `up`."""
        return self.var / "postgres"

    @property
    def test(self) -> Path:
        """Everything of `make test`, its own embedded server included."""
        return self.var / "test"

    @property
    def passwords(self) -> Path:
        """The logins of the UI, as Airflow's SimpleAuthManager reads them; mode 0600."""
        return self.airflow / "passwords.json"


def from_settings() -> House:
    """The house that MAILROOM_HOME and MAILROOM_VAR name."""
    settings = from_environment()
    return House(settings.home, settings.var)


def prepare(house: House) -> None:
    """Make the folders. Raises MachineryFault when the disk is too full to begin."""
    house.var.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(house.var).free // 1_000_000
    if free < LEAST_FREE_MB:
        raise MachineryFault(
            f"the disk is full: {free} MB are free where {house.var} lies, "
            f"{LEAST_FREE_MB} MB are needed; make room and try again"
        )
    for folder in (house.airflow, house.logs):
        folder.mkdir(exist_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, in one step: it is whole or not there."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.replace(path)
