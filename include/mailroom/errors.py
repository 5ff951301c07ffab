"""One family of errors with stable codes.

What is wrong with data becomes a queue item and carries a `DataFault`; what is wrong with the
machinery raises a `MachineryFault`. Messages name what, where and what to do, and never hold a
person's text, name, address or number.
"""

from __future__ import annotations

from collections.abc import Mapping


class MailroomError(Exception):
    """Any fault mailroom itself names. `code` is stable and safe to log; so is the message."""

    code = "mailroom_error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code


class DataFault(MailroomError):
    """Something is wrong with what came in: the item goes to a queue, the run goes on."""

    code = "data_fault"


class UnreadableContent(DataFault):
    """The reader could not make text of a file; `code` is the quarantine reason code."""

    code = "unreadable"


class PolicyFault(MailroomError):
    """A policy pack or template is wrong; the message names file, line and cure."""

    code = "policy_fault"


class LetterFault(DataFault):
    """A letter cannot be made or may not leave; the message says which check and why."""

    code = "letter_fault"


class LettersStopped(LetterFault):
    """Approved letters that may not leave: `why` has the fault of each, by the letter's id."""

    def __init__(self, why: Mapping[int, LetterFault]) -> None:
        self.why = dict(why)
        said = "; ".join(f"letter {letter_id}: {fault}" for letter_id, fault in why.items())
        what = f"{said}. No letter of the batch has left: run again, and the others leave"
        super().__init__(what, code="letters_stopped")


class DecisionRefused(MailroomError):
    """A person asked for something the rules do not let this person do."""

    code = "decision_refused"


class UsageFault(MailroomError):
    """The command line was called with something that cannot be; one line says what to do."""

    code = "usage"


class MachineryFault(MailroomError):
    """Database, disk, child process or setting: nothing to do with the mail itself."""

    code = "machinery_fault"


class ObjectLost(MachineryFault):
    """A stored original or letter is missing or was changed; whatever needs it waits for it."""

    code = "object_lost"


class SettingFault(MachineryFault):
    """An environment variable is missing or holds what cannot be used."""

    code = "setting"


class LeaseLost(MachineryFault):
    """The lease ended before its holder could finish; another worker has the items now."""

    code = "lease_lost"


class QualityFault(MachineryFault):
    """A blocking data-quality rule failed; the message says which and how many rows."""

    code = "quality"
