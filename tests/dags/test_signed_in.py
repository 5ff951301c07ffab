"""Our pages behind Airflow's own sign-on, in Airflow's own application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.shared import CHECKOUT

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

pytestmark = pytest.mark.airflow


@pytest.fixture(scope="module")
def airflow(airflow_database: None) -> TestClient:
    """Airflow's web application with our pages mounted as the plugin mounts them."""
    from airflow.api_fastapi.app import create_app as create_airflow
    from fastapi.testclient import TestClient
    from mailroom.pages.app import create_app
    from mailroom.pages.figures import Figure, Section
    from mailroom_airflow.signed_in import Later, reader

    def make() -> Any:
        return create_app(
            signed_in=reader(),
            figures=lambda: [Section("Receipts", (Figure("email", 12),))],
            templates=CHECKOUT / "include" / "templates" / "pages",
        )

    airflow = create_airflow(apps="core")
    routes = airflow.router.routes
    airflow.mount("/post-room", Later(make))
    routes.insert(0, routes.pop())  # Airflow's own last route answers everything
    return TestClient(airflow)


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
    assert "<td>12</td>" in answer.text


def test_the_api_does_not_describe_itself(airflow: TestClient) -> None:
    assert airflow.get("/post-room/openapi.json", headers=_token("op")).status_code == 404
