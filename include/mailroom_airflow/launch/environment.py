"""The environment of Airflow's processes: every setting said, nothing taken from a file.

What the caller's shell says to Airflow is dropped, so that a run means the same everywhere;
`MAILROOM_*` is passed on, save where the database is: the owner's URL is not for tasks.
"""

from __future__ import annotations

from collections.abc import Mapping

from mailroom.store.embedded import EmbeddedServer
from mailroom_airflow.launch.house import House
from mailroom_airflow.launch.keys import LOGINS, Keys
from mailroom_airflow.launch.ports import LOOPBACK, url

OWNER = "MAILROOM_OWNER_DATABASE_URL"
QUIET = (
    "airflow.serialization=WARNING airflow.models.dag=WARNING airflow.jobs=WARNING "
    "airflow.dag_processing=WARNING airflow.executors=WARNING airflow.utils=WARNING "
    "airflow.api_fastapi=WARNING http.access=WARNING uvicorn=ERROR alembic=WARNING"
)


def airflow_environment(
    caller: Mapping[str, str], house: House, server: EmbeddedServer, keys: Keys, port: int
) -> dict[str, str]:
    """What Airflow's processes, tasks and `mailroom` need to know; the api-server has `port`."""
    return (
        {name: text for name, text in clean(caller).items() if name != OWNER}
        | _ours(house, server)
        | {f"AIRFLOW__{name}": value for name, value in _core(house, keys).items()}
        | {f"AIRFLOW__{name}": value for name, value in _network(keys, port).items()}
        | {f"AIRFLOW__{name}": value for name, value in _storage(house, server).items()}
    )


def clean(caller: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without its Airflow settings, and with no proxy to ourselves."""
    kept = {name: text for name, text in caller.items() if not name.startswith("AIRFLOW_")}
    direct = ",".join(filter(None, [kept.get("NO_PROXY") or kept.get("no_proxy"), "localhost"]))
    quiet = {"GX_ANALYTICS_ENABLED": "false", "PYTHONUNBUFFERED": "1"}
    return kept | quiet | {name: f"{direct},{LOOPBACK}" for name in ("NO_PROXY", "no_proxy")}


def _ours(house: House, server: EmbeddedServer) -> dict[str, str]:
    return {
        "AIRFLOW_HOME": str(house.airflow),
        "MAILROOM_HOME": str(house.home),
        "MAILROOM_VAR": str(house.var),
        "MAILROOM_DATABASE_URL": server.url("mailroom", "mailroom_app"),
    }


def _core(house: House, keys: Keys) -> dict[str, str]:
    return {
        "CORE__DAGS_FOLDER": str(house.home / "dags"),
        "CORE__PLUGINS_FOLDER": str(house.home / "plugins"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": "4",
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": "True",
        "CORE__FERNET_KEY": keys.fernet,
        "CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{k}:{v}" for k, v in LOGINS.items()),
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(house.passwords),
        "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "120",
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "1",  # else the end of a task is seen 5 s late
    }


def _network(keys: Keys, port: int) -> dict[str, str]:
    return {
        "API__HOST": LOOPBACK,
        "API__PORT": str(port),
        "API__BASE_URL": f"http://localhost:{port}",
        "API__WORKERS": "1",
        "API__SECRET_KEY": keys.session,
        "API_AUTH__JWT_SECRET": keys.jwt,
        "CORE__EXECUTION_API_SERVER_URL": f"{url(port)}/execution/",
    }


def _storage(house: House, server: EmbeddedServer) -> dict[str, str]:
    logs = house.logs
    return {
        "DATABASE__SQL_ALCHEMY_CONN": server.url("airflow", "airflow", "psycopg2"),
        "DATABASE__SQL_ALCHEMY_CONN_ASYNC": server.url("airflow", "airflow", "asyncpg"),
        "LOGGING__BASE_LOG_FOLDER": str(logs / "tasks"),
        "LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(logs / "dag-files"),
        "LOGGING__NAMESPACE_LEVELS": QUIET,
    }
