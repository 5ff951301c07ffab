"""Keys and passwords of one checkout: made once at random, kept below `var/` with mode 0600."""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass

from mailroom_airflow.launch.house import House, write_private

LOGINS = {"ops": "op", "manager1": "user", "manager2": "user", "auditor": "viewer"}


@dataclass(frozen=True, slots=True)
class Keys:
    """What Airflow's processes have to share."""

    fernet: str
    jwt: str
    session: str


def keys(house: House) -> Keys:
    """The keys of this house, made when they are not there yet."""
    path = house.var / "secrets.json"
    if not path.exists():
        fernet = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        made = Keys(fernet, secrets.token_urlsafe(48), secrets.token_urlsafe(32))
        write_private(path, json.dumps(asdict(made)))
    return Keys(**json.loads(path.read_text()))


def passwords(house: House) -> dict[str, str]:
    """Login to password, made when they are not there yet."""
    known: dict[str, str] = {}
    if house.passwords.exists():
        known = json.loads(house.passwords.read_text())
    missing = LOGINS.keys() - known.keys()
    if missing:
        known |= {login: secrets.token_urlsafe(12) for login in sorted(missing)}
        write_private(house.passwords, json.dumps(known))
    return known
