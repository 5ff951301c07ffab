"""Mail as it came in, what was read, and the leases work is done under.

The migrations are the truth; a test holds these equal to them.
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from mailroom.store.tables.columns import MOMENT, TEXTS, identity, metadata

leases = Table(
    "leases",
    metadata,
    identity(),
    Column("holder", Text, nullable=False),
    Column("started_at", MOMENT, nullable=False),
    Column("until", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Index("leases_open_by_holder", "holder", postgresql_where=text("(ended_at IS NULL)")),
)

receipts = Table(
    "receipts",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("source_reference", Text, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("received_day", Date, nullable=False),
    Column("collected_at", MOMENT, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("content_bytes", BigInteger, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("duplicate_of", BigInteger),
    Column("reason_code", Text),
    Column("reason", Text),
    Column("items_held", Integer, nullable=False, server_default=text("0")),
    ForeignKeyConstraint(["duplicate_of"], ["receipts.id"]),
    UniqueConstraint("source", "source_reference"),
    Index("receipts_by_content", "agency", "content_sha256"),
    Index("receipts_by_day", "agency", "channel", "received_day"),
)

items = Table(
    "items",
    metadata,
    identity(),
    Column("receipt_id", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("agency", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("priority", SmallInteger, nullable=False, server_default=text("0")),
    Column("urgent", TEXTS, nullable=False, server_default=text("'{}'::text[]")),
    Column("status", Text, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("lease_id", BigInteger),
    Column("duplicate_of", BigInteger),
    Column("rule_set_id", BigInteger),
    Column("reason_code", Text),
    Column("reason", Text),
    Column("reader_hash", Text),
    ForeignKeyConstraint(["duplicate_of"], ["items.id"]),
    ForeignKeyConstraint(["lease_id"], ["leases.id"]),
    ForeignKeyConstraint(["receipt_id"], ["receipts.id"]),
    ForeignKeyConstraint(["rule_set_id"], ["rule_sets.id"]),
    UniqueConstraint("receipt_id", "ordinal"),
    Index("items_by_lease", "lease_id", postgresql_where=text("(lease_id IS NOT NULL)")),
    Index(
        "items_to_claim",
        "status",
        "priority",
        "received_at",
        "id",
        postgresql_where=text(
            "status = ANY (ARRAY["
            "'received'::text, 'read'::text, 'identified'::text, 'classified'::text])"
        ),
    ),
)

documents = Table(
    "documents",
    metadata,
    identity(),
    Column("item_id", BigInteger, nullable=False),
    Column("part", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("name", Text),
    Column("media_type", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("encrypted", Boolean, nullable=False),
    Column("content_sha256", Text),
    Column("language", Text),
    Column("body", Text, nullable=False),
    Column("unread_reason", Text),
    Column("notes", TEXTS, nullable=False, server_default=text("'{}'::text[]")),
    Column("passed_over", Boolean, nullable=False, server_default=text("false")),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    UniqueConstraint("item_id", "part"),
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", BigInteger, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("method", Text, nullable=False),
    Column("confidence", REAL),
    Column("characters", Integer, nullable=False),
    ForeignKeyConstraint(["document_id"], ["documents.id"]),
    PrimaryKeyConstraint("document_id", "number"),
)

mails = Table(
    "mails",
    metadata,
    Column("item_id", BigInteger, primary_key=True),
    Column("from_name", Text),
    Column("from_email", Text),
    Column("message_id", Text),
    Column("dated_at", MOMENT),
    Column("is_bounce", Boolean, nullable=False),
    Column("is_auto_reply", Boolean, nullable=False),
    Column("authentication", Text),
    Column("several_from", Boolean, nullable=False, server_default=text("false")),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    PrimaryKeyConstraint("item_id"),
    Index("mails_by_message_id", "message_id"),
)

calls = Table(
    "calls",
    metadata,
    Column("item_id", BigInteger, primary_key=True),
    Column("caller_number", Text),
    Column("name_as_given", Text),
    Column("reference_entered", Text),
    Column("line_called", Text),
    Column("promised_at", MOMENT),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    PrimaryKeyConstraint("item_id"),
)

source_counts = Table(
    "source_counts",
    metadata,
    Column("source", Text, primary_key=True),
    Column("agency", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("offered", BigInteger, nullable=False),
    Column("unreceipted", BigInteger, nullable=False),
    Column("counted_at", MOMENT, nullable=False),
    Column("counted_through", BigInteger, nullable=False, server_default=text("0")),
    PrimaryKeyConstraint("source"),
)
