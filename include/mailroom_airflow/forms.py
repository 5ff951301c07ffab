"""The fields of the trigger forms: what an operator may choose when starting a DAG by hand."""

from __future__ import annotations

from airflow.sdk import Param

from mailroom_airflow.schedules import ALL, ZONES


def agency() -> Param:
    """One agency, or all of them."""
    names = [ALL, *(one.value for one in ZONES)]
    return Param(ALL, type="string", enum=names, title="Agency", description="Whose work to do")


def as_of() -> Param:
    """The moment to work at, for replays; empty is now."""
    return Param(
        None,
        type=["null", "string"],
        format="date-time",
        title="As of",
        description="Work as if it were this moment (UTC offset included); empty: now",
    )


def dry_run() -> Param:
    """Say what would be done, and do nothing."""
    return Param(False, type="boolean", title="Dry run", description="Count only, send nothing")


def day(title: str, description: str) -> Param:
    """A local day of receipt; empty is what the description says."""
    return Param(None, type=["null", "string"], format="date", title=title, description=description)
