"""From a reading to what the agency does about it.

The migrations are the truth; a test holds these equal to them.
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from mailroom.store.tables.columns import MOMENT, TEXTS, identity, metadata

rule_sets = Table(
    "rule_sets",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("stored_at", MOMENT, nullable=False),
    UniqueConstraint("agency", "hash"),
)

rule_activations = Table(
    "rule_activations",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("rule_set_id", BigInteger, nullable=False),
    Column("activated_at", MOMENT, nullable=False),
    Column("activated_by", Text, nullable=False),
    Column("approval_id", BigInteger),
    ForeignKeyConstraint(["approval_id"], ["rule_approvals.id"]),
    ForeignKeyConstraint(["rule_set_id"], ["rule_sets.id"]),
)

senders = Table(
    "senders",
    metadata,
    Column("item_id", BigInteger, primary_key=True),
    Column("capacity", Text, nullable=False),
    Column("employer_id", BigInteger),
    Column("employer_agent_id", BigInteger),
    Column("person_id", BigInteger),
    Column("case_id", BigInteger),
    Column("conflict", Boolean, nullable=False),
    Column("manual_selection", Text),
    Column("evidence", JSONB, nullable=False),
    ForeignKeyConstraint(["case_id"], ["cases.id"]),
    ForeignKeyConstraint(["employer_agent_id"], ["employer_agents.id"]),
    ForeignKeyConstraint(["employer_id"], ["employers.id"]),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    ForeignKeyConstraint(["person_id"], ["persons.id"]),
    PrimaryKeyConstraint("item_id"),
)

findings = Table(
    "findings",
    metadata,
    identity(),
    Column("item_id", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("score", REAL, nullable=False),
    Column("spans", JSONB, nullable=False),
    Column("rule", Text, nullable=False),
    Column("reference", Text),
    Column("unclear", TEXTS, nullable=False),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    UniqueConstraint("item_id", "type"),
)

service_requests = Table(
    "service_requests",
    metadata,
    identity(),
    Column("item_id", BigInteger, nullable=False),
    Column("agency", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("process", Text),
    Column("area", Text),
    Column("sub_area", Text),
    Column("raised_for", Text, nullable=False),
    Column("employer_id", BigInteger),
    Column("employer_agent_id", BigInteger),
    Column("person_id", BigInteger),
    Column("case_id", BigInteger),
    Column("owner", Text, nullable=False),
    Column("reference", Text),
    Column("received_at", MOMENT, nullable=False),
    Column("opened_at", MOMENT, nullable=False),
    Column("status", Text, nullable=False),
    ForeignKeyConstraint(["case_id"], ["cases.id"]),
    ForeignKeyConstraint(["employer_agent_id"], ["employer_agents.id"]),
    ForeignKeyConstraint(["employer_id"], ["employers.id"]),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    ForeignKeyConstraint(["person_id"], ["persons.id"]),
    UniqueConstraint("item_id", "type"),
)

activities = Table(
    "activities",
    metadata,
    identity(),
    Column("service_request_id", BigInteger, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("owner_role", Text, nullable=False),
    Column("mandatory", Boolean, nullable=False),
    Column("due_at", MOMENT),
    Column("letter_template", Text),
    Column("status", Text, nullable=False),
    Column("lease_id", BigInteger),
    Column("done_at", MOMENT),
    Column("done_by", Text),
    ForeignKeyConstraint(["lease_id"], ["leases.id"]),
    ForeignKeyConstraint(["service_request_id"], ["service_requests.id"]),
    UniqueConstraint("service_request_id", "ordinal"),
    Index(
        "activities_to_draft",
        "id",
        postgresql_where="((letter_template IS NOT NULL) AND (status = 'open'::text))",
    ),
)

obligations = Table(
    "obligations",
    metadata,
    identity(),
    Column("service_request_id", BigInteger, nullable=False),
    Column("agency", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("policy_due_at", MOMENT, nullable=False),
    Column("promised_at", MOMENT),
    Column("due_at", MOMENT, nullable=False),
    Column("status", Text, nullable=False),
    Column("flagged_at", MOMENT),
    Column("promise_broken_at", MOMENT),
    Column("met_at", MOMENT),
    Column("reference", Text),
    Column("unclear", TEXTS, nullable=False),
    ForeignKeyConstraint(["service_request_id"], ["service_requests.id"]),
    UniqueConstraint("service_request_id", "kind"),
    Index("obligations_due", "due_at", "id", postgresql_where="(status = 'open'::text)"),
)

escalations = Table(
    "escalations",
    metadata,
    identity(),
    Column("obligation_id", BigInteger),
    Column("item_id", BigInteger),
    Column("rung", Integer, nullable=False),
    Column("office", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("reference", Text),
    Column("evidence", JSONB, nullable=False),
    Column("escalated_at", MOMENT, nullable=False),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    ForeignKeyConstraint(["obligation_id"], ["obligations.id"]),
    UniqueConstraint("item_id", "trigger", "office"),
    UniqueConstraint("obligation_id", "rung", "office"),
)

narrative_heads = Table(
    "narrative_heads",
    metadata,
    Column("subject_kind", Text, primary_key=True),
    Column("subject_id", BigInteger, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("subject_kind", "subject_id"),
)

narratives = Table(
    "narratives",
    metadata,
    identity(),
    Column("narrative_key", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("author", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("reference", Text),
    Column("item_id", BigInteger),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    UniqueConstraint("narrative_key"),
    UniqueConstraint("subject_kind", "subject_id", "sequence"),
)

outbox = Table(
    "outbox",
    metadata,
    identity(),
    Column("message_key", Text, nullable=False),
    Column("agency", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("queued_at", MOMENT, nullable=False),
    Column("sent_at", MOMENT),
    Column("lease_id", BigInteger),
    ForeignKeyConstraint(["lease_id"], ["leases.id"]),
    UniqueConstraint("message_key"),
    Index(
        "outbox_to_send",
        "id",
        postgresql_where="(status = ANY (ARRAY['queued'::text, 'sending'::text]))",
    ),
)
