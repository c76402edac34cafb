-- Rights of those the data is about: requests, packages, erasures, holds, retention; and the register of incidents.

-- The firm's own settings of all this.
CREATE TABLE privacy_settings (
  org_id            uuid NOT NULL REFERENCES organisations,
  request_days      integer NOT NULL DEFAULT 15 CHECK (request_days BETWEEN 1 AND 90),
  officer_name      text NOT NULL DEFAULT '',        -- the encarregado, whom the law wants named in public
  officer_contact   text NOT NULL DEFAULT '',
  policy_url        text NOT NULL DEFAULT '',
  small_agent       boolean NOT NULL DEFAULT false,  -- small processing agent: incidents have twice the days
  page_open         boolean NOT NULL DEFAULT true,   -- the public page takes requests
  updated_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id)
);
CALL meada_tenant('privacy_settings');

CREATE TABLE privacy_requests (
  org_id         uuid NOT NULL REFERENCES organisations,
  id             uuid NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('access', 'correction', 'portability', 'erasure', 'objection', 'sharing')),
  state          text NOT NULL DEFAULT 'unproven' CHECK (state IN ('unproven', 'open', 'working', 'asked', 'done', 'refused', 'expired')),
  source         text NOT NULL CHECK (source IN ('page', 'person')),
  address_kind   text,
  address        text,                               -- as typed
  match_hash     bytea,                              -- keyed hash of its key: counts tries of one address
  identity_id    uuid,                               -- the address here, if it is known
  customer_id    uuid,                               -- whose it is, once proven
  locale         text NOT NULL DEFAULT 'pt-BR',
  details        text NOT NULL DEFAULT '',
  check_id       uuid,                               -- the code that was sent
  tries          integer NOT NULL DEFAULT 0,         -- wrong codes
  sent_at        timestamptz,                        -- the code was sent, or there was nobody to send it to
  proven_at      timestamptz,
  due_on         date,
  assignee_id    uuid,
  outcome        text,                               -- why it was refused, or what was done
  created_at     timestamptz NOT NULL DEFAULT now(),
  closed_at      timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX privacy_requests_state ON privacy_requests (org_id, state, due_on);
CREATE INDEX privacy_requests_unsent ON privacy_requests (created_at) WHERE state = 'unproven' AND sent_at IS NULL;
CREATE INDEX privacy_requests_address ON privacy_requests (org_id, match_hash, created_at) WHERE match_hash IS NOT NULL;
CREATE INDEX privacy_requests_customer ON privacy_requests (org_id, customer_id) WHERE customer_id IS NOT NULL;
CALL meada_tenant('privacy_requests');
CREATE POLICY system ON privacy_requests FOR SELECT TO meada_system USING (state = 'unproven' AND sent_at IS NULL);
GRANT SELECT (org_id, id, state, sent_at, created_at) ON privacy_requests TO meada_system;

CREATE TABLE privacy_request_messages (
  org_id       uuid NOT NULL,
  id           uuid NOT NULL,
  request_id   uuid NOT NULL,
  author_kind  text NOT NULL CHECK (author_kind IN ('customer', 'person', 'system')),
  author_id    uuid,
  text         text NOT NULL,
  at           timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, request_id) REFERENCES privacy_requests (org_id, id)
);
CREATE INDEX privacy_request_messages_request ON privacy_request_messages (org_id, request_id, at);
CALL meada_tenant('privacy_request_messages');

-- A package with everything held of a person.
CREATE TABLE privacy_packages (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  request_id   uuid,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'working', 'ready', 'failed', 'expired')),
  file_id      uuid,
  size         bigint,
  error        text,
  attempts     integer NOT NULL DEFAULT 0,
  next_at      timestamptz NOT NULL DEFAULT now(),
  asked_by     text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  ready_at     timestamptz,
  expires_at   timestamptz,
  downloads    integer NOT NULL DEFAULT 0,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, file_id) REFERENCES files (org_id, id)
);
CREATE INDEX privacy_packages_customer ON privacy_packages (org_id, customer_id, created_at DESC);
CREATE INDEX privacy_packages_due ON privacy_packages (next_at) WHERE state IN ('queued', 'working');
CREATE INDEX privacy_packages_ends ON privacy_packages (org_id, expires_at) WHERE state = 'ready';
CREATE INDEX privacy_packages_file ON privacy_packages (org_id, file_id) WHERE file_id IS NOT NULL;
CALL meada_tenant('privacy_packages');
CREATE POLICY system ON privacy_packages FOR SELECT TO meada_system USING (state IN ('queued', 'working'));
GRANT SELECT (org_id, id, state, next_at) ON privacy_packages TO meada_system;

