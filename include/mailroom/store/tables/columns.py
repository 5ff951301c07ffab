"""Column shapes that every table shares, and the metadata they are gathered in."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, DateTime, Identity, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY

metadata = MetaData()

MOMENT = DateTime(timezone=True)
TEXTS = ARRAY(Text)
IDS = ARRAY(BigInteger)


def identity() -> Column[int]:
    """The key every table has: a bigint of the database's own making."""
    return Column("id", BigInteger, Identity(always=True), primary_key=True)
