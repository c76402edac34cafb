-- What somebody wrote and sent, but not yet: for a few seconds, to be taken back, or until a time of their choice. The row
-- goes in the transaction that writes the messages; what cannot be sent stays as `held`, with the reason, for its author.
CREATE TABLE scheduled_messages (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,                       -- chosen by who writes it: the same is kept once
  conversation_id  uuid NOT NULL,
  person_id        uuid NOT NULL,                       -- whose words they are, and whose rights count when they go
  purpose          text NOT NULL CHECK (purpose IN ('undo', 'later')),
  messages         jsonb NOT NULL,                      -- one or more messages as they are sent, in order, each with its address
  draft_html       text,                                -- the letter as its editor had it
  attachment_ids   uuid[] NOT NULL DEFAULT '{}',        -- uploads of it: the sweep leaves them alone
  about_ids        uuid[] NOT NULL DEFAULT '{}',        -- messages it answers or quotes
  due_at           timestamptz NOT NULL,
  unless_answered  boolean NOT NULL DEFAULT false,      -- held when the customer writes before
  known_seq        integer NOT NULL,                    -- last message of the conversation when it was written
  state            text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'held')),
  reason           text,                                -- why it is held
  next_at          timestamptz NOT NULL,                -- when the worker looks at it (again)
  tries            integer NOT NULL DEFAULT 0,
  carried_by       uuid,                                -- the regrouping that took it along
  created_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id),
  CHECK ((state = 'held') = (reason IS NOT NULL))
);
CREATE INDEX scheduled_messages_due ON scheduled_messages (next_at) WHERE state = 'waiting';
CREATE INDEX scheduled_messages_conversation ON scheduled_messages (org_id, conversation_id);
CREATE INDEX scheduled_messages_person ON scheduled_messages (org_id, person_id);
CALL meada_tenant('scheduled_messages');
CREATE POLICY system ON scheduled_messages FOR SELECT TO meada_system USING (state = 'waiting');
GRANT SELECT (org_id, id, state, next_at) ON scheduled_messages TO meada_system;
COMMENT ON COLUMN scheduled_messages.org_id IS 'none';
COMMENT ON COLUMN scheduled_messages.id IS 'none';
COMMENT ON COLUMN scheduled_messages.conversation_id IS 'none';
COMMENT ON COLUMN scheduled_messages.person_id IS 'none';
COMMENT ON COLUMN scheduled_messages.purpose IS 'none';
COMMENT ON COLUMN scheduled_messages.messages IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN scheduled_messages.draft_html IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN scheduled_messages.attachment_ids IS 'none';
COMMENT ON COLUMN scheduled_messages.about_ids IS 'none';
COMMENT ON COLUMN scheduled_messages.due_at IS 'none';
COMMENT ON COLUMN scheduled_messages.unless_answered IS 'none';
COMMENT ON COLUMN scheduled_messages.known_seq IS 'none';
COMMENT ON COLUMN scheduled_messages.state IS 'none';
COMMENT ON COLUMN scheduled_messages.reason IS 'none';
COMMENT ON COLUMN scheduled_messages.next_at IS 'none';
COMMENT ON COLUMN scheduled_messages.tries IS 'none';
COMMENT ON COLUMN scheduled_messages.carried_by IS 'none';
COMMENT ON COLUMN scheduled_messages.created_at IS 'none';

-- For how long somebody can take back what they send: letters as in every mail program, chats at once unless they ask for it.
ALTER TABLE members
  ADD undo_letter_seconds smallint NOT NULL DEFAULT 5 CHECK (undo_letter_seconds IN (0, 5, 10, 20, 30)),
  ADD undo_chat_seconds smallint NOT NULL DEFAULT 0 CHECK (undo_chat_seconds IN (0, 5, 10, 20, 30));
COMMENT ON COLUMN members.undo_letter_seconds IS 'none';
COMMENT ON COLUMN members.undo_chat_seconds IS 'none';
