-- SAC decree mode (Decreto 11.034/2022): per brand; the deadline of seven days beside the agreements' ones; who was told the
-- protocol, and how; what customers ask for by right: the history of a demand, the receipt of a cancellation.

-- Since when the mode is on; until when it last was. Both null: never.
ALTER TABLE brands ADD sac_since timestamptz, ADD sac_until timestamptz;

-- A deadline of the decree is promised by no agreement; where no agreement counts, the decree alone has clocks.
ALTER TABLE conversation_clocks ALTER agreement_id DROP NOT NULL;
ALTER TABLE deadlines ALTER agreement_id DROP NOT NULL,
  DROP CONSTRAINT deadlines_what_check,
  ADD CONSTRAINT deadlines_what_check CHECK (what IN ('first_answer', 'next_answer', 'resolution', 'decree')),
  ADD CONSTRAINT deadlines_promised CHECK (what <> 'decree' OR agreement_id IS NULL);
-- Demands by when they were registered, for the report; those open, for what is not sent meanwhile.
CREATE INDEX deadlines_demands ON deadlines (org_id, started_at) WHERE what = 'decree';

-- That a customer was told the protocol number of a conversation: once, by the house.
CREATE TABLE protocol_tellings (
  org_id           uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  inbox_id         uuid NOT NULL,
  how              text NOT NULL CHECK (how IN ('message', 'shown')), -- shown: it stands in what the customer writes in
  message_id       uuid,
  asked_at         timestamptz NOT NULL,             -- when the message came that it answers
  told_at          timestamptz NOT NULL,
  PRIMARY KEY (org_id, conversation_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  CHECK (how <> 'shown' OR message_id IS NULL)
);
CREATE INDEX protocol_tellings_message ON protocol_tellings (org_id, message_id) WHERE message_id IS NOT NULL;
CALL meada_tenant('protocol_tellings');

CREATE TABLE sac_requests (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('history', 'cancellation')),
  conversation_id  uuid NOT NULL,
  customer_id      uuid NOT NULL,                    -- original owner; read through canonical_id
  brand_id         uuid NOT NULL,
  asked_by         text NOT NULL CHECK (asked_by IN ('customer', 'person')),
  person_id        uuid,                             -- who asked on the customer's behalf
  asked_at         timestamptz NOT NULL,
  due_at           timestamptz NOT NULL,
  state            text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'sent', 'stuck', 'handed')),
  reason           text,                             -- why it could not be sent
  messages         integer,                          -- a history: how many are in it, up to which number, and what it was
  up_to_seq        integer,
  digest           bytea,
  message_id       uuid,                             -- that brought it
  sent_at          timestamptz,
  expires_at       timestamptz,                      -- of the link
  opened_at        timestamptz,                      -- first
  opens            integer NOT NULL DEFAULT 0,
  handed_how       text CHECK (handed_how IN ('letter', 'counter', 'other')),
  handed_at        timestamptz,                      -- by hand, where no channel could carry it
  handed_by        uuid,
  effect           text CHECK (effect IN ('immediate', 'technical', 'scheduled')), -- of a cancellation
  effective_on     date,
  done_at          timestamptz,                      -- the cancellation was carried out
  done_by          uuid,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, brand_id) REFERENCES brands (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, handed_by) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, done_by) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  CHECK ((kind = 'cancellation') = (effect IS NOT NULL)),
  CHECK ((effect = 'scheduled') = (effective_on IS NOT NULL)),
  CHECK ((handed_at IS NULL) = (handed_how IS NULL)),
  CHECK (kind = 'cancellation' OR done_at IS NULL)
);
-- One of a kind at a time.
CREATE UNIQUE INDEX sac_requests_open ON sac_requests (org_id, conversation_id, kind) WHERE state = 'asked';
CREATE INDEX sac_requests_place ON sac_requests (org_id, conversation_id, asked_at DESC);
CREATE INDEX sac_requests_customer ON sac_requests (org_id, customer_id);
CREATE INDEX sac_requests_asked ON sac_requests (org_id, brand_id, asked_at);
CREATE INDEX sac_requests_message ON sac_requests (org_id, message_id) WHERE message_id IS NOT NULL;
CALL meada_tenant('sac_requests');
CREATE POLICY system ON sac_requests FOR SELECT TO meada_system USING (state = 'asked');
GRANT SELECT (org_id, id, state) ON sac_requests TO meada_system;

DO $$
DECLARE c record;
BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
    AND (table_name IN ('protocol_tellings', 'sac_requests')
      OR (table_name = 'brands' AND column_name IN ('sac_since', 'sac_until')))
  LOOP EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', c.table_name, c.column_name, 'none'); END LOOP;
END $$;
