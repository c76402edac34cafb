-- What who waits in a queue was told of it, and whether that was right; and who goes away while their place is kept.

-- One row for each time somebody waits in a queue and is told of it. What was told first is a promise and is judged.
CREATE TABLE told_waits (
  org_id           uuid NOT NULL REFERENCES organisations,
  item_id          uuid NOT NULL,
  came_at          timestamptz NOT NULL,           -- since when they wait this time
  conversation_id  uuid NOT NULL,
  queue_id         uuid NOT NULL,
  told_at          timestamptz NOT NULL,           -- when they were first told anything
  promised_at      timestamptz,                    -- when they were first told how long; null: never known
  promised_low     integer,                        -- minutes from then
  promised_high    integer,
  said_at          timestamptz NOT NULL,           -- what they are told by now, and since when
  position         integer,
  low              integer,
  high             integer,
  late             boolean NOT NULL DEFAULT false,
  nobody           boolean NOT NULL DEFAULT false,
  messages         integer NOT NULL DEFAULT 0,     -- told on a channel of messages so often
  ended_at         timestamptz,                    -- somebody began with them, or they wait no longer
  ended            text CHECK (ended IN ('begun', 'left')),
  PRIMARY KEY (org_id, item_id, came_at),
  FOREIGN KEY (org_id, item_id) REFERENCES work_items (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
  CHECK ((ended_at IS NULL) = (ended IS NULL)),
  CHECK ((promised_at IS NULL) = (promised_low IS NULL) AND (promised_at IS NULL) = (promised_high IS NULL))
);
CREATE UNIQUE INDEX told_waits_now ON told_waits (org_id, item_id) WHERE ended_at IS NULL;
CREATE INDEX told_waits_conversation ON told_waits (org_id, conversation_id) WHERE ended_at IS NULL;
CREATE INDEX told_waits_queue ON told_waits (org_id, queue_id, told_at);
CALL meada_tenant('told_waits');
COMMENT ON COLUMN told_waits.org_id IS 'none';
COMMENT ON COLUMN told_waits.item_id IS 'none';
COMMENT ON COLUMN told_waits.came_at IS 'none';
COMMENT ON COLUMN told_waits.conversation_id IS 'none';
COMMENT ON COLUMN told_waits.queue_id IS 'none';
COMMENT ON COLUMN told_waits.told_at IS 'none';
COMMENT ON COLUMN told_waits.promised_at IS 'none';
COMMENT ON COLUMN told_waits.promised_low IS 'none';
COMMENT ON COLUMN told_waits.promised_high IS 'none';
COMMENT ON COLUMN told_waits.said_at IS 'none';
COMMENT ON COLUMN told_waits.position IS 'none';
COMMENT ON COLUMN told_waits.low IS 'none';
COMMENT ON COLUMN told_waits.high IS 'none';
COMMENT ON COLUMN told_waits.late IS 'none';
COMMENT ON COLUMN told_waits.nobody IS 'none';
COMMENT ON COLUMN told_waits.messages IS 'none';
COMMENT ON COLUMN told_waits.ended_at IS 'none';
COMMENT ON COLUMN told_waits.ended IS 'none';

-- Who asked to be written to elsewhere when it is their turn. The address is a claim (an identity of source claim:form).
CREATE TABLE kept_places (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  inbox_id         uuid NOT NULL,                  -- over which the firm writes
  identity_id      uuid NOT NULL,                  -- and to which address
  state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'written', 'failed', 'taken_back', 'over')),
  reason           text,                           -- why it failed
  message_id       uuid,                           -- that told them
  leg_id           uuid,                           -- on which it goes on; the browser that claimed the address does not see it
  created_at       timestamptz NOT NULL,
  settled_at       timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  FOREIGN KEY (org_id, leg_id) REFERENCES legs (org_id, id),
  CHECK ((state = 'open') = (settled_at IS NULL))
);
CREATE UNIQUE INDEX kept_places_open ON kept_places (org_id, conversation_id) WHERE settled_at IS NULL;
CREATE INDEX kept_places_conversation ON kept_places (org_id, conversation_id, created_at);
CREATE INDEX kept_places_identity ON kept_places (org_id, identity_id, created_at);
CREATE INDEX kept_places_leg ON kept_places (org_id, leg_id) WHERE leg_id IS NOT NULL;
CALL meada_tenant('kept_places');
COMMENT ON COLUMN kept_places.org_id IS 'none';
COMMENT ON COLUMN kept_places.id IS 'none';
COMMENT ON COLUMN kept_places.conversation_id IS 'none';
COMMENT ON COLUMN kept_places.inbox_id IS 'none';
COMMENT ON COLUMN kept_places.identity_id IS 'none';
COMMENT ON COLUMN kept_places.state IS 'none';
COMMENT ON COLUMN kept_places.reason IS 'none';
COMMENT ON COLUMN kept_places.message_id IS 'none';
COMMENT ON COLUMN kept_places.leg_id IS 'none';
COMMENT ON COLUMN kept_places.created_at IS 'none';
COMMENT ON COLUMN kept_places.settled_at IS 'none';

-- Who asked to be called may take it back.
ALTER TABLE callbacks DROP CONSTRAINT callbacks_state_check;
ALTER TABLE callbacks ADD CONSTRAINT callbacks_state_check CHECK (state IN ('open', 'done', 'failed', 'taken_back'));
