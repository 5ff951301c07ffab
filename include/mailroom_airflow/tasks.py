"""A step as an Airflow task: the moment, the holder, retries, time limits and the error policy.

A task body is one line that calls `mailroom.steps`. Around it `step` points the process to the
database, logs the counts, refuses to hand anything but counts to XCom, and lets no message of an
unforeseen exception through: such messages may quote the mail.
"""

from __future__ import annotations

import functools
import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from airflow.sdk import ExceptionRetryPolicy, RetryAction, RetryRule, get_current_context, task
from airflow.sdk.exceptions import AirflowException

from mailroom import settings
from mailroom.errors import MachineryFault, MailroomError, SettingFault
from mailroom_airflow import connections

Counts = dict[str, int]
P = ParamSpec("P")
R = TypeVar("R")

TAGS = frozenset({"registers", "mail", "deadlines", "letters", "control"})
OWNERS = frozenset({"post room", "case teams", "quality"})

_log = logging.getLogger("mailroom.step")

# A person has to act on these; trying again only hides them for a while.
_AT_ONCE = (
    "PolicyFault",
    "SettingFault",
    "QualityFault",
    "LetterFault",
    "UsageFault",
    "DecisionRefused",
)

ERROR_POLICY = ExceptionRetryPolicy(
    rules=[
        RetryRule(
            exception=[f"mailroom.errors.{name}" for name in _AT_ONCE],
            action=RetryAction.FAIL,
            reason="a person has to act; trying again would not help",
        )
    ]
)


def defaults(owner: str) -> dict[str, Any]:
    """What every task of a DAG has, unless it says otherwise: owner, retries, backoff, limits."""
    return {
        "owner": owner,
        "retries": 3,
        "retry_delay": timedelta(seconds=20),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=10),
        "retry_policy": ERROR_POLICY,
        "execution_timeout": timedelta(minutes=15),
    }


def step(*, minutes: int = 15, **options: Any) -> Callable[[Callable[P, R]], Any]:
    """Make a task of a function that calls a step; it may run for `minutes`.

    The function returns counts, or a list of names or share numbers to map the next task over.
    `options` go to Airflow's `task` (trigger_rule, outlets, ...).
    """

    def decorate(function: Callable[P, R]) -> Any:
        options.setdefault("execution_timeout", timedelta(minutes=minutes))
        return task(multiple_outputs=False, **options)(_guarded(function))

    return decorate


def moment() -> datetime:
    """The moment a task works at: parameter `as_of`, else MAILROOM_AS_OF, else the wall clock.

    Raises SettingFault when `as_of` is no ISO moment with an offset.
    """
    given = parameter("as_of")
    if given is None:
        return settings.from_environment().read_clock()
    try:
        replayed = datetime.fromisoformat(given)
    except ValueError:
        replayed = datetime.min
    if replayed.tzinfo is None:
        raise SettingFault("parameter as_of: give an ISO moment such as 2026-11-23T07:00:00+00:00")
    return replayed


def holder() -> str:
    """The name a lease is held under: the same for every try of the same task of a share."""
    instance = get_current_context()["ti"]
    return f"{instance.dag_id}.{instance.task_id}.{instance.map_index}"


def parameter(name: str) -> Any:
    """A value of the trigger form; None when the DAG has no such field or it was left empty."""
    return get_current_context()["params"].get(name) or None


def share_numbers() -> list[int]:
    """0 to MAILROOM_SHARES - 1: the workers a stage is mapped over."""
    return list(range(settings.from_environment().shares))


def _guarded(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        connections.point_to_database()
        try:
            result = function(*args, **kwargs)
        except (MailroomError, AirflowException):
            raise
        except Exception as fault:
            raise _without_its_message(fault) from None
        _harmless(result)
        _log.info("%s: %s", function.__name__, result)
        return result

    return guarded


def _without_its_message(fault: Exception) -> MachineryFault:
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno} ({last.name})"
    return MachineryFault(
        f"{type(fault).__name__} at {place}; its message is withheld, it may quote the mail. "
        "Run the same step from a shell on the worker to see it",
        code="unforeseen",
    )


def _harmless(result: object) -> None:
    """Refuse what is neither counts nor a list of names or share numbers (control 10)."""
    values = list(result.values()) if isinstance(result, dict) else result
    kind: tuple[type, ...] = (int,) if isinstance(result, dict) else (int, str)
    if not isinstance(values, list) or not all(isinstance(value, kind) for value in values):
        raise MachineryFault(
            "a step returned something other than counts to Airflow: XCom is no place for it"
        )
