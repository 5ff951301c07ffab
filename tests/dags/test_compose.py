"""docker-compose.yml has the shape of production, and no password of its own."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.shared import CHECKOUT

TEXT = (CHECKOUT / "docker-compose.yml").read_text()
AIRFLOW = {"api-server", "scheduler", "dag-processor", "triggerer", "worker"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load(TEXT)["services"]
    return services


def test_every_part_of_a_house_is_there(services: dict[str, Any]) -> None:
    assert services.keys() >= AIRFLOW | {"postgres", "redis", "migrate"}


def test_postgresql_is_the_one_that_is_embedded(services: dict[str, Any]) -> None:
    assert services["postgres"]["image"] == "postgres:18"


def test_what_stays_up_says_whether_it_is_well(services: dict[str, Any]) -> None:
    staying = {name for name, one in services.items() if one.get("restart") != "no"}
    assert {name for name in staying if "healthcheck" not in services[name]} == set()


def test_no_secret_has_a_default() -> None:
    names = re.findall(r"\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)(:?[-?+])?", TEXT)
    assert names
    assert {sign for _, sign in names} == {":?"}


def test_no_url_holds_a_password() -> None:
    held = re.findall(r"://\w*:([^@\s/]+)@", re.sub(r"\$\{[^}]*\}", "$FILLED", TEXT))
    assert set(held) == {"$FILLED"}


def test_workers_run_by_celery(services: dict[str, Any]) -> None:
    assert services["worker"]["command"] == ["airflow", "celery", "worker"]
    environment = services["worker"]["environment"]
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"


@pytest.mark.airflow
@pytest.mark.parametrize("service", sorted(AIRFLOW))
def test_the_commands_are_airflows_own(services: dict[str, Any], service: str) -> None:
    from airflow.cli.cli_parser import get_parser

    words = services[service]["command"][1:]
    assert get_parser().parse_args(words).subcommand == words[-1]


def test_rules_are_in_force_before_a_task_starts(services: dict[str, Any]) -> None:
    words = " ".join(services["migrate"]["command"]).partition("mailroom database migrate")[2]
    assert "mailroom rules activate" in words
    assert all("migrate" in services[name]["depends_on"] for name in AIRFLOW)


def test_what_holds_the_secrets_is_kept_out_of_git_and_of_the_image() -> None:
    files = [".env", *(one["file"] for one in yaml.safe_load(TEXT)["secrets"].values())]
    for name in (".gitignore", ".dockerignore"):
        ignored = {line.rstrip("/") for line in (CHECKOUT / name).read_text().splitlines()}
        assert {file.removeprefix("./").split("/")[0] for file in files} <= ignored


def test_nothing_is_migrated_by_the_role_that_works(services: dict[str, Any]) -> None:
    holders = [
        name
        for name, one in services.items()
        if "MAILROOM_OWNER_DATABASE_URL" in one.get("environment", {})
    ]
    assert holders == ["migrate"]
