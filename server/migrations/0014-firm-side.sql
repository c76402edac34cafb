-- The firm's side of an inbox: who answers for it, how it is worked, what a contact costs, how it is, and how customers
-- hear of a new one.
ALTER TABLE inboxes
  ADD owner_id uuid,
  ADD playbook text NOT NULL DEFAULT '',               -- Markdown, shown beside the composer
  ADD cost_minor bigint CHECK (cost_minor >= 0),       -- of one contact, in minor units of the currency
  ADD cost_currency text CHECK (cost_currency ~ '^[A-Z]{3}$'),
  ADD priority text NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  ADD troubles text[] NOT NULL DEFAULT '{}',           -- what is wrong, as last found
  ADD troubled_at timestamptz,                         -- since when something is wrong
  ADD told_at timestamptz,                             -- when its people were last told by mail
  ADD CHECK ((cost_minor IS NULL) = (cost_currency IS NULL)),
  ADD FOREIGN KEY (org_id, owner_id) REFERENCES members (org_id, id);
COMMENT ON COLUMN inboxes.owner_id IS 'none';
COMMENT ON COLUMN inboxes.playbook IS 'none';
COMMENT ON COLUMN inboxes.cost_minor IS 'none';
COMMENT ON COLUMN inboxes.cost_currency IS 'none';
COMMENT ON COLUMN inboxes.priority IS 'none';
COMMENT ON COLUMN inboxes.troubles IS 'none';
COMMENT ON COLUMN inboxes.troubled_at IS 'none';
COMMENT ON COLUMN inboxes.told_at IS 'none';

