-- The registers: who the agency knows. Loaded whole from its systems, keyed by their own references;
-- a row that is no longer delivered is withdrawn, never deleted, so that old items keep their ties.
CREATE TABLE employers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, employer_ref text NOT NULL,
  name text NOT NULL, email text, telephone text, fax text,
  fax_preferred boolean NOT NULL, contact_name text, pay_day text, payroll_cutoff text,
  voicemail_authorised boolean NOT NULL, language text NOT NULL, schedule_by text NOT NULL,
  withdrawn_at timestamptz,
  UNIQUE (agency, employer_ref)
);
CREATE TABLE employer_agents (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, earn text NOT NULL,
  name text NOT NULL, email text, telephone text, postcode text,
  withdrawn_at timestamptz,
  UNIQUE (agency, earn)
);
CREATE TABLE employer_agent_links (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, earn text NOT NULL, employer_ref text NOT NULL,
  starts_on date NOT NULL, ends_on date,
  withdrawn_at timestamptz,
  UNIQUE (agency, earn, employer_ref, starts_on)
);
CREATE TABLE persons (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, person_ref text NOT NULL,
  title text, given_name text NOT NULL, family_name text NOT NULL,
  national_id text, email text, telephone text, born_on date, language text NOT NULL,
  deployed boolean NOT NULL, abroad boolean NOT NULL, died_on date,
  withdrawn_at timestamptz,
  UNIQUE (agency, person_ref)
);
CREATE TABLE cases (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, case_number text NOT NULL,
  opened_on date NOT NULL, owner text NOT NULL, office text NOT NULL,
  withdrawn_at timestamptz,
  UNIQUE (agency, case_number)
);
CREATE TABLE case_participants (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, case_number text NOT NULL, person_ref text NOT NULL,
  role text NOT NULL CHECK (role IN ('paying_parent', 'receiving_parent')),
  employer_ref text,
  withdrawn_at timestamptz,
  UNIQUE (agency, case_number, person_ref)
);
CREATE TABLE attorneys (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, attorney_ref text NOT NULL,
  name text NOT NULL, telephone text, email text, bar_number text,
  case_number text NOT NULL, person_ref text NOT NULL, received_on date NOT NULL,
  withdrawn_at timestamptz,
  UNIQUE (agency, attorney_ref, case_number)
);
CREATE TABLE powers_of_attorney (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, poa_ref text NOT NULL,
  case_number text NOT NULL, person_ref text NOT NULL,
  agent_name text NOT NULL, agent_email text, agent_telephone text,
  starts_on date, ends_on date, revoked_on date,
  review text NOT NULL CHECK (review IN ('valid', 'invalid', 'pending')),
  withdrawn_at timestamptz,
  UNIQUE (agency, poa_ref)
);
CREATE TABLE prior_authorisations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, case_number text NOT NULL, person_ref text NOT NULL,
  third_party_name text NOT NULL, granted_on date NOT NULL,
  withdrawn_at timestamptz,
  UNIQUE (agency, case_number, person_ref, third_party_name)
);
CREATE TABLE staff (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, staff_ref text NOT NULL,
  os_user text, name text NOT NULL, email text, role text NOT NULL,
  team text, reports_to text, office text,
  withdrawn_at timestamptz,
  UNIQUE (agency, staff_ref)
);
CREATE TABLE addresses (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL,
  owner_kind text NOT NULL CHECK (owner_kind IN ('employer', 'employer_agent', 'person', 'attorney')),
  owner_ref text NOT NULL,
  version text NOT NULL,
  lines text[] NOT NULL,
  postcode text, country text,
  problems text[] NOT NULL,
  withdrawn_at timestamptz,
  UNIQUE (agency, owner_kind, owner_ref, version)
);
CREATE INDEX addresses_in_force ON addresses (agency, owner_kind, owner_ref) WHERE withdrawn_at IS NULL;

CREATE INDEX employers_by_email ON employers (agency, email);
CREATE INDEX employers_by_telephone ON employers (agency, telephone);
CREATE INDEX persons_by_national_id ON persons (agency, national_id);
CREATE INDEX persons_by_email ON persons (agency, email);
CREATE INDEX persons_by_telephone ON persons (agency, telephone);
CREATE INDEX participants_by_person ON case_participants (agency, person_ref);
CREATE TABLE register_loads (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  agency text NOT NULL, register text NOT NULL,
  content_sha256 text NOT NULL, rows bigint NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('loaded', 'refused')),
  reason text, loaded_at timestamptz NOT NULL
);
