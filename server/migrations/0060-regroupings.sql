-- Merging, splitting and moving: messages go to another conversation and can come back exactly. A message that left leaves
-- a marker (a message of the system) under its old number; it takes a new number where it goes.
ALTER TABLE conversations ADD merged_into_id uuid;    -- an empty shell: the matter goes on there
ALTER TABLE conversations ADD FOREIGN KEY (org_id, merged_into_id) REFERENCES conversations (org_id, id);
ALTER TABLE conversations ADD CHECK (merged_into_id <> id);
CREATE INDEX conversations_merged ON conversations (org_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
COMMENT ON COLUMN conversations.merged_into_id IS 'none';

CREATE TABLE regroupings (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  n           bigint GENERATED ALWAYS AS IDENTITY,
  kind        text NOT NULL CHECK (kind IN ('merge', 'split', 'move')),
  from_id     uuid NOT NULL,
  into_id     uuid NOT NULL,
  -- Legs that were there and whose window the messages widened: their times before.
  legs_before jsonb NOT NULL DEFAULT '[]',
  actor       text NOT NULL,                          -- person:<id> or key:<id>
  at          timestamptz NOT NULL,
  undone_at   timestamptz,
  undone_by   text,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, from_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, into_id) REFERENCES conversations (org_id, id),
  CHECK (from_id <> into_id)
);
CREATE INDEX regroupings_from ON regroupings (org_id, from_id, n DESC);
CREATE INDEX regroupings_into ON regroupings (org_id, into_id, n DESC);
CALL meada_tenant('regroupings');
COMMENT ON COLUMN regroupings.org_id IS 'none';
COMMENT ON COLUMN regroupings.id IS 'none';
COMMENT ON COLUMN regroupings.n IS 'none';
COMMENT ON COLUMN regroupings.kind IS 'none';
COMMENT ON COLUMN regroupings.from_id IS 'none';
COMMENT ON COLUMN regroupings.into_id IS 'none';
COMMENT ON COLUMN regroupings.legs_before IS 'none';
COMMENT ON COLUMN regroupings.actor IS 'none';
COMMENT ON COLUMN regroupings.at IS 'none';
COMMENT ON COLUMN regroupings.undone_at IS 'none';
COMMENT ON COLUMN regroupings.undone_by IS 'none';

-- What each side was before and what it was made: undoing puts back what nobody has changed since.
CREATE TABLE regrouping_sides (
  org_id           uuid NOT NULL,
  regrouping_id    uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  change           jsonb NOT NULL,
  PRIMARY KEY (org_id, regrouping_id, conversation_id),
  FOREIGN KEY (org_id, regrouping_id) REFERENCES regroupings (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id)
);
CREATE INDEX regrouping_sides_conversation ON regrouping_sides (org_id, conversation_id);
CALL meada_tenant('regrouping_sides');
COMMENT ON COLUMN regrouping_sides.org_id IS 'none';
COMMENT ON COLUMN regrouping_sides.regrouping_id IS 'none';
COMMENT ON COLUMN regrouping_sides.conversation_id IS 'none';
COMMENT ON COLUMN regrouping_sides.change IS 'personal by conversation_id > conversations.customer_id empty {"before":{},"after":{}}';

CREATE TABLE moved_messages (
  org_id         uuid NOT NULL,
  regrouping_id  uuid NOT NULL,
  message_id     uuid NOT NULL,
  marker_id      uuid NOT NULL,
  from_seq       integer NOT NULL,
  into_seq       integer NOT NULL,
  from_leg_id    uuid,
  into_leg_id    uuid,
  PRIMARY KEY (org_id, regrouping_id, message_id),
  FOREIGN KEY (org_id, regrouping_id) REFERENCES regroupings (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CREATE INDEX moved_messages_message ON moved_messages (org_id, message_id);
CALL meada_tenant('moved_messages');
COMMENT ON COLUMN moved_messages.org_id IS 'none';
COMMENT ON COLUMN moved_messages.regrouping_id IS 'none';
COMMENT ON COLUMN moved_messages.message_id IS 'none';
COMMENT ON COLUMN moved_messages.marker_id IS 'none';
COMMENT ON COLUMN moved_messages.from_seq IS 'none';
COMMENT ON COLUMN moved_messages.into_seq IS 'none';
COMMENT ON COLUMN moved_messages.from_leg_id IS 'none';
COMMENT ON COLUMN moved_messages.into_leg_id IS 'none';
