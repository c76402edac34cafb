-- The public and the private side of one conversation. A message that everybody can read (comment, mention, review,
-- complaint on a site) is `public`; what only firm and customer read is `private` (so far called public); notes stay
-- `internal`.
ALTER TABLE messages
  ADD facts jsonb NOT NULL DEFAULT '{}',              -- flat facts for the agent: page, advertisement, rating, reach
  ADD hidden_at timestamptz;                          -- hidden from the public by our own hand
ALTER TABLE messages ALTER visibility SET DEFAULT 'private';
UPDATE messages SET visibility = 'private' WHERE visibility = 'public';
COMMENT ON COLUMN messages.facts IS 'personal by conversation_id > conversations.customer_id empty {}';
COMMENT ON COLUMN messages.hidden_at IS 'none';

ALTER TABLE legs ADD side text NOT NULL DEFAULT 'private' CHECK (side IN ('private', 'public'));
ALTER TABLE legs DROP CONSTRAINT legs_org_id_conversation_id_inbox_id_identity_id_key;
ALTER TABLE legs ADD UNIQUE (org_id, conversation_id, inbox_id, identity_id, side);
COMMENT ON COLUMN legs.side IS 'none';

ALTER TABLE outside_threads ADD url text;
COMMENT ON COLUMN outside_threads.url IS 'none';

ALTER TABLE amendments DROP CONSTRAINT amendments_kind_check;
ALTER TABLE amendments ADD CHECK (kind IN ('edit', 'deletion', 'reaction', 'hiding'));
ALTER TABLE amendments ADD hidden boolean;            -- hiding: hidden or shown again
COMMENT ON COLUMN amendments.hidden IS 'none';

-- How loud a matter is: kept with its reasons, for routing.
ALTER TABLE conversations
  ADD loudness integer NOT NULL DEFAULT 0 CHECK (loudness BETWEEN 0 AND 100),
  ADD loudness_reasons jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN conversations.loudness IS 'none';
COMMENT ON COLUMN conversations.loudness_reasons IS 'none';

-- What began in public is answered in public, and its solution published or left with a reason.
CREATE TABLE public_duties (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  leg_id           uuid NOT NULL,
  inbox_id         uuid NOT NULL,
  message_id       uuid NOT NULL,                     -- the customer's newest public message
  kind             text NOT NULL CHECK (kind IN ('comment', 'mention', 'story', 'post', 'complaint', 'review')),
  state            text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'to_publish', 'published', 'waived')),
  url              text,
  rating           real,                              -- 0 worst to 1 best
  due_at           timestamptz,                       -- the platform's own deadline
  reason           text,                              -- why it was waived
  created_at       timestamptz NOT NULL DEFAULT now(),
  answered_at      timestamptz,
  settled_at       timestamptz,
  settled_by       text,                              -- person:<id> or key:<id>; null: by the answer itself
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, leg_id) REFERENCES legs (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CREATE UNIQUE INDEX public_duties_standing ON public_duties (org_id, leg_id) WHERE settled_at IS NULL;
CREATE INDEX public_duties_conversation ON public_duties (org_id, conversation_id);
CREATE INDEX public_duties_due ON public_duties (org_id, due_at, id) WHERE settled_at IS NULL;
CALL meada_tenant('public_duties');
COMMENT ON COLUMN public_duties.org_id IS 'none';
COMMENT ON COLUMN public_duties.id IS 'none';
COMMENT ON COLUMN public_duties.conversation_id IS 'none';
COMMENT ON COLUMN public_duties.leg_id IS 'none';
COMMENT ON COLUMN public_duties.inbox_id IS 'none';
COMMENT ON COLUMN public_duties.message_id IS 'none';
COMMENT ON COLUMN public_duties.kind IS 'none';
COMMENT ON COLUMN public_duties.state IS 'none';
COMMENT ON COLUMN public_duties.url IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN public_duties.rating IS 'none';
COMMENT ON COLUMN public_duties.due_at IS 'none';
COMMENT ON COLUMN public_duties.reason IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN public_duties.created_at IS 'none';
COMMENT ON COLUMN public_duties.answered_at IS 'none';
COMMENT ON COLUMN public_duties.settled_at IS 'none';
COMMENT ON COLUMN public_duties.settled_by IS 'none';
