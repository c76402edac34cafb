-- Segments: conditions over everything known of customers, and who meets them now.

CREATE TABLE segments (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  name         text NOT NULL,
  description  text NOT NULL DEFAULT '',
  conditions   jsonb NOT NULL,                     -- a tree; its kinds are registered by the modules that own the facts
  version      integer NOT NULL DEFAULT 1,         -- of the conditions
  timed        boolean NOT NULL DEFAULT false,     -- true of somebody by the passing of time alone
  state        text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'ready', 'failed', 'archived')),
  place        uuid,                               -- last customer looked at in the run that is under way
  computed_at  timestamptz,                        -- end of the last full run
  members      integer NOT NULL DEFAULT 0,
  created_by   uuid,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX segments_name ON segments (org_id, lower(name)) WHERE state <> 'archived';
CALL meada_tenant('segments');
CREATE POLICY system ON segments FOR SELECT TO meada_system USING (state <> 'archived');
GRANT SELECT (org_id, id, state, timed, computed_at) ON segments TO meada_system;

-- Canonical customers who meet the conditions. Kept behind the log, and made anew in the background.
CREATE TABLE segment_members (
  org_id       uuid NOT NULL,
  segment_id   uuid NOT NULL,
  customer_id  uuid NOT NULL,
  since        timestamptz NOT NULL,
  PRIMARY KEY (org_id, segment_id, customer_id),
  FOREIGN KEY (org_id, segment_id) REFERENCES segments (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX segment_members_customer ON segment_members (org_id, customer_id);
CALL meada_tenant('segment_members');

-- What happened within a stretch of time: the log grows with time, so a summary of its pages is enough.
CREATE INDEX events_at ON events USING brin (at);

COMMENT ON COLUMN segments.org_id IS 'none';
COMMENT ON COLUMN segments.id IS 'none';
COMMENT ON COLUMN segments.name IS 'none';
COMMENT ON COLUMN segments.description IS 'none';
COMMENT ON COLUMN segments.conditions IS 'personal by organisation empty {"match":"any","of":[]}';
COMMENT ON COLUMN segments.version IS 'none';
COMMENT ON COLUMN segments.timed IS 'none';
COMMENT ON COLUMN segments.state IS 'none';
COMMENT ON COLUMN segments.place IS 'none';
COMMENT ON COLUMN segments.computed_at IS 'none';
COMMENT ON COLUMN segments.members IS 'none';
COMMENT ON COLUMN segments.created_by IS 'none';
COMMENT ON COLUMN segments.created_at IS 'none';
COMMENT ON COLUMN segments.updated_at IS 'none';
COMMENT ON COLUMN segment_members.org_id IS 'none';
COMMENT ON COLUMN segment_members.segment_id IS 'none';
COMMENT ON COLUMN segment_members.customer_id IS 'none';
COMMENT ON COLUMN segment_members.since IS 'none';
