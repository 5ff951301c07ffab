"""The web application that Airflow mounts below /post-room: every route behind the sign-on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from mailroom.pages.figures import Figures, figures_now
from mailroom.settings import from_environment

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; margin-bottom: 1.5rem; min-width: 24rem }
caption { text-align: left; font-weight: 600 }
th, td { border-bottom: 1px solid #ccc; padding: .2rem .6rem; text-align: left; font-weight: 400 }
td { text-align: right; font-variant-numeric: tabular-nums }
"""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create_app(*, signed_in: Callable[..., Any], figures: Figures = figures_now) -> FastAPI:
    """The application. `signed_in` is a FastAPI dependency that refuses whoever may not read.

    `figures` is asked once a page view.
    """
    from fastapi import Depends, FastAPI
    from fastapi.responses import HTMLResponse, PlainTextResponse

    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(signed_in)]
    )
    app.middleware("http")(_with_headers)

    @app.get("/", response_class=HTMLResponse)
    def post_room() -> str:
        return _render("post_room.html", sections=figures())

    @app.get("/style.css")
    def style() -> PlainTextResponse:
        return PlainTextResponse(STYLE, media_type="text/css")

    return app


async def _with_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response


def _render(name: str, **values: object) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = from_environment().templates / "pages"
    environment = Environment(
        loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(name).render(values)
