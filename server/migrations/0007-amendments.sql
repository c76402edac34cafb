-- What is changed of a message after it was sent: edits, deletions and reactions of ours on their way to the platform, and
-- the words a message had before.

-- The fate of such a change. States as those of a dispatch; unknown is never sent again by itself. What the customer reads
-- (messages, reactions) is changed only when the platform has said yes.
CREATE TABLE amendments (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  n                bigint GENERATED ALWAYS AS IDENTITY,
  message_id       uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  inbox_id         uuid NOT NULL,
  leg_id           uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('edit', 'deletion', 'reaction')),
  content          jsonb,                            -- edit: the message as it is to read
  emoji            text,                             -- reaction: NULL takes it back
  author           text NOT NULL,                    -- person:<id> or key:<id>
  state            text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
  attempts         integer NOT NULL DEFAULT 0,
  next_at          timestamptz NOT NULL DEFAULT now(),
  external_id      text,                             -- where the platform gives the change an id of its own
  error_code       text,
  error_text       text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, leg_id) REFERENCES legs (org_id, id)
);
CREATE INDEX amendments_due ON amendments (org_id, inbox_id, n) WHERE state IN ('queued', 'sending');
CREATE INDEX amendments_message ON amendments (org_id, message_id, n DESC);
CREATE INDEX amendments_external ON amendments (org_id, inbox_id, external_id) WHERE external_id IS NOT NULL;
CALL meada_tenant('amendments');
CREATE POLICY system ON amendments FOR SELECT TO meada_system USING (state IN ('queued', 'sending'));
GRANT SELECT (org_id, inbox_id, n, state, next_at) ON amendments TO meada_system;

-- What a message said before it was edited or deleted by our own hand.
CREATE TABLE message_versions (
  org_id      uuid NOT NULL,
  message_id  uuid NOT NULL,
  n           integer NOT NULL,
  content     jsonb NOT NULL,
  ended_by    text NOT NULL,                         -- person:<id> or key:<id>
  ended_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, message_id, n),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CALL meada_tenant('message_versions');
