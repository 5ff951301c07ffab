"""PostgreSQL on one machine, without installing it: binaries from a wheel, started by us.

The server listens on a socket alone, in a folder only its owner may enter, and asks every role for
a password. As root it runs as `nobody`; where `nobody` cannot reach the folder or the binaries,
both live below /var/tmp, and the folder becomes a link to there. No mode of a folder above is
ever changed.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from mailroom.errors import MachineryFault
from mailroom.store.server_place import (
    Place,
    as_user,
    copied_binaries,
    copy_programs,
    give,
    outside,
    refuse_foreign,
    serves,
    wheel_binaries,
    write_private,
)
from mailroom.store.server_setup import PORT, ROLES, bootstrap, configuration

START_SECONDS = 10.0


class EmbeddedServer:
    """One server in one folder. `durable=False` is for tests: quicker, and lost with the power."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable

    def start(self) -> None:
        """Start the server, making it first where it does not exist. Harmless when it runs.

        Raises MachineryFault naming the log file when it does not come up within 10 s.
        """
        with self._alone():
            place = self._place()
            self._settle(place)
            if not (place.data / "PG_VERSION").exists():
                self._initialise(place)
            if not self._answers(place):
                self._launch(place)
            bootstrap(place.socket, self._passwords())

    def stop(self) -> None:
        """Stop the server; transactions that run are undone. Harmless when it is down."""
        if not self.folder.exists():
            return
        with self._alone():
            place = self._place()
            if self._answers(place):
                self._run(place, "pg_ctl", "-D", str(place.data), "-m", "fast", "-w", "stop")

    @contextmanager
    def used(self) -> Iterator[None]:
        """Running meanwhile, for several processes at once: the last of them to leave stops it."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / f"{self.folder.name}-users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.start()
                yield
            finally:
                with suppress(BlockingIOError):  # another process uses it still
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    @property
    def running(self) -> bool:
        """True when the server answers."""
        return self.folder.exists() and self._answers(self._place())

    def url(self, database: str, role: str, driver: str = "psycopg") -> str:
        """SQLAlchemy URL of a database for a role; driver is psycopg, psycopg2 or asyncpg."""
        password = quote(self._passwords()[role], safe="")
        socket = quote(str(self._place().socket), safe="/")
        return f"postgresql+{driver}://{role}:{password}@/{database}?host={socket}&port={PORT}"

    # --- where and as whom --------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time may make, start or stop the server."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / f".{self.folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _place(self) -> Place:
        binaries = wheel_binaries()
        user = "nobody" if os.geteuid() == 0 else None
        root = self.folder.resolve()
        if not self.folder.is_symlink() and serves(root.parent, binaries, user):
            return Place(root, binaries, user)
        root = outside(self.folder)
        return Place(root, copied_binaries(root) if user else binaries, user, is_outside=True)

    def _settle(self, place: Place) -> None:
        place.root.mkdir(parents=True, exist_ok=True)
        if not place.is_outside:
            return
        refuse_foreign(place.root)
        place.root.chmod(0o711)  # the server's user goes through it; it is ours alone
        if place.root != self.folder.resolve():
            self._link(place)
        if not place.binaries.exists():
            copy_programs(place.root)

    def _initialise(self, place: Place) -> None:
        shutil.rmtree(place.unfinished, ignore_errors=True)
        for folder in (place.unfinished, place.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            give(folder, place.user)
        passwords = {role: secrets.token_urlsafe(24) for role in ROLES}
        write_private(self._password_file, json.dumps(passwords))
        password_file = place.socket / "initial"
        write_private(password_file, passwords["postgres"])
        give(password_file, place.user)
        try:
            self._run(
                place, "initdb", "-D", str(place.unfinished), "-U", "postgres", "-E", "UTF8",
                "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                "--auth=scram-sha-256", f"--pwfile={password_file}",
            )  # fmt: skip
        finally:
            password_file.unlink()
        with (place.unfinished / "postgresql.conf").open("a") as file:
            file.write(configuration(place.socket, self.durable))
        place.unfinished.rename(place.data)

    def _link(self, place: Place) -> None:
        if self.folder.is_dir() and not self.folder.is_symlink():
            self.folder.rmdir()
        self.folder.unlink(missing_ok=True)
        self.folder.symlink_to(place.root)

    # --- the process --------------------------------------------------------

    def _launch(self, place: Place) -> None:
        log = place.root / "data" / "server.log"
        ends = time.monotonic() + START_SECONDS
        while True:
            try:
                self._run(
                    place, "pg_ctl", "-D", str(place.data), "-l", str(log), "-w", "start"
                )  # fmt: skip
                return
            except MachineryFault:
                if self._answers(place):
                    return
                if time.monotonic() > ends:
                    raise MachineryFault(
                        f"the embedded PostgreSQL did not start; its log is {log}"
                    ) from None
                time.sleep(0.5)

    def _answers(self, place: Place) -> bool:
        if not (place.data / "postmaster.pid").exists():
            return False
        outcome = subprocess.run(
            [wheel_binaries() / "pg_isready", "-q", "-h", place.socket, "-p", str(PORT)],
            check=False,
            env={"PATH": os.defpath},
        )
        return outcome.returncode == 0

    def _run(self, place: Place, program: str, *arguments: str) -> None:
        # A daemon that kept our pipes open would make us wait for ever: output goes to a file.
        words = [str(place.binaries / program), *arguments]
        with (self.folder.parent / f"{self.folder.name}-{program}.log").open("w+") as output:
            outcome = subprocess.run(
                words,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                start_new_session=True,
                **as_user(place.user),  # type: ignore[call-overload]
            )
            if outcome.returncode != 0:
                output.seek(0)
                last = (output.read().strip().splitlines() or ["no message"])[-1]
                raise MachineryFault(f"{program} failed: {last}")

    # --- roles and databases ------------------------------------------------

    @property
    def _password_file(self) -> Path:
        return self.folder.parent / f"{self.folder.name}-passwords.json"

    def _passwords(self) -> dict[str, str]:
        try:
            passwords: dict[str, str] = json.loads(self._password_file.read_text())
        except FileNotFoundError:
            raise MachineryFault(
                f"there is no database below {self.folder}: run `make setup`, then `make up`"
            ) from None
        return passwords
