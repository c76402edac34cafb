-- The conversation without a channel: legs, participants, messages, dispatches.

CREATE TABLE protocol_counters (
  org_id  uuid NOT NULL REFERENCES organisations,
  day     date NOT NULL,
  n       integer NOT NULL,
  PRIMARY KEY (org_id, day)
);
CALL meada_tenant('protocol_counters');

CREATE TABLE conversations (
  org_id            uuid NOT NULL REFERENCES organisations,
  id                uuid NOT NULL,
  protocol          text NOT NULL,
  customer_id       uuid NOT NULL,                 -- original requester; read through canonical_id
  brand_id          uuid NOT NULL,
  subject           text,
  status            text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'pending', 'snoozed', 'resolved')),
  status_label      text,
  priority          text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  label_ids         uuid[] NOT NULL DEFAULT '{}',
  custom_fields     jsonb NOT NULL DEFAULT '{}',
  assignee_id       uuid,
  team_id           uuid,
  follower_ids      uuid[] NOT NULL DEFAULT '{}',
  bots_paused       boolean NOT NULL DEFAULT false,
  channel           text NOT NULL,                 -- last used
  inbox_id          uuid NOT NULL,                 -- last used
  last_seq          integer NOT NULL DEFAULT 0,
  last_inbound_seq  integer NOT NULL DEFAULT 0,
  preview           text,
  preview_kind      text,
  preview_author    text,
  waiting_since     timestamptz,                   -- the customer waits for us
  snoozed_until     timestamptz,
  resolved_at       timestamptz,
  away_at           timestamptz,                   -- last automatic answer
  active_at         timestamptz NOT NULL DEFAULT now(),
  created_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, protocol),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, brand_id) REFERENCES brands (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, assignee_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE SET NULL (team_id)
);
-- Every list reads along one of these: equality on the front columns, activity behind. Under row-level security only
-- leak-proof operators (=, <) may use an index, so arrays and texts are looked up by the functions below.
CREATE INDEX conversations_status ON conversations (org_id, status, active_at DESC, id DESC);
CREATE INDEX conversations_assignee ON conversations (org_id, assignee_id, status, active_at DESC, id DESC);
CREATE INDEX conversations_team ON conversations (org_id, team_id, status, active_at DESC, id DESC) WHERE team_id IS NOT NULL;
CREATE INDEX conversations_inbox ON conversations (org_id, inbox_id, status, active_at DESC, id DESC);
CREATE INDEX conversations_waiting ON conversations (org_id, waiting_since, id) WHERE waiting_since IS NOT NULL;
CREATE INDEX conversations_snoozed ON conversations (org_id, snoozed_until) WHERE status = 'snoozed';
CREATE INDEX conversations_customer ON conversations (org_id, customer_id, active_at DESC);
CREATE INDEX conversations_followers ON conversations USING gin (follower_ids) WHERE follower_ids <> '{}';
CREATE INDEX conversations_labels ON conversations USING gin (label_ids) WHERE label_ids <> '{}';
CALL meada_tenant('conversations');
CREATE POLICY system ON conversations FOR SELECT TO meada_system USING (status = 'snoozed');
GRANT SELECT (org_id, id, status, snoozed_until) ON conversations TO meada_system;

-- Look-ups by operators that are not leak-proof (arrays, LIKE, full text): the planner would put the fence before them and
-- read the whole table. These run as the owner and carry the fence themselves. `most` bounds what is read.
CREATE FUNCTION meada_followed(person uuid, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id FROM conversations WHERE org_id = meada_org() AND follower_ids <> '{}' AND follower_ids @> ARRAY[person] LIMIT most $$;
CREATE FUNCTION meada_labelled(label uuid, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT id FROM conversations WHERE org_id = meada_org() AND label_ids <> '{}' AND label_ids @> ARRAY[label] LIMIT most $$;

CREATE TABLE outside_threads (
  org_id    uuid NOT NULL REFERENCES organisations,
  id        uuid NOT NULL,
  inbox_id  uuid NOT NULL,
  kind      text NOT NULL,
  key       text NOT NULL,
  name      text,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, inbox_id, kind, key),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CALL meada_tenant('outside_threads');

CREATE TABLE participants (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  identity_id      uuid NOT NULL,
  role             text NOT NULL CHECK (role IN ('requester', 'cc', 'author', 'member')),
  created_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, conversation_id, identity_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id)
);
CREATE INDEX participants_identity ON participants (org_id, identity_id);
CALL meada_tenant('participants');

CREATE TABLE legs (
  org_id             uuid NOT NULL,
  id                 uuid NOT NULL,
  conversation_id    uuid NOT NULL,
  inbox_id           uuid NOT NULL,
  identity_id        uuid NOT NULL,
  outside_thread_id  uuid,
  join_reason        text NOT NULL,
  last_inbound_at    timestamptz,
  last_outbound_at   timestamptz,
  created_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, conversation_id, inbox_id, identity_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id),
  FOREIGN KEY (org_id, outside_thread_id) REFERENCES outside_threads (org_id, id)
);
CREATE INDEX legs_identity ON legs (org_id, identity_id, inbox_id);
CREATE INDEX legs_outside ON legs (org_id, outside_thread_id) WHERE outside_thread_id IS NOT NULL;
CALL meada_tenant('legs');

