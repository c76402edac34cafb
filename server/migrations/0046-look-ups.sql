-- What a platform told of by a reference alone (somebody named the account elsewhere) and is to be fetched there, outside
-- of every transaction. A row goes when it was fetched, or given up with a notice.
CREATE TABLE look_ups (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  inbox_id    uuid NOT NULL,
  code        text NOT NULL,                          -- what it is about, as the notice calls it
  ref         text NOT NULL,                          -- ids of the platform, given back to the plug-in
  at          timestamptz NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  next_at     timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE UNIQUE INDEX look_ups_once ON look_ups (org_id, inbox_id, ref);
CREATE INDEX look_ups_due ON look_ups (next_at);
CALL meada_tenant('look_ups');
-- The worker finds what is due across organisations, and reads nothing else of it.
CREATE POLICY system ON look_ups FOR SELECT TO meada_system USING (true);
GRANT SELECT (org_id, id, next_at) ON look_ups TO meada_system;
COMMENT ON COLUMN look_ups.org_id IS 'none';
COMMENT ON COLUMN look_ups.id IS 'none';
COMMENT ON COLUMN look_ups.inbox_id IS 'none';
COMMENT ON COLUMN look_ups.code IS 'none';
COMMENT ON COLUMN look_ups.ref IS 'none';
COMMENT ON COLUMN look_ups.at IS 'none';
COMMENT ON COLUMN look_ups.attempts IS 'none';
COMMENT ON COLUMN look_ups.next_at IS 'none';
