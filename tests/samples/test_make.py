"""What lies in the folder, and that it is always the same."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailroom.records.mail import Agency, Channel
from mailroom.samples.order import SHARES
from tests.samples.conftest import AS_OF, Made, make, order


def digests(folder: Path) -> dict[str, str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_the_same_order_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    assert digests(make(tmp_path, order()).folder) == digests(made.folder)


def test_another_seed_gives_other_mail(tmp_path: Path) -> None:
    calls = (Channel.TELEPHONE,)
    one = digests(make(tmp_path / "1", order(8, 1, calls)).folder)
    two = digests(make(tmp_path / "2", order(8, 2, calls)).folder)
    same = {name for name in one.keys() & two.keys() if one[name] == two[name]}
    # What ORS alone keeps has no rows at the CMS, and the other way round.
    assert all("registers/cms" in name or "employer_agent" in name for name in same)
    assert len(same) < len(one) / 2


@pytest.mark.parametrize("agency", list(Agency))
def test_channels_have_their_shares(made: Made, agency: Agency) -> None:
    counts = Counter(one["channel"] for one in made.answers if one["agency"] == agency)
    assert counts == {channel.value: 40 * share // 100 for channel, share in SHARES.items()}


@pytest.mark.parametrize("count", [1, 2, 7, 33])
def test_counts_add_up_however_few(count: int) -> None:
    assert sum(order(count).counts().values()) == count


def test_every_item_has_one_answer_and_a_reference_of_its_own(made: Made) -> None:
    keys = Counter((one["agency"], one["channel"], one["source_reference"]) for one in made.answers)
    assert max(keys.values()) == 1
    files = sum(
        len([path for path in made.folder.glob(f"mail/*/{place}/*") if path.is_file()])
        for place in ("email/new", "email/cur", "letters", "fax/recvq")
    )
    assert files == len([one for one in made.answers if one["channel"] != "telephone"])


def test_everything_came_before_the_moment_and_not_long_before(made: Made) -> None:
    moments = [datetime.fromisoformat(one["received_at"]) for one in made.answers]
    assert max(moments) < AS_OF
    assert min(moments) > AS_OF - timedelta(days=13)


def test_the_modification_time_of_a_scan_is_the_moment_of_receipt(made: Made) -> None:
    for answer in made.of("letter"):
        received = datetime.fromisoformat(answer["received_at"]).timestamp()
        assert made.path_of(answer).stat().st_mtime == received