CREATE TABLE messages (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  seq              integer NOT NULL CHECK (seq > 0), -- gap-free per conversation, given once at arrival
  at               timestamptz NOT NULL,
  author_kind      text NOT NULL CHECK (author_kind IN ('customer', 'person', 'bot', 'system')),
  author_id        uuid,                             -- identity of a customer, id of a person
  visibility       text NOT NULL DEFAULT 'public' CHECK (visibility IN ('public', 'private', 'internal')),
  inbox_id         uuid,
  leg_id           uuid,
  content          jsonb NOT NULL,
  has_body         text NOT NULL DEFAULT '' CHECK (has_body IN ('', 'text', 'html')),
  reply_to_id      uuid,
  automatic        text NOT NULL DEFAULT 'no',
  echo             boolean NOT NULL DEFAULT false,
  client_id        text,
  join_reason      text,
  edited_at        timestamptz,
  deleted_at       timestamptz,
  created_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, conversation_id, seq),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, leg_id) REFERENCES legs (org_id, id)
);
CREATE UNIQUE INDEX messages_client ON messages (org_id, conversation_id, client_id) WHERE client_id IS NOT NULL;
CALL meada_tenant('messages');

-- The platform's ids of a message, in and out: dedupe, replies and statuses all look here.
CREATE TABLE external_ids (
  org_id       uuid NOT NULL,
  inbox_id     uuid NOT NULL,
  external_id  text NOT NULL,
  message_id   uuid NOT NULL,
  PRIMARY KEY (org_id, inbox_id, external_id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CREATE INDEX external_ids_message ON external_ids (org_id, message_id);
CALL meada_tenant('external_ids');

CREATE TABLE message_bodies (
  org_id      uuid NOT NULL,
  message_id  uuid NOT NULL,
  html        text,
  text        text,
  PRIMARY KEY (org_id, message_id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CALL meada_tenant('message_bodies');

-- A text as LIKE takes it literally.
CREATE FUNCTION meada_like(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT regexp_replace($1, '([\\%_])', '\\\1', 'g') $$;

-- Search index over messages: filled behind the log, rebuilt rather than backed up.
CREATE TEXT SEARCH CONFIGURATION meada_plain (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION meada_plain
  ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
CREATE TABLE message_search (
  org_id           uuid NOT NULL,
  message_id       uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  terms            tsvector NOT NULL,
  PRIMARY KEY (org_id, message_id)
);
CREATE INDEX message_search_terms ON message_search USING gin (terms);
CALL meada_tenant('message_search');
-- The newest messages of these words, at most `most`. Planned for the words at hand: rare ones are looked up and sorted,
-- common ones found by reading back from the newest.
CREATE FUNCTION meada_found_messages(words text, most integer) RETURNS TABLE (conversation_id uuid, message_id uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ BEGIN
    RETURN QUERY EXECUTE 'SELECT s.conversation_id, s.message_id FROM message_search s WHERE s.org_id = $1 AND s.terms @@ $2
      ORDER BY s.message_id DESC LIMIT $3'
    USING meada_org(), websearch_to_tsquery('portuguese', words) || websearch_to_tsquery('meada_plain', words), most;
  END $$;
-- Customers whose name or address holds the text (at least three letters, else the index is of no use).
CREATE FUNCTION meada_found_customers(part text, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    (SELECT id FROM customers WHERE org_id = meada_org()
       AND meada_fold(name) LIKE '%' || meada_like(meada_fold(part)) || '%' LIMIT most)
    UNION
    (SELECT customer_id FROM identities WHERE org_id = meada_org()
       AND lower(canonical) LIKE '%' || meada_like(lower(part)) || '%' LIMIT most) $$;
REVOKE ALL ON FUNCTION meada_followed, meada_labelled, meada_found_messages, meada_found_customers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_followed, meada_labelled, meada_found_messages, meada_found_customers TO meada_app;

CREATE TABLE attachments (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            uuid NOT NULL,
  message_id    uuid,                                -- null while a draft upload
  position      integer NOT NULL DEFAULT 0,
  kind          text NOT NULL,
  name          text NOT NULL,
  type          text NOT NULL,
  size          bigint NOT NULL DEFAULT 0,
  file_id       uuid,
  thumbnail_id  uuid,
  width         integer,
  height        integer,
  seconds       real,
  inline        boolean NOT NULL DEFAULT false,
  content_id    text,
  ref           text,                                -- the platform's handle, until fetched
  state         text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'pending', 'failed')),
  error         text,
  attempts      integer NOT NULL DEFAULT 0,          -- tries to fetch it
  next_at       timestamptz NOT NULL DEFAULT now(),  -- next try
  uploaded_by   text,                                -- actor that may send a draft upload
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  FOREIGN KEY (org_id, file_id) REFERENCES files (org_id, id),
  FOREIGN KEY (org_id, thumbnail_id) REFERENCES files (org_id, id)
);
CREATE INDEX attachments_message ON attachments (org_id, message_id, position) WHERE message_id IS NOT NULL;
CREATE INDEX attachments_pending ON attachments (org_id, next_at) WHERE state = 'pending';
CREATE INDEX attachments_drafts ON attachments (org_id, created_at) WHERE message_id IS NULL;
CALL meada_tenant('attachments');
CREATE POLICY system ON attachments FOR SELECT TO meada_system USING (state = 'pending');
GRANT SELECT (org_id, id, state, next_at) ON attachments TO meada_system;

CREATE TABLE reactions (
  org_id      uuid NOT NULL,
  message_id  uuid NOT NULL,
  author      text NOT NULL,                         -- identity:<id> or person:<id>
  emoji       text NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, message_id, author),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id)
);
CALL meada_tenant('reactions');

-- The fate of an outgoing message. States only go forward; unknown is reconciled, never blindly sent again.
CREATE TABLE dispatches (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  n                bigint GENERATED ALWAYS AS IDENTITY,
  message_id       uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  inbox_id         uuid NOT NULL,
  leg_id           uuid NOT NULL,
  state            text NOT NULL DEFAULT 'queued'
                   CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown')),
  attempts         integer NOT NULL DEFAULT 0,
  next_at          timestamptz NOT NULL DEFAULT now(),
  external_id      text,
  error_code       text,
  error_text       text,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, message_id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, leg_id) REFERENCES legs (org_id, id)
);
CREATE INDEX dispatches_due ON dispatches (org_id, inbox_id, n) WHERE state IN ('queued', 'sending');
-- What waits to be pulled by another system.
CREATE INDEX dispatches_outbox ON dispatches (org_id, inbox_id, n) WHERE state = 'sent' AND external_id LIKE 'outbox:%';
CREATE INDEX dispatches_failed ON dispatches (org_id, inbox_id, updated_at) WHERE state = 'failed';
CALL meada_tenant('dispatches');
CREATE POLICY system ON dispatches FOR SELECT TO meada_system USING (state IN ('queued', 'sending'));
GRANT SELECT (org_id, inbox_id, n, state, next_at) ON dispatches TO meada_system;

CREATE TABLE read_marks (
  org_id           uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  reader           text NOT NULL,                    -- person:<id> or identity:<id>
  seq              integer NOT NULL,
  PRIMARY KEY (org_id, conversation_id, reader),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id)
);
CALL meada_tenant('read_marks');

CREATE TABLE drafts (
  org_id           uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  person_id        uuid NOT NULL,
  text             text NOT NULL,
  leg_id           uuid,
  internal         boolean NOT NULL DEFAULT false,
  at               timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, conversation_id, person_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CALL meada_tenant('drafts');

-- An offer to go on in another channel: a link token and, within the day's risk budget, a six-digit code.
CREATE TABLE switch_offers (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  identity_id      uuid NOT NULL,                    -- who was offered
  inbox_id         uuid NOT NULL,                    -- where they go on
  token_hash       bytea NOT NULL,
  code_hash        bytea,
  created_at       timestamptz NOT NULL DEFAULT now(),
  expires_at       timestamptz NOT NULL,
  used_at          timestamptz,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, token_hash),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id)
);
CREATE INDEX switch_offers_code ON switch_offers (org_id, inbox_id, code_hash) WHERE code_hash IS NOT NULL AND used_at IS NULL;
CALL meada_tenant('switch_offers');
-- Wrong codes: counted per identity, and as spent risk (live codes at the try) per organisation and day.
CREATE TABLE switch_misses (
  org_id     uuid NOT NULL REFERENCES organisations,
  id         bigint GENERATED ALWAYS AS IDENTITY,
  inbox_id   uuid NOT NULL,
  match_key  text NOT NULL,
  live       integer NOT NULL,
  at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE INDEX switch_misses_at ON switch_misses (org_id, at);
CALL meada_tenant('switch_misses');
