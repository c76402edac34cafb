-- The ground: how a tenant table is fenced, and the directory (what is read before the organisation is known).
-- Three roles: the owner runs this file; meada_app serves requests inside one organisation; meada_system reads the
-- directory and the event log across organisations. The launcher creates the last two before migrating.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- The organisation of this transaction. Not set: an error (unset or '' is no uuid), never rows.
CREATE FUNCTION meada_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('meada.org')::uuid $$;

-- Accent- and case-blind form for name search; IMMUTABLE so that it can be indexed.
CREATE FUNCTION meada_fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT public.unaccent('public.unaccent', lower($1)) $$;

-- Fences a table: forced row-level security, one policy for the app (its organisation), one for the owner (backup,
-- migration: FORCE hits the owner too), and the app's rights.
CREATE PROCEDURE meada_tenant(tbl regclass) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tbl);
  EXECUTE format('CREATE POLICY organisation ON %s TO meada_app USING (org_id = meada_org()) WITH CHECK (org_id = meada_org())', tbl);
  EXECUTE format('CREATE POLICY owner ON %s TO CURRENT_USER USING (true) WITH CHECK (true)', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO meada_app', tbl);
END $$;

-- Directory ---------------------------------------------------------------------------------------------------

CREATE TABLE organisations (
  id          uuid PRIMARY KEY,
  slug        text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name        text NOT NULL,
  locale      text NOT NULL DEFAULT 'pt-BR',
  time_zone   text NOT NULL DEFAULT 'America/Sao_Paulo',
  created_at  timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisations FORCE ROW LEVEL SECURITY;
CREATE POLICY organisation ON organisations TO meada_app USING (id = meada_org()) WITH CHECK (id = meada_org());
CREATE POLICY system ON organisations TO meada_system USING (true) WITH CHECK (true);
CREATE POLICY owner ON organisations TO CURRENT_USER USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON organisations TO meada_app;
GRANT SELECT, INSERT, UPDATE ON organisations TO meada_system;

-- Sign-in look-up of a person, who may serve several organisations. Names live in members, inside the fence.
CREATE TABLE sign_ins (
  person_id       uuid PRIMARY KEY,
  email           text NOT NULL UNIQUE CHECK (email = lower(email)),
  password_hash   text NOT NULL,
  factor_secret   text,                          -- encrypted; null = no second factor
  factor_pending  text,                          -- encrypted; waits for its first code
  factor_step     bigint NOT NULL DEFAULT 0,     -- last time step used: a code works once
  recovery_hashes text[] NOT NULL DEFAULT '{}',
  locale          text NOT NULL DEFAULT 'pt-BR',
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE sessions (
  id          uuid PRIMARY KEY,
  token_hash  bytea NOT NULL UNIQUE,
  person_id   uuid NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
  org_id      uuid NOT NULL REFERENCES organisations ON DELETE CASCADE,
  address     text NOT NULL,
  agent       text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  seen_at     timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
-- Password resets and half-done sign-ins: random, hashed, single use, expiring.
CREATE TABLE sign_in_tickets (
  token_hash  bytea PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('reset', 'second_factor')),
  person_id   uuid NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
  tries       integer NOT NULL DEFAULT 0,
  expires_at  timestamptz NOT NULL
);
CREATE TABLE memberships (                        -- which organisations a person serves; the member row has the rest
  person_id   uuid NOT NULL REFERENCES sign_ins ON DELETE CASCADE,
  org_id      uuid NOT NULL REFERENCES organisations ON DELETE CASCADE,
  active      boolean NOT NULL DEFAULT true,
  PRIMARY KEY (person_id, org_id)
);
-- By what an inbox is found: key of its webhook or widget address, mail domain.
CREATE TABLE inbox_routes (
  kind      text NOT NULL CHECK (kind IN ('webhook', 'public', 'plugin')),
  key       text NOT NULL,
  org_id    uuid NOT NULL REFERENCES organisations ON DELETE CASCADE,
  inbox_id  uuid NOT NULL,
  PRIMARY KEY (kind, key)
);
CREATE INDEX inbox_routes_inbox ON inbox_routes (org_id, inbox_id);
-- One row: facts of this installation (name of the log's epoch, master key check value).
CREATE TABLE installation (
  name   text PRIMARY KEY,
  value  text NOT NULL
);
INSERT INTO installation VALUES ('epoch', gen_random_uuid()::text);
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_ins, sessions, sign_in_tickets, memberships, inbox_routes, installation TO meada_system;

-- Events, audit, idempotency ----------------------------------------------------------------------------------

-- The append-only log: outbox, live feed and trigger of everything that follows. Ids and non-personal facts only.
-- A reader takes rows whose transaction is older than every running one: no late commit is skipped.
CREATE TABLE events (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               bigint GENERATED ALWAYS AS IDENTITY,
  tx               xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at               timestamptz NOT NULL DEFAULT now(),
  name             text NOT NULL,
  conversation_id  uuid,
  customer_id      uuid,
  actor_kind       text NOT NULL,
  actor_id         uuid,
  facts            jsonb NOT NULL,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX events_tail ON events (tx, id);
CREATE INDEX events_conversation ON events (org_id, conversation_id, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX events_customer ON events (org_id, customer_id, id) WHERE customer_id IS NOT NULL;
CALL meada_tenant('events');
REVOKE UPDATE, DELETE ON events FROM meada_app;
CREATE POLICY system ON events FOR SELECT TO meada_system USING (true);
GRANT SELECT ON events TO meada_system;

-- How far each listener of the log has come.
CREATE TABLE event_cursors (
  name  text PRIMARY KEY,
  tx    xid8 NOT NULL,
  id    bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON event_cursors TO meada_system;

CREATE TABLE audit_entries (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            bigint GENERATED ALWAYS AS IDENTITY,
  at            timestamptz NOT NULL DEFAULT now(),
  actor_kind    text NOT NULL,
  actor_id      uuid,
  action        text NOT NULL,
  subject_kind  text,
  subject_id    text,
  facts         jsonb NOT NULL DEFAULT '{}',
  seal_id       bigint,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX audit_unsealed ON audit_entries (org_id, id) WHERE seal_id IS NULL;
CALL meada_tenant('audit_entries');
REVOKE DELETE ON audit_entries FROM meada_app;
REVOKE UPDATE ON audit_entries FROM meada_app;
GRANT UPDATE (seal_id) ON audit_entries TO meada_app;

-- A seal covers a stretch of entries and the seal before it.
CREATE TABLE audit_seals (
  org_id    uuid NOT NULL REFERENCES organisations,
  id        bigint NOT NULL,
  from_id   bigint NOT NULL,
  to_id     bigint NOT NULL,
  previous  bytea NOT NULL,
  hash      bytea NOT NULL,
  at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CALL meada_tenant('audit_seals');
REVOKE UPDATE, DELETE ON audit_seals FROM meada_app;

CREATE TABLE idempotency_keys (
  org_id      uuid NOT NULL REFERENCES organisations,
  actor       text NOT NULL,
  key         text NOT NULL,
  request     bytea NOT NULL,
  status      integer,
  response    jsonb,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, actor, key)
);
CALL meada_tenant('idempotency_keys');

-- Files: bytes live outside, by hash.
CREATE TABLE files (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  hash        bytea NOT NULL,
  size        bigint NOT NULL,
  type        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE INDEX files_hash ON files (org_id, hash);
CALL meada_tenant('files');
