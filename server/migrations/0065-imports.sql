-- Lists of customers from elsewhere. The rows of a list lie here until it is forgotten (30 days), with what became of each
-- and what must be put back to take it all back.
CREATE TABLE imports (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  format      text NOT NULL CHECK (format IN ('csv', 'xlsx', 'vcard')),
  state       text NOT NULL CHECK (state IN ('reading', 'mapping', 'checking', 'checked', 'running', 'stopped', 'done', 'failed',
    'undoing', 'undone')),
  columns     jsonb NOT NULL DEFAULT '[]',         -- [{ header, samples }]
  mapping     jsonb NOT NULL DEFAULT '[]',         -- a target for each column
  options     jsonb NOT NULL DEFAULT '{}',
  total       integer NOT NULL DEFAULT 0,
  place       integer NOT NULL DEFAULT 0,          -- the last row done in the running step
  counts      jsonb NOT NULL DEFAULT '{}',
  problems    jsonb NOT NULL DEFAULT '[]',
  kept        integer NOT NULL DEFAULT 0,
  error       text,
  created_by  uuid,
  created_at  timestamptz NOT NULL,
  started_at  timestamptz,
  ended_at    timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX imports_created ON imports (org_id, created_at DESC);
CREATE INDEX imports_busy ON imports (state) WHERE state IN ('checking', 'running', 'undoing');
CALL meada_tenant('imports');
CREATE POLICY system ON imports FOR SELECT TO meada_system USING (state IN ('checking', 'running', 'undoing'));
GRANT SELECT (org_id, id, state, created_at) ON imports TO meada_system;
COMMENT ON COLUMN imports.org_id IS 'none';
COMMENT ON COLUMN imports.id IS 'none';
COMMENT ON COLUMN imports.name IS 'personal by organisation';
COMMENT ON COLUMN imports.format IS 'none';
COMMENT ON COLUMN imports.state IS 'none';
COMMENT ON COLUMN imports.columns IS 'personal by organisation empty []';
COMMENT ON COLUMN imports.mapping IS 'none';
COMMENT ON COLUMN imports.options IS 'none';
COMMENT ON COLUMN imports.total IS 'none';
COMMENT ON COLUMN imports.place IS 'none';
COMMENT ON COLUMN imports.counts IS 'none';
COMMENT ON COLUMN imports.problems IS 'none';
COMMENT ON COLUMN imports.kept IS 'none';
COMMENT ON COLUMN imports.error IS 'none';
COMMENT ON COLUMN imports.created_by IS 'none';
COMMENT ON COLUMN imports.created_at IS 'none';
COMMENT ON COLUMN imports.started_at IS 'none';
COMMENT ON COLUMN imports.ended_at IS 'none';

CREATE TABLE import_rows (
  org_id       uuid NOT NULL,
  import_id    uuid NOT NULL,
  n            integer NOT NULL,                   -- 1 is the first row under the header
  cells        jsonb NOT NULL,
  outcome      text CHECK (outcome IN ('create', 'update', 'leave', 'refuse')),
  problems     jsonb NOT NULL DEFAULT '[]',
  customer_id  uuid,                               -- whom it made or met
  made         jsonb,                              -- ids of what it made, and what was there before
  PRIMARY KEY (org_id, import_id, n),
  FOREIGN KEY (org_id, import_id) REFERENCES imports (org_id, id) ON DELETE CASCADE
);
CREATE INDEX import_rows_outcome ON import_rows (org_id, import_id, outcome, n);
CREATE INDEX import_rows_customer ON import_rows (org_id, customer_id) WHERE customer_id IS NOT NULL;
CALL meada_tenant('import_rows');
COMMENT ON COLUMN import_rows.org_id IS 'none';
COMMENT ON COLUMN import_rows.import_id IS 'none';
COMMENT ON COLUMN import_rows.n IS 'none';
COMMENT ON COLUMN import_rows.cells IS 'personal by customer_id empty []';
COMMENT ON COLUMN import_rows.outcome IS 'none';
COMMENT ON COLUMN import_rows.problems IS 'none';
COMMENT ON COLUMN import_rows.customer_id IS 'none';
COMMENT ON COLUMN import_rows.made IS 'personal by customer_id empty {}';

CREATE TABLE import_mappings (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  columns     jsonb NOT NULL,                      -- [{ header, target }]
  options     jsonb NOT NULL DEFAULT '{}',
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, name)
);
CALL meada_tenant('import_mappings');
COMMENT ON COLUMN import_mappings.org_id IS 'none';
COMMENT ON COLUMN import_mappings.id IS 'none';
COMMENT ON COLUMN import_mappings.name IS 'none';
COMMENT ON COLUMN import_mappings.columns IS 'none';
COMMENT ON COLUMN import_mappings.options IS 'none';
COMMENT ON COLUMN import_mappings.updated_at IS 'none';
