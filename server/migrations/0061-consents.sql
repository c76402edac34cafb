-- What customers allowed the firm to do and what they took back, with proof; and what is left of erased ones: that they were.

-- What the firm writes to its customers for. The house's own purposes stand in the code; a row here changes one or adds one.
CREATE TABLE consent_purposes (
  org_id       uuid NOT NULL REFERENCES organisations,
  name         text NOT NULL CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$'),
  label        text NOT NULL DEFAULT '',             -- '' for one of the house: the desk knows its words
  basis        text NOT NULL CHECK (basis IN ('consent', 'contract', 'legitimate_interest', 'law')),
  reference    text NOT NULL DEFAULT '',             -- which law or assessment the basis rests on
  words        text NOT NULL DEFAULT '',             -- what customers are asked with
  version      integer NOT NULL DEFAULT 1,           -- of the words
  updated_at   timestamptz NOT NULL DEFAULT now(),
  archived_at  timestamptz,
  PRIMARY KEY (org_id, name)
);
CALL meada_tenant('consent_purposes');

-- The ledger: a line for each word of a customer, never changed. What counts is derived from the newest lines.
CREATE TABLE consents (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  n            bigint GENERATED ALWAYS AS IDENTITY,
  customer_id  uuid NOT NULL,                        -- original owner
  purpose      text,                                 -- null: everything that is no answer
  channel      text,                                 -- null: every channel
  identity_id  uuid,                                 -- null: every address
  state        text NOT NULL CHECK (state IN ('given', 'withdrawn', 'lifted')), -- lifted: a withdrawal taken back, nothing given
  basis        text NOT NULL,
  source       text NOT NULL CHECK (source IN ('word', 'link', 'person', 'complaint', 'form', 'import', 'platform', 'request', 'key', 'bot')),
  shown        text,                                 -- the words the customer saw
  version      integer,                              -- of these words
  message_id   uuid,                                 -- the message that says it
  form_id      text,                                 -- the form it was said on
  ip_hash      bytea,                                -- keyed hash of the network address it came from
  note         text,
  actor_kind   text NOT NULL,
  actor_id     uuid,
  at           timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX consents_customer ON consents (org_id, customer_id, n);
CREATE INDEX consents_identity ON consents (org_id, identity_id, n) WHERE identity_id IS NOT NULL;
CALL meada_tenant('consents');
-- Append only; erasing empties what is personal.
REVOKE UPDATE, DELETE ON consents FROM meada_app;
GRANT UPDATE (shown, form_id, ip_hash, note) ON consents TO meada_app;

-- What a message is for, when it is no answer: before it leaves, the ledger is asked once more.
ALTER TABLE messages ADD purpose text;

-- The words of before, as far as they were kept.
INSERT INTO consents (org_id, id, customer_id, identity_id, state, basis, source, actor_kind, at)
  SELECT org_id, gen_random_uuid(), customer_id, id, 'withdrawn', 'consent', 'word', 'customer', opted_out_at
  FROM identities WHERE opted_out_at IS NOT NULL;
INSERT INTO consents (org_id, id, customer_id, purpose, state, basis, source, actor_kind, at)
  SELECT org_id, gen_random_uuid(), customer_id, p.name, 'withdrawn', 'consent', source,
    CASE source WHEN 'person' THEN 'system' ELSE 'customer' END, at
  FROM announcement_refusals, (VALUES ('notices'), ('marketing')) AS p(name);

-- A customer whose record was erased: the row stays for the numbers, and is nobody.
ALTER TABLE customers ADD erased_at timestamptz;

-- Keyed hashes of the addresses, ids and conversations of whom was erased, so that nothing late brings them back.
CREATE TABLE erased_keys (
  org_id  uuid NOT NULL REFERENCES organisations,
  hash    bytea NOT NULL,
  at      timestamptz NOT NULL,
  PRIMARY KEY (org_id, hash)
);
CALL meada_tenant('erased_keys');

COMMENT ON COLUMN consent_purposes.org_id IS 'none';
COMMENT ON COLUMN consent_purposes.name IS 'none';
COMMENT ON COLUMN consent_purposes.label IS 'none';
COMMENT ON COLUMN consent_purposes.basis IS 'none';
COMMENT ON COLUMN consent_purposes.reference IS 'none';
COMMENT ON COLUMN consent_purposes.words IS 'none';
COMMENT ON COLUMN consent_purposes.version IS 'none';
COMMENT ON COLUMN consent_purposes.updated_at IS 'none';
COMMENT ON COLUMN consent_purposes.archived_at IS 'none';
COMMENT ON COLUMN consents.org_id IS 'none';
COMMENT ON COLUMN consents.id IS 'none';
COMMENT ON COLUMN consents.n IS 'none';
COMMENT ON COLUMN consents.customer_id IS 'none';
COMMENT ON COLUMN consents.purpose IS 'none';
COMMENT ON COLUMN consents.channel IS 'none';
COMMENT ON COLUMN consents.identity_id IS 'none';
COMMENT ON COLUMN consents.state IS 'none';
COMMENT ON COLUMN consents.basis IS 'none';
COMMENT ON COLUMN consents.source IS 'none';
COMMENT ON COLUMN consents.shown IS 'personal by customer_id';
COMMENT ON COLUMN consents.version IS 'none';
COMMENT ON COLUMN consents.message_id IS 'none';
COMMENT ON COLUMN consents.form_id IS 'personal by customer_id';
COMMENT ON COLUMN consents.ip_hash IS 'personal by customer_id';
COMMENT ON COLUMN consents.note IS 'personal by customer_id';
COMMENT ON COLUMN consents.actor_kind IS 'none';
COMMENT ON COLUMN consents.actor_id IS 'none';
COMMENT ON COLUMN consents.at IS 'none';
COMMENT ON COLUMN messages.purpose IS 'none';
COMMENT ON COLUMN customers.erased_at IS 'none';
COMMENT ON COLUMN erased_keys.org_id IS 'none';
COMMENT ON COLUMN erased_keys.hash IS 'none';
COMMENT ON COLUMN erased_keys.at IS 'none';
