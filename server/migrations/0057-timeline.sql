-- The timeline: one line for each thing that happened with a customer, kept behind the log, read along one index however
-- long the history is. A line holds no content: what it tells is read from the rows it names.

CREATE TABLE timeline_entries (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  customer_id      uuid NOT NULL,                  -- original owner; a merge is a line of both
  key              text NOT NULL,                  -- what the line tells of, once for each customer
  kind             text NOT NULL,                  -- of the registry: message, conversation, merge, note…
  name             text NOT NULL,                  -- name of what happened
  at               timestamptz NOT NULL,
  place            bigint NOT NULL,                -- number in the log: the order of what happened at once
  conversation_id  uuid,
  inbox_id         uuid,
  actor_kind       text NOT NULL,
  actor_id         uuid,
  person_ids       uuid[] NOT NULL DEFAULT '{}',   -- who of ours had a part in it
  ref_id           uuid,                           -- the row that tells more
  facts            jsonb NOT NULL DEFAULT '{}',    -- non-personal
  first_seq        integer,                        -- of a day's messages: the first of them
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, customer_id, key),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX timeline_entries_customer ON timeline_entries (org_id, customer_id, at DESC, place DESC);
CREATE INDEX timeline_entries_kind ON timeline_entries (org_id, customer_id, kind, at DESC, place DESC);
CREATE INDEX timeline_entries_conversation ON timeline_entries (org_id, conversation_id) WHERE conversation_id IS NOT NULL;
CALL meada_tenant('timeline_entries');

COMMENT ON COLUMN timeline_entries.org_id IS 'none';
COMMENT ON COLUMN timeline_entries.id IS 'none';
COMMENT ON COLUMN timeline_entries.customer_id IS 'none';
COMMENT ON COLUMN timeline_entries.key IS 'none';
COMMENT ON COLUMN timeline_entries.kind IS 'none';
COMMENT ON COLUMN timeline_entries.name IS 'none';
COMMENT ON COLUMN timeline_entries.at IS 'none';
COMMENT ON COLUMN timeline_entries.place IS 'none';
COMMENT ON COLUMN timeline_entries.conversation_id IS 'none';
COMMENT ON COLUMN timeline_entries.inbox_id IS 'none';
COMMENT ON COLUMN timeline_entries.actor_kind IS 'none';
COMMENT ON COLUMN timeline_entries.actor_id IS 'none';
COMMENT ON COLUMN timeline_entries.person_ids IS 'none';
COMMENT ON COLUMN timeline_entries.ref_id IS 'none';
COMMENT ON COLUMN timeline_entries.facts IS 'none';
COMMENT ON COLUMN timeline_entries.first_seq IS 'none';
