"""What clerks do before a letter may speak of it."""

from __future__ import annotations

from datetime import datetime

from mailroom.desk.plans import finish_step, steps_to_do
from mailroom.store.database import Database


def do_steps_before_letters(database: Database, moment: datetime) -> None:
    """Do every step that stands before a letter, as the manager who decides on none of them."""
    while steps := [step for step in steps_to_do(database) if step.next_letter]:
        for step in steps:
            finish_step(database, step.service_request_id, step.ordinal, "manager2", moment)
