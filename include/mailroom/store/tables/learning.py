"""What the second reader learns from and became; what proposed rules would change, and who agreed.

The migrations are the truth; a test holds these equal to them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from mailroom.store.tables.columns import MOMENT, TEXTS, identity, metadata

reader_models = Table(
    "reader_models",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("trained_at", MOMENT, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    UniqueConstraint("agency", "hash"),
)

corrections = Table(
    "corrections",
    metadata,
    identity(),
    Column("item_id", BigInteger, nullable=False),
    Column("agency", Text, nullable=False),
    Column("was_status", Text, nullable=False),
    Column("was_types", TEXTS, nullable=False),
    Column("types", TEXTS, nullable=False),
    Column("raised_for", Text, nullable=False),
    Column("rule_set_id", BigInteger),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", MOMENT, nullable=False),
    Column("why", Text, nullable=False),
    ForeignKeyConstraint(["item_id"], ["items.id"]),
    ForeignKeyConstraint(["rule_set_id"], ["rule_sets.id"]),
    UniqueConstraint("item_id", "decided_at"),
)

backtests = Table(
    "backtests",
    metadata,
    identity(),
    Column("hash", Text, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("figures", JSONB, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", MOMENT, nullable=False),
    UniqueConstraint("hash"),
    UniqueConstraint("id", "made_by"),
)

rule_approvals = Table(
    "rule_approvals",
    metadata,
    identity(),
    Column("backtest_id", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_at", MOMENT, nullable=False),
    Column("note", Text, nullable=False),
    ForeignKeyConstraint(["backtest_id", "made_by"], ["backtests.id", "backtests.made_by"]),
    UniqueConstraint("backtest_id", "approved_by"),
)
