"""What was checked and what came of it.

The migrations are the truth; a test holds these equal to them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from mailroom.store.tables.columns import IDS, MOMENT, identity, metadata

quality_results = Table(
    "quality_results",
    metadata,
    identity(),
    Column("boundary", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("rows_checked", BigInteger, nullable=False),
    Column("rows_failed", BigInteger, nullable=False),
    Column("checked_at", MOMENT, nullable=False),
    Index("quality_results_latest", "boundary", "checked_at"),
)

reconciliations = Table(
    "reconciliations",
    metadata,
    identity(),
    Column("equation", Text, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("broken", BigInteger, nullable=False),
    Column("broken_ids", IDS, nullable=False),
    Column("reconciled_at", MOMENT, nullable=False),
)
