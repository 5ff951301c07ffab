"""Letters, the decisions on them, and the print batches they leave in.

The migrations are the truth; a test holds these equal to them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from mailroom.store.tables.columns import MOMENT, TEXTS, identity, metadata

letters = Table(
    "letters",
    metadata,
    identity(),
    Column("letter_key", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("service_request_id", BigInteger, nullable=False),
    Column("activity_id", BigInteger, nullable=False),
    Column("template", Text, nullable=False),
    Column("template_version", Text, nullable=False),
    Column("layout_version", Text),
    Column("fonts_version", Text),
    Column("language", Text, nullable=False),
    Column("recipient_kind", Text),
    Column("recipient_ref", Text),
    Column("address_id", BigInteger),
    Column("address_version", Text),
    Column("canonical", JSONB),
    Column("content_hash", Text),
    Column("archive_sha256", Text),
    Column("pages", Integer),
    Column("touched_by", TEXTS, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason_code", Text),
    Column("reason", Text),
    Column("reference", Text),
    Column("due_at", MOMENT),
    Column("drafted_at", MOMENT, nullable=False),
    Column("promised_on", Date),
    ForeignKeyConstraint(["activity_id"], ["activities.id"]),
    ForeignKeyConstraint(["address_id"], ["addresses.id"]),
    ForeignKeyConstraint(["service_request_id"], ["service_requests.id"]),
    UniqueConstraint("letter_key"),
    Index(
        "letters_waiting",
        "agency",
        "due_at",
        "id",
        postgresql_where="(status = 'awaiting_approval'::text)",
    ),
)

approvals = Table(
    "approvals",
    metadata,
    identity(),
    Column("letter_id", BigInteger, nullable=False),
    Column("decision", Text, nullable=False),
    Column("approver", Text, nullable=False),
    Column("touched_by", TEXTS, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("archive_sha256", Text, nullable=False),
    Column("template_version", Text, nullable=False),
    Column("layout_version", Text, nullable=False),
    Column("fonts_version", Text, nullable=False),
    Column("recipient_ref", Text, nullable=False),
    Column("address_version", Text, nullable=False),
    Column("reason_code", Text),
    Column("reason", Text),
    Column("decided_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["letter_id"], ["letters.id"]),
    UniqueConstraint("letter_id", "content_hash"),
)

print_batches = Table(
    "print_batches",
    metadata,
    identity(),
    Column("batch_key", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("pages", Integer),
    Column("pdf_sha256", Text),
    Column("manifest_sha256", Text),
    Column("pdf_path", Text),
    Column("manifest_path", Text),
    Column("made_at", MOMENT, nullable=False),
    Column("sent_at", MOMENT),
    Column("lease_id", BigInteger),
    ForeignKeyConstraint(["lease_id"], ["leases.id"]),
    UniqueConstraint("batch_key"),
)

dispatches = Table(
    "dispatches",
    metadata,
    identity(),
    Column("letter_id", BigInteger, nullable=False),
    Column("print_batch_id", BigInteger, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("first_page", Integer),
    Column("pages", Integer),
    Column("status", Text, nullable=False),
    Column("queued_at", MOMENT, nullable=False),
    Column("sent_at", MOMENT),
    Column("reason", Text),
    ForeignKeyConstraint(["letter_id"], ["letters.id"]),
    ForeignKeyConstraint(["print_batch_id"], ["print_batches.id"]),
    UniqueConstraint("letter_id"),
    UniqueConstraint("print_batch_id", "sequence"),
)
