"""Registers our pages in the Airflow UI, and no more: they stand in `mailroom.pages`."""

from __future__ import annotations

from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

from mailroom_airflow.signed_in import Later, reader


def _post_room() -> Any:
    from mailroom.pages.app import create_app

    return create_app(signed_in=reader())


class MailroomPages(AirflowPlugin):
    """The page `Post room` in the navigation."""

    name = "mailroom_pages"
    fastapi_apps: ClassVar[list[Any]] = [
        {"app": Later(_post_room), "url_prefix": "/post-room", "name": "Post room"}
    ]
    external_views: ClassVar[list[Any]] = [
        {
            "name": "Post room",
            "href": "/post-room/",
            "destination": "nav",
            "url_route": "post_room",
            "nav_top_level": True,
        }
    ]
