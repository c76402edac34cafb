-- Who left without what they came for, and what became of it.

CREATE TABLE abandonments (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('form_left', 'chat_left', 'unanswered', 'callback_failed')),
  customer_id      uuid NOT NULL,                     -- original one; read through canonical_id
  conversation_id  uuid,                              -- null: a form that was never sent
  inbox_id         uuid NOT NULL,                     -- where it was left
  at               timestamptz NOT NULL,              -- when
  said             text,                              -- what stood in that form
  waited_seconds   integer,                           -- for an answer, until then
  state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'tried', 'recovered', 'returned', 'lost', 'dismissed')),
  assignee_id      uuid,
  later_at         timestamptz,                       -- put off until
  tries            integer NOT NULL DEFAULT 0,        -- messages and calls of ours since
  tried_at         timestamptz,                       -- the first of them
  tried_inbox_id   uuid,                              -- the last one's way; null: by telephone
  ends_at          timestamptz NOT NULL,              -- counts as lost from then on
  settled_at       timestamptz,
  settled_by       text,                              -- person:<id> or key:<id>; null: by what happened
  reason           text CHECK (reason IN ('solved', 'spam', 'no_way', 'asked_not', 'other')), -- of a dismissal
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, assignee_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, tried_inbox_id) REFERENCES inboxes (org_id, id),
  CHECK ((conversation_id IS NULL) = (kind = 'form_left')),
  CHECK ((settled_at IS NULL) = (state IN ('open', 'tried')))
);
CREATE UNIQUE INDEX abandonments_standing ON abandonments (org_id, conversation_id) WHERE settled_at IS NULL;
CREATE UNIQUE INDEX abandonments_form ON abandonments (org_id, customer_id) WHERE settled_at IS NULL AND kind = 'form_left';
CREATE INDEX abandonments_open ON abandonments (org_id, state, at DESC, id) WHERE settled_at IS NULL;
CREATE INDEX abandonments_settled ON abandonments (org_id, settled_at DESC, id) WHERE settled_at IS NOT NULL;
CREATE INDEX abandonments_customer ON abandonments (org_id, customer_id) WHERE settled_at IS NULL;
CREATE INDEX abandonments_ends ON abandonments (ends_at) WHERE settled_at IS NULL;
CREATE INDEX abandonments_conversation ON abandonments (org_id, conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX abandonments_at ON abandonments (org_id, at);
CALL meada_tenant('abandonments');
-- The worker finds those that end across organisations, and reads nothing else of them.
CREATE POLICY system ON abandonments FOR SELECT TO meada_system USING (settled_at IS NULL);
GRANT SELECT (org_id, id, ends_at, settled_at) ON abandonments TO meada_system;
COMMENT ON COLUMN abandonments.org_id IS 'none';
COMMENT ON COLUMN abandonments.id IS 'none';
COMMENT ON COLUMN abandonments.kind IS 'none';
COMMENT ON COLUMN abandonments.customer_id IS 'none';
COMMENT ON COLUMN abandonments.conversation_id IS 'none';
COMMENT ON COLUMN abandonments.inbox_id IS 'none';
COMMENT ON COLUMN abandonments.at IS 'none';
COMMENT ON COLUMN abandonments.said IS 'personal by customer_id';
COMMENT ON COLUMN abandonments.waited_seconds IS 'none';
COMMENT ON COLUMN abandonments.state IS 'none';
COMMENT ON COLUMN abandonments.assignee_id IS 'none';
COMMENT ON COLUMN abandonments.later_at IS 'none';
COMMENT ON COLUMN abandonments.tries IS 'none';
COMMENT ON COLUMN abandonments.tried_at IS 'none';
COMMENT ON COLUMN abandonments.tried_inbox_id IS 'none';
COMMENT ON COLUMN abandonments.ends_at IS 'none';
COMMENT ON COLUMN abandonments.settled_at IS 'none';
COMMENT ON COLUMN abandonments.settled_by IS 'none';
COMMENT ON COLUMN abandonments.reason IS 'none';
COMMENT ON COLUMN abandonments.created_at IS 'none';
