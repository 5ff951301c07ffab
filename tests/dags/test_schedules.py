"""Schedules that are local to an agency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.shared import CHECKOUT

if TYPE_CHECKING:
    from airflow.dag_processing.dagbag import DagBag

pytestmark = pytest.mark.airflow

HOURS = range(24)
YEAR = [datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(365 * 24)]


def test_five_in_london_is_four_in_summer_and_five_in_winter() -> None:
    from mailroom_airflow.schedules import agencies_at

    assert agencies_at(5, datetime(2027, 1, 4, 5, tzinfo=UTC)) == ["cms"]
    assert agencies_at(5, datetime(2027, 7, 5, 4, tzinfo=UTC)) == ["cms"]
    assert agencies_at(5, datetime(2027, 7, 5, 5, tzinfo=UTC)) == []


def test_five_in_utah_is_eleven_in_summer_and_twelve_in_winter() -> None:
    from mailroom_airflow.schedules import agencies_at

    assert agencies_at(5, datetime(2027, 7, 5, 11, tzinfo=UTC)) == ["ors"]
    assert agencies_at(5, datetime(2027, 1, 4, 12, tzinfo=UTC)) == ["ors"]


def test_the_zones_are_those_of_the_packs() -> None:
    from mailroom_airflow.schedules import ZONES

    packs = CHECKOUT / "include" / "rules"
    said = {
        agency: yaml.safe_load((packs / agency / "calendar.yaml").read_text())["zone"]
        for agency in ZONES
    }
    assert said == ZONES


@pytest.mark.parametrize("hour", [5, 15])
def test_every_agency_has_its_hour_once_a_day_all_year(hour: int) -> None:
    from mailroom_airflow.schedules import ZONES, agencies_at, utc_hours

    ticks = [moment for moment in YEAR if moment.hour in utc_hours(hour)]
    due = [agency for tick in ticks for agency in agencies_at(hour, tick)]
    assert {agency.value: due.count(agency) for agency in ZONES} == {"cms": 365, "ors": 365}


@pytest.mark.parametrize(
    ("last", "due"),
    [
        (None, ["ors"]),
        (datetime(2027, 1, 4, 11, tzinfo=UTC), ["ors"]),
        (datetime(2027, 1, 4, 5, tzinfo=UTC), ["ors"]),
        (datetime(2027, 1, 4, 4, tzinfo=UTC), ["cms", "ors"]),
        (datetime(2026, 12, 1, 12, tzinfo=UTC), ["cms", "ors"]),
        (datetime(2027, 1, 4, 12, 30, tzinfo=UTC), ["ors"]),
    ],
)
def test_an_hour_that_went_by_in_an_outage_is_made_up_for(
    last: datetime | None, due: list[str]
) -> None:
    from mailroom_airflow.schedules import agencies_since

    assert agencies_since(5, last, datetime(2027, 1, 4, 12, tzinfo=UTC)) == due


def test_without_an_outage_every_agency_still_has_its_hour_once_a_day() -> None:
    from mailroom_airflow.schedules import ZONES, agencies_since, utc_hours

    ticks = [moment for moment in YEAR if moment.hour in utc_hours(5)]
    due = [
        agency
        for last, tick in zip([None, *ticks], ticks, strict=False)
        for agency in agencies_since(5, last, tick)
    ]
    assert {agency.value: due.count(agency) for agency in ZONES} == {"cms": 365, "ors": 365}


def test_process_mail_listens_to_mail_and_to_the_clock(dag_bag: DagBag) -> None:
    from mailroom_airflow.assets import MAIL

    timetable = dag_bag.dags["process_mail"].timetable
    assert timetable.asset_condition.objects == (MAIL,)
    assert timetable.timetable.expression == "*/5 * * * *"


def test_collect_mail_announces_mail_only_after_its_check(dag_bag: DagBag) -> None:
    announcing = [task for task in dag_bag.dags["collect_mail"].tasks if task.outlets]
    assert [task.task_id for task in announcing] == ["check_receipts"]
