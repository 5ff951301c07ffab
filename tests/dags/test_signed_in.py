"""Our pages behind Airflow's own sign-on, in Airflow's own application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.databases import Urls

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

pytestmark = [pytest.mark.airflow, pytest.mark.database]


@pytest.fixture
def airflow(airflow_database: None, database_urls: Urls) -> TestClient:
    """Airflow's web application as it is, with our plugin loaded and an empty post room."""
    from airflow.api_fastapi.app import create_app
    from fastapi.testclient import TestClient

    return TestClient(create_app(apps="core"))


def _token(role: str | None) -> dict[str, str]:
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    user = SimpleAuthManagerUser(username=f"a_{role}", role=role)
    return {"Authorization": f"Bearer {get_auth_manager().generate_jwt(user)}"}


@pytest.mark.parametrize("path", ["/post-room/", "/post-room/style.css"])
def test_a_stranger_sees_nothing(airflow: TestClient, path: str) -> None:
    assert airflow.get(path).status_code == 401


def test_a_forged_token_is_refused(airflow: TestClient) -> None:
    answer = airflow.get("/post-room/", headers={"Authorization": "Bearer forged"})
    assert answer.status_code == 403


def test_one_without_a_role_sees_nothing(airflow: TestClient) -> None:
    assert airflow.get("/post-room/", headers=_token(None)).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "user", "op", "admin"])
def test_whoever_may_read_runs_sees_the_counts(airflow: TestClient, role: str) -> None:
    answer = airflow.get("/post-room/", headers=_token(role))
    assert answer.status_code == 200
    assert "<caption>Needs a person</caption>" in answer.text
    assert '<tr><th scope="row">equations compared</th><td>0</td></tr>' in answer.text


def test_the_api_does_not_describe_itself(airflow: TestClient) -> None:
    assert airflow.get("/post-room/openapi.json", headers=_token("op")).status_code == 404


def test_the_page_stands_in_the_navigation(airflow: TestClient) -> None:
    plugins = airflow.get("/api/v2/plugins", headers=_token("op")).json()["plugins"]
    ours = next(plugin for plugin in plugins if plugin["name"] == "mailroom_pages")
    assert [view["href"] for view in ours["external_views"]] == ["/post-room/"]
    assert ours["external_views"][0]["nav_top_level"] is True
