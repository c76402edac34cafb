-- Agreements: what is promised to be done in time, for which conversations; the clocks of each conversation; every deadline.

CREATE TABLE agreements (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            uuid NOT NULL,
  position      integer NOT NULL,                    -- the first that fits counts
  name          text NOT NULL,
  active        boolean NOT NULL DEFAULT true,
  conditions    jsonb NOT NULL DEFAULT '{}',         -- queues, inboxes, priorities, segments, labels: any of each
  hours_id      uuid,                                -- counted by; null: those of the inbox
  first_answer  integer CHECK (first_answer > 0),    -- minutes of business time; null: nothing promised
  next_answer   integer CHECK (next_answer > 0),
  resolution    integer CHECK (resolution > 0),
  warn_before   integer NOT NULL DEFAULT 15 CHECK (warn_before >= 0), -- minutes of business time
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  archived_at   timestamptz,                         -- out of use; its deadlines name it
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, hours_id) REFERENCES hours (org_id, id)
);
CREATE INDEX agreements_order ON agreements (org_id, position) WHERE archived_at IS NULL;
CALL meada_tenant('agreements');

-- How the clocks of a conversation stand; everything in it follows from messages, hours and agreements.
CREATE TABLE conversation_clocks (
  org_id           uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  agreement_id     uuid NOT NULL,
  counted_by       text NOT NULL,                    -- fingerprint of hours: other ones, and everything is counted again
  read_seq         integer NOT NULL,                 -- messages counted so far
  clocks           jsonb NOT NULL,
  due_at           timestamptz,                      -- the nearest deadline that runs
  due_what         text,
  warn_at          timestamptz,
  paused           boolean NOT NULL DEFAULT false,   -- something is owed, and waits for the customer
  updated_at       timestamptz NOT NULL,
  PRIMARY KEY (org_id, conversation_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, agreement_id) REFERENCES agreements (org_id, id)
);
CREATE INDEX conversation_clocks_due ON conversation_clocks (org_id, due_at, conversation_id) WHERE due_at IS NOT NULL;
CALL meada_tenant('conversation_clocks');

-- What was promised in one conversation once, and what became of it.
CREATE TABLE deadlines (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  agreement_id     uuid NOT NULL,
  what             text NOT NULL CHECK (what IN ('first_answer', 'next_answer', 'resolution')),
  target_ms        bigint NOT NULL,                  -- business time
  started_at       timestamptz NOT NULL,
  due_at           timestamptz,                      -- null: stands still, or over
  warn_at          timestamptz,
  warned_at        timestamptz,
  missed_at        timestamptz,                      -- when it was passed, told once
  ended_at         timestamptz,
  spent_ms         bigint,                           -- business time, once over
  kept             boolean,                          -- once over
  person_id        uuid,                             -- who ended it, or had the conversation then
  team_id          uuid,
  inbox_id         uuid NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, conversation_id, what, started_at),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, agreement_id) REFERENCES agreements (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE INDEX deadlines_warn ON deadlines (warn_at) WHERE ended_at IS NULL AND warned_at IS NULL AND warn_at IS NOT NULL;
CREATE INDEX deadlines_due ON deadlines (due_at) WHERE ended_at IS NULL AND missed_at IS NULL AND due_at IS NOT NULL;
CREATE INDEX deadlines_ended ON deadlines (org_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX deadlines_missed ON deadlines (org_id, missed_at) WHERE missed_at IS NOT NULL;
CALL meada_tenant('deadlines');
CREATE POLICY system ON deadlines FOR SELECT TO meada_system USING (ended_at IS NULL);
GRANT SELECT (org_id, id, ended_at, due_at, warn_at, warned_at, missed_at) ON deadlines TO meada_system;

-- Organisations whose open conversations are being counted again, and how far that has come.
CREATE TABLE agreement_runs (
  org_id    uuid PRIMARY KEY REFERENCES organisations,
  place     uuid,                                    -- the last conversation that was
  asked_at  timestamptz NOT NULL
);
CALL meada_tenant('agreement_runs');
CREATE POLICY system ON agreement_runs FOR SELECT TO meada_system USING (true);
GRANT SELECT ON agreement_runs TO meada_system;

-- Queues have hours of their own: outside of them waiting customers are told so.
ALTER TABLE queues ADD hours_id uuid, ADD FOREIGN KEY (org_id, hours_id) REFERENCES hours (org_id, id);

DO $$
DECLARE c record;
BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'
    AND (table_name IN ('agreements', 'conversation_clocks', 'deadlines', 'agreement_runs')
      OR (table_name = 'queues' AND column_name = 'hours_id'))
  LOOP EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', c.table_name, c.column_name, 'none'); END LOOP;
END $$;
