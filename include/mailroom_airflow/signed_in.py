"""Who may see our pages: whoever Airflow's own sign-on knows and lets read the letter runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Asgi = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


class Later:
    """An ASGI application that is made at its first request.

    Airflow imports plugins in every process, tasks included; a web framework there would cost each
    task more than its work.
    """

    def __init__(self, make: Callable[[], Asgi]) -> None:
        self._make = make
        self._app: Asgi | None = None

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer a request, making the application first where there is none yet."""
        if self._app is None:
            self._app = self._make()
        await self._app(scope, receive, send)


def reader() -> Callable[..., Any]:
    """A FastAPI dependency: 401 for the anonymous, 403 for who may not read `draft_letters`."""
    from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
    from airflow.api_fastapi.core_api.security import requires_access_dag

    return requires_access_dag("GET", DagAccessEntity.RUN, param_dag_id="draft_letters")
