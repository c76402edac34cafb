-- Who ended the writing by a word (PARAR, STOP), and who asked to be called.

ALTER TABLE identities ADD opted_out_at timestamptz;  -- asked for no more messages at this address; null again when taken back
COMMENT ON COLUMN identities.opted_out_at IS 'none';

-- A request to be called is a message with content of kind "callback"; this is what became of it.
CREATE TABLE callbacks (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  inbox_id         uuid NOT NULL,
  message_id       uuid NOT NULL,                     -- the newest request that stands
  promised_at      timestamptz NOT NULL,              -- until when the firm said it would call
  state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'failed')),
  tries            integer NOT NULL DEFAULT 0,        -- calls nobody answered so far
  result           text,                              -- what came of it, in the agent's words
  created_at       timestamptz NOT NULL DEFAULT now(),
  settled_at       timestamptz,
  settled_by       text,                              -- person:<id> or key:<id>
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CREATE UNIQUE INDEX callbacks_standing ON callbacks (org_id, conversation_id) WHERE settled_at IS NULL;
CREATE INDEX callbacks_due ON callbacks (org_id, promised_at, id) WHERE settled_at IS NULL;
CREATE INDEX callbacks_conversation ON callbacks (org_id, conversation_id, created_at DESC);
CALL meada_tenant('callbacks');
COMMENT ON COLUMN callbacks.org_id IS 'none';
COMMENT ON COLUMN callbacks.id IS 'none';
COMMENT ON COLUMN callbacks.conversation_id IS 'none';
COMMENT ON COLUMN callbacks.inbox_id IS 'none';
COMMENT ON COLUMN callbacks.message_id IS 'none';
COMMENT ON COLUMN callbacks.promised_at IS 'none';
COMMENT ON COLUMN callbacks.state IS 'none';
COMMENT ON COLUMN callbacks.tries IS 'none';
COMMENT ON COLUMN callbacks.result IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN callbacks.created_at IS 'none';
COMMENT ON COLUMN callbacks.settled_at IS 'none';
COMMENT ON COLUMN callbacks.settled_by IS 'none';
