-- Until when and since when an address is theirs, and how it is proven by a code or link of ours; the day of birth.

ALTER TABLE customers ADD birth_date date;
COMMENT ON COLUMN customers.birth_date IS 'personal by id';

ALTER TABLE identities
  ADD valid_from    timestamptz,                     -- null: since it was written down
  ADD ended_by      uuid,                            -- person who said that it is theirs no longer
  ADD ended_reason  text;
COMMENT ON COLUMN identities.valid_from IS 'none';
COMMENT ON COLUMN identities.ended_by IS 'none';
COMMENT ON COLUMN identities.ended_reason IS 'personal by customer_id';

-- A code or link sent to an address to prove it. Neither is kept: both are signatures of the row's id under the master key, so
-- the row alone tells nothing, and a copy of the database opens nothing.
CREATE TABLE identity_checks (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  identity_id  uuid NOT NULL,
  way          text NOT NULL CHECK (way IN ('code', 'link')),
  inbox_id     uuid NOT NULL,
  message_id   uuid,                                 -- what carried it; its text has dots where the code goes
  tries        integer NOT NULL DEFAULT 0,           -- wrong codes so far
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  closed_at    timestamptz,                          -- used, spent by wrong tries, or replaced by a newer one
  proven       boolean NOT NULL DEFAULT false,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id)
);
CREATE UNIQUE INDEX identity_checks_open ON identity_checks (org_id, identity_id) WHERE closed_at IS NULL;
CREATE INDEX identity_checks_identity ON identity_checks (org_id, identity_id, created_at DESC);
CREATE UNIQUE INDEX identity_checks_message ON identity_checks (org_id, message_id) WHERE message_id IS NOT NULL;
CALL meada_tenant('identity_checks');
COMMENT ON COLUMN identity_checks.org_id IS 'none';
COMMENT ON COLUMN identity_checks.id IS 'none';
COMMENT ON COLUMN identity_checks.identity_id IS 'none';
COMMENT ON COLUMN identity_checks.way IS 'none';
COMMENT ON COLUMN identity_checks.inbox_id IS 'none';
COMMENT ON COLUMN identity_checks.message_id IS 'none';
COMMENT ON COLUMN identity_checks.tries IS 'none';
COMMENT ON COLUMN identity_checks.created_by IS 'none';
COMMENT ON COLUMN identity_checks.created_at IS 'none';
COMMENT ON COLUMN identity_checks.expires_at IS 'none';
COMMENT ON COLUMN identity_checks.closed_at IS 'none';
COMMENT ON COLUMN identity_checks.proven IS 'none';
