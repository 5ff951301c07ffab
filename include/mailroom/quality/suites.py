"""The rules of each boundary, over views that hold flags and states and never a value of a person.

A rule looks at one column of the boundary's view and names what it may hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mailroom.errors import MachineryFault
from mailroom.records.mail import Agency, Channel, ReceiptStatus
from mailroom.records.sender import Capacity

TRUE = (True,)


class Severity(StrEnum):
    """BLOCK stops the DAG before what follows; WARN is shown and stops nothing."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """What one column of a view must hold, why that matters, and what to do when it does not."""

    id: str
    title: str
    why: str
    cure: str
    column: str
    allowed: tuple[str | bool, ...] = TRUE
    severity: Severity = Severity.BLOCK


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules of one boundary and the view they look at."""

    boundary: str
    view: str
    rules: tuple[Rule, ...]


RECEIPTS = Suite(
    "receipts",
    "receipt_flags",
    (
        Rule(
            "agency_is_known",
            "Each receipt belongs to an agency whose rules are kept here",
            "mail of an unknown agency is judged by no rules and waits for ever",
            "correct the agency in sources.yaml",
            "agency",
            tuple(Agency),
        ),
        Rule(
            "channel_is_known",
            "Each receipt came by a channel that can be read",
            "nobody reads what came by another channel",
            "correct the channel in sources.yaml",
            "channel",
            tuple(Channel),
        ),
        Rule(
            "outcome_is_known",
            "Each receipt has one of the five outcomes",
            "a receipt without an outcome is in no queue and in no count",
            "find what wrote the status besides collect_mail",
            "outcome",
            tuple(ReceiptStatus),
        ),
        Rule(
            "content_is_there",
            "Each receipt that is not quarantined has content",
            "an empty original can be neither read nor answered",
            "fetch the original from the source again",
            "has_content",
        ),
        Rule(
            "items_match_outcome",
            "Receipts to be read have items, the others have none",
            "mail without an item is lost; a duplicate with one is answered twice",
            "run reconcile_mail; `mailroom status` then names the receipts",
            "items_match_outcome",
        ),
        Rule(
            "received_before_collected",
            "Nothing was received more than a day after it was collected",
            "a wrong clock at the source moves every deadline",
            "correct the clock or the zone of the source",
            "received_before_collected",
            severity=Severity.WARN,
        ),
    ),
)

SERVICE_REQUESTS = Suite(
    "service_requests",
    "service_request_flags",
    (
        Rule(
            "request_agency_is_known",
            "Each service request belongs to an agency whose rules are kept here",
            "no office works the queue of an unknown agency",
            "find what opens service requests besides process_mail",
            "agency",
            tuple(Agency),
        ),
        Rule(
            "capacity_is_known",
            "Each service request is raised for a known capacity",
            "what may be disclosed follows from the capacity",
            "look at what identified the sender",
            "raised_for",
            tuple(Capacity),
        ),
        Rule(
            "plan_is_there",
            "Each service request has an activity plan",
            "a request without a plan is worked by nobody",
            "look at the activities of its type in the pack",
            "has_plan",
        ),
        Rule(
            "evidence_is_there",
            "Each service request rests on a passage, or on who was found to have written",
            "a decision that cannot be explained cannot be defended",
            "look at the rule of its type in the pack",
            "has_evidence",
        ),
        Rule(
            "item_is_opened",
            "The item of each service request is opened",
            "an item that is still in flight would be opened a second time",
            "run reconcile_mail; `mailroom status` then names the items",
            "item_is_opened",
        ),
        Rule(
            "opened_after_receipt",
            "No service request was opened before its contact was received",
            "a wrong clock at the source moves every deadline",
            "correct the clock or the zone of the source, or the moment of the replay",
            "opened_after_receipt",
            severity=Severity.WARN,
        ),
    ),
)

DISPATCHES = Suite(
    "dispatches",
    "dispatch_flags",
    (
        Rule(
            "letter_is_approved",
            "Each letter in a batch is approved",
            "no letter leaves without a manager",
            "stop the batch before it is posted",
            "letter_approved",
        ),
        Rule(
            "approval_binds",
            "The approval is of this text, this copy, this recipient and this address",
            "what leaves must be what the manager saw",
            "stop the batch before it is posted, then have the letter approved anew",
            "approval_binds",
        ),
        Rule(
            "four_eyes",
            "Somebody other than its authors approved each letter",
            "nobody approves what they wrote",
            "stop the batch before it is posted, then have another manager decide",
            "four_eyes",
        ),
        Rule(
            "pages_match",
            "Each letter has as many pages in the batch as in its archive copy",
            "a missing or foreign page goes to the wrong person",
            "stop the batch before it is posted and make it again",
            "pages_match",
        ),
        Rule(
            "address_was_in_force",
            "The address was in force when the batch was planned",
            "a letter to a former address tells strangers about a case",
            "compare the batch with the registers before it is posted",
            "address_was_in_force",
            severity=Severity.WARN,
        ),
    ),
)

SUITES: Mapping[str, Suite] = {
    suite.boundary: suite for suite in (RECEIPTS, SERVICE_REQUESTS, DISPATCHES)
}


def suite_of(boundary: str) -> Suite:
    """The suite of a boundary. Raises MachineryFault naming those there are."""
    if boundary not in SUITES:
        raise MachineryFault(f"there is no boundary {boundary}; there are {', '.join(SUITES)}")
    return SUITES[boundary]
