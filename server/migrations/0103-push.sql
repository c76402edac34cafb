-- Browsers on which people of the firm want to be told, what each person wants to be told, and what is on its way there.

CREATE TABLE push_subscriptions (
  org_id         uuid NOT NULL REFERENCES organisations,
  id             uuid NOT NULL,
  person_id      uuid NOT NULL,
  session_id     uuid NOT NULL,                     -- over with it; `sessions` is read before the organisation is known
  endpoint_hash  text NOT NULL,                     -- one browser is one line
  sealed         text NOT NULL,                     -- address and keys, as JSON
  host           text NOT NULL,                     -- of the browser's push service
  agent          text NOT NULL,
  created_at     timestamptz NOT NULL,
  used_at        timestamptz,                       -- the last push it took
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, endpoint_hash),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CREATE INDEX push_subscriptions_person ON push_subscriptions (org_id, person_id, created_at);
CREATE INDEX push_subscriptions_session ON push_subscriptions (org_id, session_id);
CALL meada_tenant('push_subscriptions');

CREATE TABLE push_preferences (
  org_id      uuid NOT NULL REFERENCES organisations,
  person_id   uuid NOT NULL,
  kinds       text[] NOT NULL,
  detail      text NOT NULL CHECK (detail IN ('none', 'name', 'all')),
  quiet_from  text CHECK (quiet_from ~ '^\d\d:\d\d$'),
  quiet_to    text CHECK (quiet_to ~ '^\d\d:\d\d$'),
  quiet_days  smallint[] NOT NULL DEFAULT '{}',     -- 1 = Monday: quiet all day
  zone        text NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id),
  CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);
CALL meada_tenant('push_preferences');

-- One push to one browser. The key is what happened: an event that is read twice is pushed once.
CREATE TABLE pushes (
  org_id           uuid NOT NULL,
  subscription_id  uuid NOT NULL,
  event            text NOT NULL,
  kind             text NOT NULL,
  conversation_id  uuid,
  subject_id       uuid,                            -- the message, work item, task … it tells of
  state            text NOT NULL DEFAULT 'queued'
                   CHECK (state IN ('queued', 'sending', 'sent', 'folded', 'quiet', 'failed')),
  at               timestamptz NOT NULL,
  due_at           timestamptz NOT NULL,
  ends_at          timestamptz NOT NULL,            -- of no use afterwards
  tries            smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, subscription_id, event),
  FOREIGN KEY (org_id, subscription_id) REFERENCES push_subscriptions (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id)
);
CREATE INDEX pushes_due ON pushes (due_at) WHERE state = 'queued';
CREATE INDEX pushes_old ON pushes (org_id, at);
CREATE INDEX pushes_conversation ON pushes (org_id, conversation_id) WHERE conversation_id IS NOT NULL;
CALL meada_tenant('pushes');
-- The worker finds what is due across organisations, and reads nothing else of it.
CREATE POLICY system ON pushes FOR SELECT TO meada_system USING (state = 'queued');
GRANT SELECT (org_id, subscription_id, event, state, due_at) ON pushes TO meada_system;

COMMENT ON COLUMN push_subscriptions.org_id IS 'none';
COMMENT ON COLUMN push_subscriptions.id IS 'none';
COMMENT ON COLUMN push_subscriptions.person_id IS 'none';
COMMENT ON COLUMN push_subscriptions.session_id IS 'none';
COMMENT ON COLUMN push_subscriptions.endpoint_hash IS 'personal by person_id';
COMMENT ON COLUMN push_subscriptions.sealed IS 'personal by person_id; secret push {id}';
COMMENT ON COLUMN push_subscriptions.host IS 'none';
COMMENT ON COLUMN push_subscriptions.agent IS 'personal by person_id';
COMMENT ON COLUMN push_subscriptions.created_at IS 'none';
COMMENT ON COLUMN push_subscriptions.used_at IS 'none';
COMMENT ON COLUMN push_preferences.org_id IS 'none';
COMMENT ON COLUMN push_preferences.person_id IS 'none';
COMMENT ON COLUMN push_preferences.kinds IS 'none';
COMMENT ON COLUMN push_preferences.detail IS 'none';
COMMENT ON COLUMN push_preferences.quiet_from IS 'none';
COMMENT ON COLUMN push_preferences.quiet_to IS 'none';
COMMENT ON COLUMN push_preferences.quiet_days IS 'none';
COMMENT ON COLUMN push_preferences.zone IS 'none';
COMMENT ON COLUMN pushes.org_id IS 'none';
COMMENT ON COLUMN pushes.subscription_id IS 'none';
COMMENT ON COLUMN pushes.event IS 'none';
COMMENT ON COLUMN pushes.kind IS 'none';
COMMENT ON COLUMN pushes.conversation_id IS 'none';
COMMENT ON COLUMN pushes.subject_id IS 'none';
COMMENT ON COLUMN pushes.state IS 'none';
COMMENT ON COLUMN pushes.at IS 'none';
COMMENT ON COLUMN pushes.due_at IS 'none';
COMMENT ON COLUMN pushes.ends_at IS 'none';
COMMENT ON COLUMN pushes.tries IS 'none';
