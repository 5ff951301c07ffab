"""The registers: who the agency knows.

The migrations are the truth; a test holds these equal to them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Table, Text, UniqueConstraint, text

from mailroom.store.tables.columns import MOMENT, TEXTS, identity, metadata

employers = Table(
    "employers",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("employer_ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("telephone", Text),
    Column("fax", Text),
    Column("fax_preferred", Boolean, nullable=False),
    Column("contact_name", Text),
    Column("pay_day", Text),
    Column("payroll_cutoff", Text),
    Column("voicemail_authorised", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("schedule_by", Text, nullable=False),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "employer_ref"),
    Index("employers_by_email", "agency", "email"),
    Index("employers_by_telephone", "agency", "telephone"),
)

employer_agents = Table(
    "employer_agents",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("earn", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("telephone", Text),
    Column("postcode", Text),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "earn"),
)

employer_agent_links = Table(
    "employer_agent_links",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("earn", Text, nullable=False),
    Column("employer_ref", Text, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "earn", "employer_ref", "starts_on"),
)

persons = Table(
    "persons",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("person_ref", Text, nullable=False),
    Column("title", Text),
    Column("given_name", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("national_id", Text),
    Column("email", Text),
    Column("telephone", Text),
    Column("born_on", Date),
    Column("language", Text, nullable=False),
    Column("deployed", Boolean, nullable=False),
    Column("abroad", Boolean, nullable=False),
    Column("died_on", Date),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "person_ref"),
    Index("persons_by_email", "agency", "email"),
    Index("persons_by_national_id", "agency", "national_id"),
    Index("persons_by_telephone", "agency", "telephone"),
)

cases = Table(
    "cases",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("owner", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "case_number"),
)

case_participants = Table(
    "case_participants",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("person_ref", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("employer_ref", Text),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "case_number", "person_ref"),
    Index("participants_by_person", "agency", "person_ref"),
)

attorneys = Table(
    "attorneys",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("attorney_ref", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("telephone", Text),
    Column("email", Text),
    Column("bar_number", Text),
    Column("case_number", Text, nullable=False),
    Column("person_ref", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "attorney_ref", "case_number"),
)

powers_of_attorney = Table(
    "powers_of_attorney",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("poa_ref", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("person_ref", Text, nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("agent_email", Text),
    Column("agent_telephone", Text),
    Column("starts_on", Date),
    Column("ends_on", Date),
    Column("revoked_on", Date),
    Column("review", Text, nullable=False),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "poa_ref"),
)

prior_authorisations = Table(
    "prior_authorisations",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("case_number", Text, nullable=False),
    Column("person_ref", Text, nullable=False),
    Column("third_party_name", Text, nullable=False),
    Column("granted_on", Date, nullable=False),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "case_number", "person_ref", "third_party_name"),
)

staff = Table(
    "staff",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("staff_ref", Text, nullable=False),
    Column("os_user", Text),
    Column("name", Text, nullable=False),
    Column("email", Text),
    Column("role", Text, nullable=False),
    Column("team", Text),
    Column("reports_to", Text),
    Column("office", Text),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "staff_ref"),
)

addresses = Table(
    "addresses",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("owner_kind", Text, nullable=False),
    Column("owner_ref", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("lines", TEXTS, nullable=False),
    Column("postcode", Text),
    Column("country", Text),
    Column("problems", TEXTS, nullable=False),
    Column("withdrawn_at", MOMENT),
    UniqueConstraint("agency", "owner_kind", "owner_ref", "version"),
    Index(
        "addresses_in_force",
        "agency",
        "owner_kind",
        "owner_ref",
        postgresql_where=text("(withdrawn_at IS NULL)"),
    ),
)

register_loads = Table(
    "register_loads",
    metadata,
    identity(),
    Column("agency", Text, nullable=False),
    Column("register", Text, nullable=False),
    Column("content_sha256", Text, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("loaded_at", MOMENT, nullable=False),
)
