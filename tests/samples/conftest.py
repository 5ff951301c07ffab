"""One set of samples for all tests that only look at it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailroom.records.mail import Agency, Channel
from mailroom.samples.make import make_samples
from mailroom.samples.order import Order
from tests.shared import CHECKOUT

AS_OF = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
RULES = CHECKOUT / "include" / "rules"


@dataclass(frozen=True, slots=True)
class Made:
    """A folder of samples and its answers."""

    folder: Path
    answers: tuple[Mapping[str, Any], ...]

    def of(self, channel: str) -> list[Mapping[str, Any]]:
        """The answers of one channel."""
        return [answer for answer in self.answers if answer["channel"] == channel]

    def path_of(self, answer: Mapping[str, Any]) -> Path:
        """The file an answer speaks of (email, letter, fax)."""
        places = {"email": "email/*", "letter": "letters", "fax": "fax/recvq"}
        base = self.folder.joinpath("mail", str(answer["agency"]))
        pattern = f"{places[answer['channel']]}/{answer['source_reference']}*"
        found: Path = next(base.glob(pattern))
        return found


def order(count: int = 40, seed: int = 1, channels: tuple[Channel, ...] = tuple(Channel)) -> Order:
    """An order for both agencies at a fixed moment."""
    return Order(tuple(Agency), channels, count, seed, AS_OF)


def make(folder: Path, wanted: Order) -> Made:
    """Carry an order out and read its answers."""
    make_samples(wanted, folder, RULES, lambda: None)
    lines = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return Made(folder, tuple(json.loads(line) for line in lines))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Forty items an agency, all channels."""
    return make(tmp_path_factory.mktemp("samples"), order())
