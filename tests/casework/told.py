"""A second reader that says what a test tells it."""

from __future__ import annotations

import numpy as np

from mailroom.casework.classify import Classifier
from mailroom.casework.second_reader.features import MEANING
from mailroom.casework.second_reader.reader import SecondReader
from mailroom.records.finding import ItemText, Verdict
from mailroom.records.mail import Channel
from mailroom.records.sender import Capacity
from tests.policy.packs import own_pack

STATEMENT = "Please send us an employer statement for the last quarter."


def item(text: str, capacity: Capacity = Capacity.EMPLOYER, **parts: str) -> ItemText:
    return ItemText({"text": text, **parts}, capacity, Channel.EMAIL)


class Told(SecondReader):
    """A reader that says what it is told: of each type, and of all others that it learnt."""

    def __init__(
        self, chances: dict[str, float], other: float, agency: str = "cms", unlearnt: str = ""
    ) -> None:
        codes = [kind.type for kind in own_pack(agency).service_requests if kind.type != unlearnt]
        wanted = np.array([chances.get(code, other) for code in codes], dtype=np.float32)
        none, deaf = np.zeros((0, len(codes))), np.zeros((MEANING, len(codes)))
        super().__init__(
            codes, [], none.astype(np.float32), np.zeros(0, dtype=np.float32),
            np.log(wanted / (1 - wanted)), deaf.astype(np.float32),
        )  # fmt: skip


def judged(reader: SecondReader, text: str) -> tuple[Verdict, list[str], str]:
    result = Classifier(own_pack("cms"), reader=reader).classify(item(text))
    return result.verdict, [one.type for one in result.findings], result.reason
