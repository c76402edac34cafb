-- Finding records of one human: keys under which a record is looked up, what the firm's data taught, runs over the whole base.

-- Hashes of what a record may be found by (numbers, addresses, parts of names, …). An index, made anew from the records.
CREATE TABLE match_keys (
  org_id       uuid NOT NULL,
  customer_id  uuid NOT NULL,                        -- original owner
  key          bigint NOT NULL,
  PRIMARY KEY (org_id, key, customer_id)
);
CREATE INDEX match_keys_customer ON match_keys (org_id, customer_id);
CALL meada_tenant('match_keys');
COMMENT ON COLUMN match_keys.org_id IS 'none';
COMMENT ON COLUMN match_keys.customer_id IS 'none';
COMMENT ON COLUMN match_keys.key IS 'search';

-- How far the keys of each record are.
CREATE TABLE match_states (
  org_id       uuid NOT NULL,
  customer_id  uuid NOT NULL,
  keyed_at     timestamptz NOT NULL,
  compared_at  timestamptz,                          -- null: not yet
  waits        boolean NOT NULL DEFAULT false,       -- changed: keyed and compared as soon as there is time
  PRIMARY KEY (org_id, customer_id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX match_states_waiting ON match_states (org_id, customer_id) WHERE waits;
CALL meada_tenant('match_states');
CREATE POLICY system ON match_states FOR SELECT TO meada_system USING (waits);
GRANT SELECT (org_id, waits) ON match_states TO meada_system;
COMMENT ON COLUMN match_states.org_id IS 'none';
COMMENT ON COLUMN match_states.customer_id IS 'none';
COMMENT ON COLUMN match_states.keyed_at IS 'none';
COMMENT ON COLUMN match_states.compared_at IS 'none';
COMMENT ON COLUMN match_states.waits IS 'none';

-- What the owner allows, and what was learned from the firm's own records.
CREATE TABLE duplicate_settings (
  org_id      uuid NOT NULL REFERENCES organisations,
  auto_merge  boolean NOT NULL DEFAULT false,        -- certain pairs are merged without asking
  nightly     boolean NOT NULL DEFAULT true,         -- what changed is compared by night
  likely      real NOT NULL DEFAULT 0.8 CHECK (likely BETWEEN 0.5 AND 1),
  model       jsonb,
  learned_at  timestamptz,
  learned_of  integer NOT NULL DEFAULT 0,            -- records it was learned from
  changed_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id)
);
CALL meada_tenant('duplicate_settings');
COMMENT ON COLUMN duplicate_settings.org_id IS 'none';
COMMENT ON COLUMN duplicate_settings.auto_merge IS 'none';
COMMENT ON COLUMN duplicate_settings.nightly IS 'none';
COMMENT ON COLUMN duplicate_settings.likely IS 'none';
COMMENT ON COLUMN duplicate_settings.model IS 'personal by organisation';
COMMENT ON COLUMN duplicate_settings.learned_at IS 'none';
COMMENT ON COLUMN duplicate_settings.learned_of IS 'none';
COMMENT ON COLUMN duplicate_settings.changed_at IS 'none';

-- A run over the base. Its place is written with its findings: a process that dies loses nothing and repeats one batch.
CREATE TABLE duplicate_scans (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('full', 'changed')),
  state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'stopped', 'failed')),
  phase       text NOT NULL DEFAULT 'keys' CHECK (phase IN ('keys', 'learn', 'compare')),
  place       uuid,                                  -- last record that was done in this phase
  total       integer NOT NULL DEFAULT 0,
  done        integer NOT NULL DEFAULT 0,
  found       integer NOT NULL DEFAULT 0,            -- suggestions made
  merged      integer NOT NULL DEFAULT 0,            -- certain pairs merged
  started_by  uuid,
  started_at  timestamptz NOT NULL DEFAULT now(),
  moved_at    timestamptz NOT NULL DEFAULT now(),
  ended_at    timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX duplicate_scans_running ON duplicate_scans (org_id) WHERE state = 'running';
CREATE INDEX duplicate_scans_newest ON duplicate_scans (org_id, started_at DESC);
CALL meada_tenant('duplicate_scans');
CREATE POLICY system ON duplicate_scans FOR SELECT TO meada_system USING (true);
GRANT SELECT (org_id, id, state, started_at) ON duplicate_scans TO meada_system;
COMMENT ON COLUMN duplicate_scans.org_id IS 'none';
COMMENT ON COLUMN duplicate_scans.id IS 'none';
COMMENT ON COLUMN duplicate_scans.kind IS 'none';
COMMENT ON COLUMN duplicate_scans.state IS 'none';
COMMENT ON COLUMN duplicate_scans.phase IS 'none';
COMMENT ON COLUMN duplicate_scans.place IS 'none';
COMMENT ON COLUMN duplicate_scans.total IS 'none';
COMMENT ON COLUMN duplicate_scans.done IS 'none';
COMMENT ON COLUMN duplicate_scans.found IS 'none';
COMMENT ON COLUMN duplicate_scans.merged IS 'none';
COMMENT ON COLUMN duplicate_scans.started_by IS 'none';
COMMENT ON COLUMN duplicate_scans.started_at IS 'none';
COMMENT ON COLUMN duplicate_scans.moved_at IS 'none';
COMMENT ON COLUMN duplicate_scans.ended_at IS 'none';

-- Values that several people use (a family's telephone, a company's mailbox): they never make two records one.
CREATE TABLE shared_values (
  org_id     uuid NOT NULL REFERENCES organisations,
  match_key  text NOT NULL,
  shared     boolean NOT NULL,                       -- false: a person said that it is one human's after all
  marked_by  uuid,                                   -- null: recognised
  at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, match_key)
);
CALL meada_tenant('shared_values');
COMMENT ON COLUMN shared_values.org_id IS 'none';
COMMENT ON COLUMN shared_values.match_key IS 'personal by organisation empty unique';
COMMENT ON COLUMN shared_values.shared IS 'none';
COMMENT ON COLUMN shared_values.marked_by IS 'none';
COMMENT ON COLUMN shared_values.at IS 'none';
