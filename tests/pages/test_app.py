"""The pages by themselves: what is shown, and what surrounds it."""

from __future__ import annotations

import pytest
from fastapi import HTTPException
from fastapi.testclient import TestClient

from mailroom.pages.app import create_app
from mailroom.pages.figures import Figure, Section

SECTIONS = [
    Section("Receipts", (Figure("email <b>received</b>", 1204), Figure("fax", 7))),
    Section("Letters", ()),
]


def _nobody() -> None:
    raise HTTPException(401)


def _anybody() -> None:
    return


@pytest.fixture
def reader() -> TestClient:
    return TestClient(create_app(signed_in=_anybody, figures=lambda: SECTIONS))


@pytest.fixture
def stranger() -> TestClient:
    return TestClient(create_app(signed_in=_nobody, figures=lambda: SECTIONS))


def test_the_page_shows_every_figure(reader: TestClient) -> None:
    page = reader.get("/").text
    assert "<td>1204</td>" in page
    assert page.index("Receipts") < page.index("Letters")


def test_text_is_never_markup(reader: TestClient) -> None:
    assert "email &lt;b&gt;received&lt;/b&gt;" in reader.get("/").text


def test_every_route_refuses_a_stranger(stranger: TestClient) -> None:
    paths = [route.path for route in stranger.app.routes]  # type: ignore[attr-defined]
    assert {path: stranger.get(path).status_code for path in paths} == {"/": 401, "/style.css": 401}


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_the_api_does_not_describe_itself(reader: TestClient, path: str) -> None:
    assert reader.get(path).status_code == 404


@pytest.mark.parametrize("client", ["reader", "stranger"])
def test_no_answer_lets_a_script_run_or_is_kept(
    client: str, request: pytest.FixtureRequest
) -> None:
    headers = request.getfixturevalue(client).get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_nothing_is_changed_by_a_page(reader: TestClient) -> None:
    assert reader.post("/").status_code == 405