-- How much came in each full hour, so that silence can be told from quiet.
CREATE TABLE inbox_hours (
  org_id    uuid NOT NULL REFERENCES organisations,
  inbox_id  uuid NOT NULL,
  hour      timestamptz NOT NULL,
  inbound   integer NOT NULL,
  PRIMARY KEY (org_id, inbox_id, hour),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE INDEX inbox_hours_hour ON inbox_hours (org_id, hour);
CALL meada_tenant('inbox_hours');
COMMENT ON COLUMN inbox_hours.org_id IS 'none';
COMMENT ON COLUMN inbox_hours.inbox_id IS 'none';
COMMENT ON COLUMN inbox_hours.hour IS 'none';
COMMENT ON COLUMN inbox_hours.inbound IS 'none';

-- Fetching again what came since a date; the ledger knows what is there already.
CREATE TABLE inbox_resyncs (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  inbox_id     uuid NOT NULL,
  since        timestamptz NOT NULL,
  state        text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
  found        integer NOT NULL DEFAULT 0,
  fresh        integer NOT NULL DEFAULT 0,             -- of those found, not here before
  error        text,
  asked_by     text NOT NULL,
  lease_until  timestamptz,
  created_at   timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE UNIQUE INDEX inbox_resyncs_standing ON inbox_resyncs (org_id, inbox_id) WHERE ended_at IS NULL;
CREATE INDEX inbox_resyncs_inbox ON inbox_resyncs (org_id, inbox_id, created_at DESC);
CALL meada_tenant('inbox_resyncs');
CREATE POLICY system ON inbox_resyncs FOR SELECT TO meada_system USING (state IN ('queued', 'running'));
GRANT SELECT (org_id, id, state, lease_until, created_at) ON inbox_resyncs TO meada_system;
COMMENT ON COLUMN inbox_resyncs.org_id IS 'none';
COMMENT ON COLUMN inbox_resyncs.id IS 'none';
COMMENT ON COLUMN inbox_resyncs.inbox_id IS 'none';
COMMENT ON COLUMN inbox_resyncs.since IS 'none';
COMMENT ON COLUMN inbox_resyncs.state IS 'none';
COMMENT ON COLUMN inbox_resyncs.found IS 'none';
COMMENT ON COLUMN inbox_resyncs.fresh IS 'none';
COMMENT ON COLUMN inbox_resyncs.error IS 'none';
COMMENT ON COLUMN inbox_resyncs.asked_by IS 'none';
COMMENT ON COLUMN inbox_resyncs.lease_until IS 'none';
COMMENT ON COLUMN inbox_resyncs.created_at IS 'none';
COMMENT ON COLUMN inbox_resyncs.ended_at IS 'none';

-- Telling customers of a new inbox, on a way they have used before, once.
CREATE TABLE announcements (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  inbox_id    uuid NOT NULL,                           -- the one that is announced
  state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'stopped', 'done')),
  texts       jsonb NOT NULL,                          -- by locale, {name} {channel} {address} {link} open
  per_minute  integer NOT NULL CHECK (per_minute BETWEEN 1 AND 600),
  next_at     timestamptz NOT NULL,
  created_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  ended_at    timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE UNIQUE INDEX announcements_running ON announcements (org_id, inbox_id) WHERE state = 'running';
CALL meada_tenant('announcements');
CREATE POLICY system ON announcements FOR SELECT TO meada_system USING (state = 'running');
GRANT SELECT (org_id, id, state, next_at) ON announcements TO meada_system;
COMMENT ON COLUMN announcements.org_id IS 'none';
COMMENT ON COLUMN announcements.id IS 'none';
COMMENT ON COLUMN announcements.inbox_id IS 'none';
COMMENT ON COLUMN announcements.state IS 'none';
COMMENT ON COLUMN announcements.texts IS 'none';
COMMENT ON COLUMN announcements.per_minute IS 'none';
COMMENT ON COLUMN announcements.next_at IS 'none';
COMMENT ON COLUMN announcements.created_by IS 'none';
COMMENT ON COLUMN announcements.created_at IS 'none';
COMMENT ON COLUMN announcements.ended_at IS 'none';

CREATE TABLE announcement_recipients (
  org_id           uuid NOT NULL,
  announcement_id  uuid NOT NULL,
  customer_id      uuid NOT NULL,                      -- the canonical one when it was planned
  inbox_id         uuid NOT NULL,                      -- the announced inbox: nobody is told of it twice
  way_inbox_id     uuid NOT NULL,
  identity_id      uuid NOT NULL,
  state            text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'skipped')),
  reason           text,                               -- why it was skipped
  conversation_id  uuid,
  at               timestamptz NOT NULL,
  PRIMARY KEY (org_id, announcement_id, customer_id),
  FOREIGN KEY (org_id, announcement_id) REFERENCES announcements (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, identity_id) REFERENCES identities (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id)
);
CREATE UNIQUE INDEX announcement_recipients_once ON announcement_recipients (org_id, inbox_id, customer_id) WHERE state <> 'skipped';
CREATE INDEX announcement_recipients_queued ON announcement_recipients (org_id, announcement_id, customer_id) WHERE state = 'queued';
CREATE INDEX announcement_recipients_customer ON announcement_recipients (org_id, customer_id);
CREATE INDEX announcement_recipients_conversation ON announcement_recipients (org_id, conversation_id);
CALL meada_tenant('announcement_recipients');
COMMENT ON COLUMN announcement_recipients.org_id IS 'none';
COMMENT ON COLUMN announcement_recipients.announcement_id IS 'none';
COMMENT ON COLUMN announcement_recipients.customer_id IS 'none';
COMMENT ON COLUMN announcement_recipients.inbox_id IS 'none';
COMMENT ON COLUMN announcement_recipients.way_inbox_id IS 'none';
COMMENT ON COLUMN announcement_recipients.identity_id IS 'none';
COMMENT ON COLUMN announcement_recipients.state IS 'none';
COMMENT ON COLUMN announcement_recipients.reason IS 'none';
COMMENT ON COLUMN announcement_recipients.conversation_id IS 'none';
COMMENT ON COLUMN announcement_recipients.at IS 'none';

-- Who wants no announcements; a no stands until the customer takes it back.
CREATE TABLE announcement_refusals (
  org_id       uuid NOT NULL REFERENCES organisations,
  customer_id  uuid NOT NULL,
  source       text NOT NULL CHECK (source IN ('word', 'link', 'person')),
  at           timestamptz NOT NULL,
  PRIMARY KEY (org_id, customer_id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CALL meada_tenant('announcement_refusals');
COMMENT ON COLUMN announcement_refusals.org_id IS 'none';
COMMENT ON COLUMN announcement_refusals.customer_id IS 'none';
COMMENT ON COLUMN announcement_refusals.source IS 'none';
COMMENT ON COLUMN announcement_refusals.at IS 'none';

-- What left with an unknown end is rare and looked for.
CREATE INDEX dispatches_unknown ON dispatches (org_id, inbox_id, updated_at) WHERE state = 'unknown';

-- Conversations with a public side are few among many: found by their legs.
CREATE INDEX legs_public ON legs (org_id, last_inbound_at DESC, conversation_id) WHERE side = 'public';
