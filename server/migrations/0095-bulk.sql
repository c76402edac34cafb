-- The same done to many conversations: each stands with what became of it and what was before.
CREATE TABLE bulk_runs (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,                         -- chosen by who starts it: the same is started once
  person_id   uuid NOT NULL,                         -- in whose name and with whose rights it is done
  action      jsonb NOT NULL,
  state       text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'undoing', 'undone')),
  total       integer NOT NULL,
  place       integer NOT NULL DEFAULT 0,            -- the last one that was looked at in this direction
  created_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CREATE INDEX bulk_runs_busy ON bulk_runs (state, created_at) WHERE state IN ('running', 'undoing');
CREATE INDEX bulk_runs_person ON bulk_runs (org_id, person_id, created_at DESC);
CALL meada_tenant('bulk_runs');
CREATE POLICY system ON bulk_runs FOR SELECT TO meada_system USING (state IN ('running', 'undoing'));
GRANT SELECT (org_id, id, state, created_at) ON bulk_runs TO meada_system;
COMMENT ON COLUMN bulk_runs.org_id IS 'none';
COMMENT ON COLUMN bulk_runs.id IS 'none';
COMMENT ON COLUMN bulk_runs.person_id IS 'none';
COMMENT ON COLUMN bulk_runs.action IS 'none';
COMMENT ON COLUMN bulk_runs.state IS 'none';
COMMENT ON COLUMN bulk_runs.total IS 'none';
COMMENT ON COLUMN bulk_runs.place IS 'none';
COMMENT ON COLUMN bulk_runs.created_at IS 'none';
COMMENT ON COLUMN bulk_runs.ended_at IS 'none';

CREATE TABLE bulk_items (
  org_id           uuid NOT NULL,
  run_id           uuid NOT NULL,
  n                integer NOT NULL,
  conversation_id  uuid NOT NULL,
  outcome          text CHECK (outcome IN ('done', 'nothing', 'refused')),
  code             text,                             -- why it was refused
  state_before     jsonb,
  state_after      jsonb,
  replied          boolean NOT NULL DEFAULT false,   -- a reply went out: that is not taken back
  PRIMARY KEY (org_id, run_id, n),
  FOREIGN KEY (org_id, run_id) REFERENCES bulk_runs (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id)
);
CREATE INDEX bulk_items_conversation ON bulk_items (org_id, conversation_id);
CALL meada_tenant('bulk_items');
COMMENT ON COLUMN bulk_items.org_id IS 'none';
COMMENT ON COLUMN bulk_items.run_id IS 'none';
COMMENT ON COLUMN bulk_items.n IS 'none';
COMMENT ON COLUMN bulk_items.conversation_id IS 'none';
COMMENT ON COLUMN bulk_items.outcome IS 'none';
COMMENT ON COLUMN bulk_items.code IS 'none';
COMMENT ON COLUMN bulk_items.state_before IS 'none';
COMMENT ON COLUMN bulk_items.state_after IS 'none';
COMMENT ON COLUMN bulk_items.replied IS 'none';