-- An erasure that was confirmed. What went is told in numbers.
CREATE TABLE erasures (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            uuid NOT NULL,
  customer_id   uuid NOT NULL,                       -- the root it was asked for
  member_ids    uuid[] NOT NULL DEFAULT '{}',        -- everybody of the group then
  request_id    uuid,
  reason        text NOT NULL,
  proof         text NOT NULL,                       -- how the firm knew that the person was the person
  state         text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed', 'blocked')),
  attempts      integer NOT NULL DEFAULT 0,
  next_at       timestamptz NOT NULL DEFAULT now(),
  report        jsonb NOT NULL DEFAULT '{}',
  error         text,
  confirmed_by  uuid,
  confirmed_at  timestamptz NOT NULL,
  done_at       timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE UNIQUE INDEX erasures_queued ON erasures (org_id, customer_id) WHERE state = 'queued';
CREATE INDEX erasures_due ON erasures (next_at) WHERE state = 'queued';
CALL meada_tenant('erasures');
CREATE POLICY system ON erasures FOR SELECT TO meada_system USING (state = 'queued');
GRANT SELECT (org_id, id, state, next_at) ON erasures TO meada_system;

-- What must not go: erasure and retention pass it by.
CREATE TABLE legal_holds (
  org_id          uuid NOT NULL REFERENCES organisations,
  id              uuid NOT NULL,
  customer_id     uuid NOT NULL,
  reason          text NOT NULL,
  until           date,                              -- last day; null: until it is released
  created_by      uuid,
  created_at      timestamptz NOT NULL,
  released_at     timestamptz,
  released_by     uuid,
  release_reason  text,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX legal_holds_standing ON legal_holds (org_id, customer_id) WHERE released_at IS NULL;
CALL meada_tenant('legal_holds');

-- How long each kind of data is kept; none: for ever (receipts have days of the house's own).
CREATE TABLE retention_rules (
  org_id      uuid NOT NULL REFERENCES organisations,
  category    text NOT NULL,
  days        integer NOT NULL CHECK (days BETWEEN 1 AND 36500),
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (org_id, category)
);
CALL meada_tenant('retention_rules');
CREATE TABLE retention_runs (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  trial       boolean NOT NULL,                      -- counts only
  state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed')),
  day         date NOT NULL,                         -- in the firm's zone
  report      jsonb NOT NULL DEFAULT '{}',           -- by category: how many went, were held, are left
  error       text,
  started_by  uuid,
  started_at  timestamptz NOT NULL,
  moved_at    timestamptz NOT NULL,
  ended_at    timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX retention_runs_night ON retention_runs (org_id, day) WHERE NOT trial AND started_by IS NULL;
CREATE UNIQUE INDEX retention_runs_running ON retention_runs (org_id) WHERE state = 'running';
CREATE INDEX retention_runs_newest ON retention_runs (org_id, started_at DESC);
CALL meada_tenant('retention_runs');

-- The log is append-only for everybody; what is older than the firm keeps it goes by this one door, at most `most` at once.
CREATE FUNCTION meada_drop_old_events(before timestamptz, most integer) RETURNS bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ WITH gone AS (
      DELETE FROM events WHERE org_id = meada_org() AND id IN (
        SELECT id FROM events WHERE org_id = meada_org() AND at < least(before, now() - interval '30 days') ORDER BY id LIMIT most)
      RETURNING 1)
    SELECT count(*) FROM gone $$;
REVOKE ALL ON FUNCTION meada_drop_old_events FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_drop_old_events TO meada_app;

-- The register of incidents, kept at least five years (Resolution CD/ANPD 15/2024, art. 10).
CREATE TABLE incidents (
  org_id                uuid NOT NULL REFERENCES organisations,
  id                    uuid NOT NULL,
  title                 text NOT NULL,
  happened              text NOT NULL DEFAULT '',    -- what happened, as far as it is known
  happened_at           timestamptz,
  noticed_at            timestamptz NOT NULL,        -- the firm knew that personal data was affected
  data_kinds            text[] NOT NULL DEFAULT '{}',
  affected              integer,                     -- people
  risk                  text NOT NULL DEFAULT 'unknown' CHECK (risk IN ('unknown', 'low', 'relevant')),
  risk_reason           text NOT NULL DEFAULT '',
  measures              text NOT NULL DEFAULT '',
  not_told_reason       text NOT NULL DEFAULT '',    -- why nobody was told, or late
  authority_due_on      date NOT NULL,
  authority_told_at     timestamptz,
  people_told_at        timestamptz,
  people_told_how       text NOT NULL DEFAULT '',
  warned_at             timestamptz,
  created_by            uuid,
  created_at            timestamptz NOT NULL,
  closed_at             timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE INDEX incidents_newest ON incidents (org_id, noticed_at DESC);
CALL meada_tenant('incidents');
CREATE TABLE incident_entries (
  org_id       uuid NOT NULL,
  id           uuid NOT NULL,
  incident_id  uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('note', 'measure', 'authority', 'people', 'change')),
  text         text NOT NULL,
  author_id    uuid,
  at           timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, incident_id) REFERENCES incidents (org_id, id)
);
CREATE INDEX incident_entries_incident ON incident_entries (org_id, incident_id, at);
CALL meada_tenant('incident_entries');
REVOKE UPDATE, DELETE ON incidents, incident_entries FROM meada_app;
GRANT UPDATE ON incidents TO meada_app;

COMMENT ON COLUMN privacy_settings.org_id IS 'none';
COMMENT ON COLUMN privacy_settings.request_days IS 'none';
COMMENT ON COLUMN privacy_settings.officer_name IS 'none';
COMMENT ON COLUMN privacy_settings.officer_contact IS 'none';
COMMENT ON COLUMN privacy_settings.policy_url IS 'none';
COMMENT ON COLUMN privacy_settings.small_agent IS 'none';
COMMENT ON COLUMN privacy_settings.page_open IS 'none';
COMMENT ON COLUMN privacy_settings.updated_at IS 'none';
COMMENT ON COLUMN privacy_requests.org_id IS 'none';
COMMENT ON COLUMN privacy_requests.id IS 'none';
COMMENT ON COLUMN privacy_requests.kind IS 'none';
COMMENT ON COLUMN privacy_requests.state IS 'none';
COMMENT ON COLUMN privacy_requests.source IS 'none';
COMMENT ON COLUMN privacy_requests.address_kind IS 'none';
COMMENT ON COLUMN privacy_requests.address IS 'personal by customer_id';
COMMENT ON COLUMN privacy_requests.match_hash IS 'personal by customer_id';
COMMENT ON COLUMN privacy_requests.identity_id IS 'none';
COMMENT ON COLUMN privacy_requests.customer_id IS 'none';
COMMENT ON COLUMN privacy_requests.locale IS 'none';
COMMENT ON COLUMN privacy_requests.details IS 'personal by customer_id';
COMMENT ON COLUMN privacy_requests.check_id IS 'none';
COMMENT ON COLUMN privacy_requests.tries IS 'none';
COMMENT ON COLUMN privacy_requests.sent_at IS 'none';
COMMENT ON COLUMN privacy_requests.proven_at IS 'none';
COMMENT ON COLUMN privacy_requests.due_on IS 'none';
COMMENT ON COLUMN privacy_requests.assignee_id IS 'none';
COMMENT ON COLUMN privacy_requests.outcome IS 'personal by customer_id';
COMMENT ON COLUMN privacy_requests.created_at IS 'none';
COMMENT ON COLUMN privacy_requests.closed_at IS 'none';
COMMENT ON COLUMN privacy_request_messages.org_id IS 'none';
COMMENT ON COLUMN privacy_request_messages.id IS 'none';
COMMENT ON COLUMN privacy_request_messages.request_id IS 'none';
COMMENT ON COLUMN privacy_request_messages.author_kind IS 'none';
COMMENT ON COLUMN privacy_request_messages.author_id IS 'none';
COMMENT ON COLUMN privacy_request_messages.text IS 'personal by request_id > privacy_requests.customer_id';
COMMENT ON COLUMN privacy_request_messages.at IS 'none';
COMMENT ON COLUMN privacy_packages.org_id IS 'none';
COMMENT ON COLUMN privacy_packages.id IS 'none';
COMMENT ON COLUMN privacy_packages.customer_id IS 'none';
COMMENT ON COLUMN privacy_packages.request_id IS 'none';
COMMENT ON COLUMN privacy_packages.state IS 'none';
COMMENT ON COLUMN privacy_packages.file_id IS 'none';
COMMENT ON COLUMN privacy_packages.size IS 'none';
COMMENT ON COLUMN privacy_packages.error IS 'none';
COMMENT ON COLUMN privacy_packages.attempts IS 'none';
COMMENT ON COLUMN privacy_packages.next_at IS 'none';
COMMENT ON COLUMN privacy_packages.asked_by IS 'none';
COMMENT ON COLUMN privacy_packages.created_at IS 'none';
COMMENT ON COLUMN privacy_packages.ready_at IS 'none';
COMMENT ON COLUMN privacy_packages.expires_at IS 'none';
COMMENT ON COLUMN privacy_packages.downloads IS 'none';
COMMENT ON COLUMN erasures.org_id IS 'none';
COMMENT ON COLUMN erasures.id IS 'none';
COMMENT ON COLUMN erasures.customer_id IS 'none';
COMMENT ON COLUMN erasures.member_ids IS 'none';
COMMENT ON COLUMN erasures.request_id IS 'none';
COMMENT ON COLUMN erasures.reason IS 'personal by customer_id';
COMMENT ON COLUMN erasures.proof IS 'personal by customer_id';
COMMENT ON COLUMN erasures.state IS 'none';
COMMENT ON COLUMN erasures.attempts IS 'none';
COMMENT ON COLUMN erasures.next_at IS 'none';
COMMENT ON COLUMN erasures.report IS 'none';
COMMENT ON COLUMN erasures.error IS 'none';
COMMENT ON COLUMN erasures.confirmed_by IS 'none';
COMMENT ON COLUMN erasures.confirmed_at IS 'none';
COMMENT ON COLUMN erasures.done_at IS 'none';
COMMENT ON COLUMN legal_holds.org_id IS 'none';
COMMENT ON COLUMN legal_holds.id IS 'none';
COMMENT ON COLUMN legal_holds.customer_id IS 'none';
COMMENT ON COLUMN legal_holds.reason IS 'personal by customer_id';
COMMENT ON COLUMN legal_holds.until IS 'none';
COMMENT ON COLUMN legal_holds.created_by IS 'none';
COMMENT ON COLUMN legal_holds.created_at IS 'none';
COMMENT ON COLUMN legal_holds.released_at IS 'none';
COMMENT ON COLUMN legal_holds.released_by IS 'none';
COMMENT ON COLUMN legal_holds.release_reason IS 'personal by customer_id';
COMMENT ON COLUMN retention_rules.org_id IS 'none';
COMMENT ON COLUMN retention_rules.category IS 'none';
COMMENT ON COLUMN retention_rules.days IS 'none';
COMMENT ON COLUMN retention_rules.updated_at IS 'none';
COMMENT ON COLUMN retention_runs.org_id IS 'none';
COMMENT ON COLUMN retention_runs.id IS 'none';
COMMENT ON COLUMN retention_runs.trial IS 'none';
COMMENT ON COLUMN retention_runs.state IS 'none';
COMMENT ON COLUMN retention_runs.day IS 'none';
COMMENT ON COLUMN retention_runs.report IS 'none';
COMMENT ON COLUMN retention_runs.error IS 'none';
COMMENT ON COLUMN retention_runs.started_by IS 'none';
COMMENT ON COLUMN retention_runs.started_at IS 'none';
COMMENT ON COLUMN retention_runs.moved_at IS 'none';
COMMENT ON COLUMN retention_runs.ended_at IS 'none';
COMMENT ON COLUMN incidents.org_id IS 'none';
COMMENT ON COLUMN incidents.id IS 'none';
COMMENT ON COLUMN incidents.title IS 'personal by organisation';
COMMENT ON COLUMN incidents.happened IS 'personal by organisation';
COMMENT ON COLUMN incidents.happened_at IS 'none';
COMMENT ON COLUMN incidents.noticed_at IS 'none';
COMMENT ON COLUMN incidents.data_kinds IS 'none';
COMMENT ON COLUMN incidents.affected IS 'none';
COMMENT ON COLUMN incidents.risk IS 'none';
COMMENT ON COLUMN incidents.risk_reason IS 'personal by organisation';
COMMENT ON COLUMN incidents.measures IS 'personal by organisation';
COMMENT ON COLUMN incidents.not_told_reason IS 'personal by organisation';
COMMENT ON COLUMN incidents.authority_due_on IS 'none';
COMMENT ON COLUMN incidents.authority_told_at IS 'none';
COMMENT ON COLUMN incidents.people_told_at IS 'none';
COMMENT ON COLUMN incidents.people_told_how IS 'personal by organisation';
COMMENT ON COLUMN incidents.warned_at IS 'none';
COMMENT ON COLUMN incidents.created_by IS 'none';
COMMENT ON COLUMN incidents.created_at IS 'none';
COMMENT ON COLUMN incidents.closed_at IS 'none';
COMMENT ON COLUMN incident_entries.org_id IS 'none';
COMMENT ON COLUMN incident_entries.id IS 'none';
COMMENT ON COLUMN incident_entries.incident_id IS 'none';
COMMENT ON COLUMN incident_entries.kind IS 'none';
COMMENT ON COLUMN incident_entries.text IS 'personal by organisation';
COMMENT ON COLUMN incident_entries.author_id IS 'none';
COMMENT ON COLUMN incident_entries.at IS 'none';
