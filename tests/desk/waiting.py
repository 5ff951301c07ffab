"""A letter that waits for a manager, and the managers."""

from __future__ import annotations

from mailroom.store import tables
from mailroom.store.database import Database
from tests.houses import MOMENT, add, add_item, add_sender

BOUND = {
    "content_hash": "c" * 64, "archive_sha256": "a" * 64, "template_version": "t",
    "layout_version": "l", "fonts_version": "f", "recipient_ref": "121555666777",
    "address_version": "v1",
}  # fmt: skip
AUTHOR, MANAGER, OTHER, CLERK = "author", "manager", "other", "clerk"


def add_staff(database: Database, agency: str = "cms") -> None:
    """Two managers, one manager who wrote the letters, and a clerk."""
    with database.transaction() as connection:
        for user in (AUTHOR, MANAGER, OTHER):
            add(connection, tables.staff, agency=agency, staff_ref=user, os_user=user, name=user,
                role="team_manager")  # fmt: skip
        add(connection, tables.staff, agency=agency, staff_ref=CLERK, os_user=CLERK, name=CLERK,
            role="caseworker")  # fmt: skip


def add_letter(database: Database, reference: str = "r1", **columns: object) -> int:
    """A letter of the clerk's and the author's; return its id."""
    with database.transaction() as connection:
        item_id = add_item(connection, reference)
        add_sender(connection, item_id)
        request = add(
            connection, tables.service_requests, item_id=item_id, agency="cms", type="x",
            raised_for="employer", owner="x", received_at=MOMENT, opened_at=MOMENT, status="open",
        )  # fmt: skip
        activity = add(
            connection, tables.activities, service_request_id=request, ordinal=1, title="Write",
            owner_role="x", mandatory=True, letter_template="x", status="open",
        )  # fmt: skip
        address = add(
            connection, tables.addresses, agency="cms", owner_kind="employer",
            owner_ref=f"{BOUND['recipient_ref']}-{reference}", version="v1",
            lines=["Acme", "1 High Street", "BA1 1AA"], problems=[],
        )  # fmt: skip
        values = {
            "letter_key": reference, "agency": "cms", "service_request_id": request,
            "activity_id": activity, "template": "x", "language": "en", "address_id": address,
            "recipient_kind": "employer", "canonical": {}, "pages": 1, "drafted_at": MOMENT,
            "touched_by": ["mailroom", AUTHOR], "status": "awaiting_approval", **BOUND, **columns,
        }  # fmt: skip
        return add(connection, tables.letters, **values)
