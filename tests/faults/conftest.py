"""Houses with mail in them, made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailroom.records.mail import Agency, Channel
from mailroom.samples.make import make_samples
from mailroom.samples.order import Order
from mailroom.settings import from_environment
from mailroom.steps import collect_mail, load_registers, rules
from tests import databases, houses
from tests.databases import Urls
from tests.faults.airflow_house import AirflowHouse, airflow_house
from tests.faults.line_process import MOMENT

SEED = 5
THREAT = """\
Received: from mx.example by mail.example; Fri, 20 Nov 2026 10:00:00 +0000
From: Somebody <somebody@writer.example>
To: employers@cms.example
Subject: You people
Message-ID: <threat@writer.example>
Content-Type: text/plain; charset=utf-8

I know where you work. You will regret this.
"""


@dataclass(frozen=True, slots=True)
class Collected:
    """A database to copy, and the `var` that its files lie in: 40 digital items, a threat, a scan.

    Copies share the `var`.
    """

    urls: Urls
    var: Path

    @contextmanager
    def copied(self, environment: pytest.MonkeyPatch) -> Iterator[Urls]:
        """A copy of the database, named by the environment."""
        with databases.copied(self.urls) as urls, houses.named(urls, self.var, environment):
            yield urls


@pytest.fixture(scope="session")
def collected(
    migrated_template: Urls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Collected]:
    """Made once; the environment names it only meanwhile."""
    var = tmp_path_factory.mktemp("faults") / "var"
    with databases.copied(migrated_template) as urls:
        # A database is copied only while nobody is connected to it: `named` ends with that.
        with pytest.MonkeyPatch.context() as environment, houses.named(urls, var, environment):
            deliver(var, (Agency.CMS,), 40, Channel.LETTER)
            (var / "mail" / "cms" / "email" / "new" / "1795168800.999.tests").write_text(THREAT)
            rules.activate_packs("tests", MOMENT)
            load_registers.load("cms", MOMENT)
            for source in collect_mail.source_names():
                collect_mail.collect(source, MOMENT)
        yield Collected(urls, var)


def deliver(var: Path, agencies: tuple[Agency, ...], digital: int, scans: Channel) -> None:
    """Registers, born-digital mail, and one letter or fax for each agency."""
    for name, count, channels in (
        ("digital", digital, (Channel.EMAIL, Channel.TELEPHONE)),
        ("scanned", 1, (scans,)),
    ):
        order = Order(agencies, channels, count, SEED, MOMENT, born_digital=True)
        made = var.parent / name
        make_samples(order, made, from_environment().rules, lambda: None)
        shutil.copytree(made / "mail", var / "mail", dirs_exist_ok=True)
    shutil.copytree(var.parent / "digital" / "registers", var / "registers")


@pytest.fixture
def house(collected: Collected, monkeypatch: pytest.MonkeyPatch) -> Iterator[Urls]:
    """A copy of the collected database, named by the environment."""
    with collected.copied(monkeypatch) as urls:
        yield urls


@pytest.fixture
def airflow(
    request: pytest.FixtureRequest,
    database_server: Urls,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[AirflowHouse]:
    """An Airflow; its tasks run in processes of their own where the parameter is `processes`."""
    processes = getattr(request, "param", None) == "processes"
    home = tmp_path_factory.mktemp("airflow")
    with airflow_house(database_server, home, processes=processes) as house:
        yield house
