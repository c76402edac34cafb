-- Brands, inboxes, and the ledger of everything received.

CREATE TABLE brands (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  voice       text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CALL meada_tenant('brands');

CREATE TABLE inboxes (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            uuid NOT NULL,
  channel       text NOT NULL,
  name          text NOT NULL,
  address       text NOT NULL DEFAULT '',
  brand_id      uuid NOT NULL,
  team_id       uuid,
  active        boolean NOT NULL DEFAULT true,
  settings      jsonb NOT NULL DEFAULT '{}',
  secrets       jsonb NOT NULL DEFAULT '{}',       -- name -> ciphertext
  hours         jsonb,
  reopen_hours  integer NOT NULL DEFAULT 72 CHECK (reopen_hours >= 0),
  route_key     text NOT NULL,                     -- in webhook and widget addresses
  health_state  text NOT NULL DEFAULT 'idle',
  health_text   text,
  health_at     timestamptz,
  last_in_at    timestamptz,
  last_out_at   timestamptz,
  cursor        text,                              -- how far a listener has read
  lease_by      uuid,                              -- the process that listens
  lease_until   timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, brand_id) REFERENCES brands (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE SET NULL (team_id)
);
CALL meada_tenant('inboxes');
-- Listeners are started across organisations: which inbox, of which channel, nothing else.
CREATE POLICY system ON inboxes FOR SELECT TO meada_system USING (true);
GRANT SELECT (org_id, id, channel, active) ON inboxes TO meada_system;

-- The exact bytes, once. The sender hears "received" only after COMMIT. After 30 days the bytes and the id go and the
-- keyed hash stays, so that a late copy is still a copy.
CREATE TABLE receipts (
  org_id         uuid NOT NULL REFERENCES organisations,
  id             uuid NOT NULL,
  n              bigint GENERATED ALWAYS AS IDENTITY,
  inbox_id       uuid NOT NULL,
  external_hash  bytea NOT NULL,
  external_id    text,
  body           bytea,
  headers        jsonb,
  facts          jsonb NOT NULL DEFAULT '{}',
  received_at    timestamptz NOT NULL DEFAULT now(),
  state          text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'poison')),
  attempts       integer NOT NULL DEFAULT 0,
  error          text,
  note           text,
  processed_at   timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, inbox_id, external_hash),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE INDEX receipts_new ON receipts (org_id, n) WHERE state = 'new';
CREATE INDEX receipts_poison ON receipts (org_id, inbox_id, n) WHERE state = 'poison';
CREATE INDEX receipts_age ON receipts (org_id, received_at) WHERE body IS NOT NULL;
CALL meada_tenant('receipts');
-- Rows go in by hash, numbers by arrival: the writer takes the numbers itself.
GRANT USAGE ON SEQUENCE receipts_n_seq TO meada_app;
-- Which organisations have something to read: found across organisations, contents not.
CREATE POLICY system ON receipts FOR SELECT TO meada_system USING (state = 'new');
GRANT SELECT (org_id, n, state) ON receipts TO meada_system;

CREATE TABLE canned_replies (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  shortcut    text NOT NULL,
  title       text NOT NULL,
  text        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, shortcut)
);
CALL meada_tenant('canned_replies');

CREATE TABLE labels (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  colour      text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX labels_name ON labels (org_id, lower(name));
CALL meada_tenant('labels');
