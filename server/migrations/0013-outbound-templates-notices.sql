-- Sending at a platform's pace, its templates, and what it says of an account.

-- The first waiting dispatch of a leg is found without sorting all that wait.
CREATE INDEX dispatches_leg ON dispatches (org_id, leg_id, n) WHERE state IN ('queued', 'sending');

-- Which process sends for an inbox whose platform counts messages a second: a limit holds only where one counts.
CREATE TABLE outbound_leases (
  org_id    uuid NOT NULL,
  inbox_id  uuid NOT NULL,
  holder    uuid NOT NULL,                             -- the process
  until     timestamptz NOT NULL,
  PRIMARY KEY (org_id, inbox_id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id) ON DELETE CASCADE
);
CALL meada_tenant('outbound_leases');
COMMENT ON COLUMN outbound_leases.org_id IS 'none';
COMMENT ON COLUMN outbound_leases.inbox_id IS 'none';
COMMENT ON COLUMN outbound_leases.holder IS 'none';
COMMENT ON COLUMN outbound_leases.until IS 'none';

-- The texts a platform has approved, as they were when it was last asked or last told us.
ALTER TABLE inboxes
  ADD templates_at timestamptz,                        -- when the platform was last asked
  ADD templates_error text;                            -- why that failed, in its words
COMMENT ON COLUMN inboxes.templates_at IS 'none';
COMMENT ON COLUMN inboxes.templates_error IS 'none';
CREATE TABLE message_templates (
  org_id      uuid NOT NULL,
  inbox_id    uuid NOT NULL,
  name        text NOT NULL,
  language    text NOT NULL,
  key         text,                                    -- the platform's id
  state       text NOT NULL CHECK (state IN ('approved', 'pending', 'paused', 'rejected')),
  reason      text,                                    -- why it cannot be sent, in the platform's words
  quality     text CHECK (quality IN ('high', 'medium', 'low')),
  cost        text CHECK (cost IN ('marketing', 'utility', 'authentication')),
  next_cost   text CHECK (next_cost IN ('marketing', 'utility', 'authentication')),
  parts       jsonb NOT NULL DEFAULT '[]',
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, inbox_id, name, language),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id) ON DELETE CASCADE
);
CALL meada_tenant('message_templates');
COMMENT ON COLUMN message_templates.org_id IS 'none';
COMMENT ON COLUMN message_templates.inbox_id IS 'none';
COMMENT ON COLUMN message_templates.name IS 'none';
COMMENT ON COLUMN message_templates.language IS 'none';
COMMENT ON COLUMN message_templates.key IS 'none';
COMMENT ON COLUMN message_templates.state IS 'none';
COMMENT ON COLUMN message_templates.reason IS 'none';
COMMENT ON COLUMN message_templates.quality IS 'none';
COMMENT ON COLUMN message_templates.cost IS 'none';
COMMENT ON COLUMN message_templates.next_cost IS 'none';
COMMENT ON COLUMN message_templates.parts IS 'none';
COMMENT ON COLUMN message_templates.updated_at IS 'none';

-- What a platform says of the account itself: quality, limits, restrictions. One standing notice of a code; a newer one
-- takes its place.
CREATE TABLE inbox_notices (
  org_id      uuid NOT NULL,
  id          uuid NOT NULL,
  inbox_id    uuid NOT NULL,
  code        text NOT NULL,
  level       text NOT NULL CHECK (level IN ('info', 'warning', 'grave')),
  text        text NOT NULL,
  facts       jsonb NOT NULL DEFAULT '{}',
  at          timestamptz NOT NULL,
  settled_at  timestamptz,                             -- over, or seen by a person
  settled_by  text,                                    -- person:<id> or key:<id>; null: by a newer notice
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id) ON DELETE CASCADE
);
CREATE INDEX inbox_notices_latest ON inbox_notices (org_id, inbox_id, at DESC);
CREATE UNIQUE INDEX inbox_notices_standing ON inbox_notices (org_id, inbox_id, code) WHERE settled_at IS NULL;
CALL meada_tenant('inbox_notices');
COMMENT ON COLUMN inbox_notices.org_id IS 'none';
COMMENT ON COLUMN inbox_notices.id IS 'none';
COMMENT ON COLUMN inbox_notices.inbox_id IS 'none';
COMMENT ON COLUMN inbox_notices.code IS 'none';
COMMENT ON COLUMN inbox_notices.level IS 'none';
COMMENT ON COLUMN inbox_notices.text IS 'none';
COMMENT ON COLUMN inbox_notices.facts IS 'none';
COMMENT ON COLUMN inbox_notices.at IS 'none';
COMMENT ON COLUMN inbox_notices.settled_at IS 'none';
COMMENT ON COLUMN inbox_notices.settled_by IS 'none';
