-- Routing: queues, skills, the agents who serve them, and the work that moves between them. Rows are the truth; the router
-- decides, and what it decides is stored by compare-and-set (version of the item), with the agent's row locked.

CREATE TABLE skills (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX skills_name ON skills (org_id, lower(name));
CALL meada_tenant('skills');

CREATE TABLE queues (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  name         text NOT NULL,
  team_id      uuid,                               -- conversations of the queue belong to this team
  settings     jsonb NOT NULL,                     -- mode, order, times, skills asked, steps: `QueueSettings` of the contract
  is_default   boolean NOT NULL DEFAULT false,     -- takes conversations of inboxes that name no queue
  position     integer NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  archived_at  timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE SET NULL (team_id)
);
CREATE UNIQUE INDEX queues_name ON queues (org_id, lower(name)) WHERE archived_at IS NULL;
CREATE UNIQUE INDEX queues_default ON queues (org_id) WHERE is_default AND archived_at IS NULL;
CALL meada_tenant('queues');
CREATE POLICY system ON queues FOR SELECT TO meada_system USING (archived_at IS NULL);
GRANT SELECT (org_id, id, archived_at) ON queues TO meada_system;

-- Which queue an inbox's conversations enter.
CREATE TABLE queue_inboxes (
  org_id    uuid NOT NULL,
  inbox_id  uuid NOT NULL,
  queue_id  uuid NOT NULL,
  PRIMARY KEY (org_id, inbox_id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE CASCADE
);
CREATE INDEX queue_inboxes_queue ON queue_inboxes (org_id, queue_id);
CALL meada_tenant('queue_inboxes');

-- Why somebody is away, as the firm calls it.
CREATE TABLE away_reasons (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  name         text NOT NULL,
  position     integer NOT NULL,
  archived_at  timestamptz,                        -- no longer offered; the history names it
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX away_reasons_name ON away_reasons (org_id, lower(name));
CALL meada_tenant('away_reasons');

-- People whom the router gives work: what is set for them, and how they stand.
CREATE TABLE agents (
  org_id               uuid NOT NULL,
  person_id            uuid NOT NULL,
  capacity_real_time   integer NOT NULL DEFAULT 1 CHECK (capacity_real_time BETWEEN 0 AND 1000),
  capacity_deferred    integer NOT NULL DEFAULT 5 CHECK (capacity_deferred BETWEEN 0 AND 1000),
  shift_from           timestamptz,                -- when new items begin to come; null: while available
  shift_to             timestamptz,
  active               boolean NOT NULL DEFAULT true,
  chosen               text NOT NULL DEFAULT 'available' CHECK (chosen IN ('available', 'away')), -- by the person, or by the router
  reason_id            uuid,                       -- of being away
  reason               text CHECK (reason IN ('missed_offers', 'supervisor')),  -- when not the person's own
  chosen_at            timestamptz NOT NULL DEFAULT '-infinity',
  presence             text NOT NULL DEFAULT 'offline' CHECK (presence IN ('available', 'away', 'offline')), -- as the router last knew
  presence_at          timestamptz NOT NULL DEFAULT now(),
  wrap_until           timestamptz,                -- end of the last contact's wrap-up
  missed               integer NOT NULL DEFAULT 0, -- offers let pass in a row
  occupancy_real_time  double precision NOT NULL DEFAULT 0, -- share of the time at work, as of occupancy_at
  occupancy_deferred   double precision NOT NULL DEFAULT 0,
  occupancy_at         timestamptz NOT NULL DEFAULT now(),
  version              integer NOT NULL DEFAULT 1,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, reason_id) REFERENCES away_reasons (org_id, id),
  CHECK ((shift_from IS NULL) = (shift_to IS NULL))
);
CALL meada_tenant('agents');

CREATE TABLE agent_queues (
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  queue_id   uuid NOT NULL,
  PRIMARY KEY (org_id, person_id, queue_id),
  FOREIGN KEY (org_id, person_id) REFERENCES agents (org_id, person_id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE CASCADE
);
CREATE INDEX agent_queues_queue ON agent_queues (org_id, queue_id);
CALL meada_tenant('agent_queues');

CREATE TABLE agent_skills (
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  skill_id   uuid NOT NULL,
  level      integer NOT NULL CHECK (level BETWEEN 1 AND 10),
  PRIMARY KEY (org_id, person_id, skill_id),
  FOREIGN KEY (org_id, person_id) REFERENCES agents (org_id, person_id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, skill_id) REFERENCES skills (org_id, id) ON DELETE CASCADE
);
CREATE INDEX agent_skills_skill ON agent_skills (org_id, skill_id);
CALL meada_tenant('agent_skills');

-- How apt somebody is for a channel: 0 never; 1 where nothing is said.
CREATE TABLE agent_aptitudes (
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  channel    text NOT NULL,
  level      integer NOT NULL CHECK (level BETWEEN 0 AND 10),
  PRIMARY KEY (org_id, person_id, channel),
  FOREIGN KEY (org_id, person_id) REFERENCES agents (org_id, person_id) ON DELETE CASCADE
);
CALL meada_tenant('agent_aptitudes');

-- What routing moves. One open item per conversation: its kind says what is owed there.
CREATE TABLE work_items (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('conversation', 'callback', 'complaint', 'review', 'task')),
  class            text NOT NULL CHECK (class IN ('real_time', 'deferred')),
  channel          text NOT NULL,
  queue_id         uuid NOT NULL,
  conversation_id  uuid,
  skills           jsonb NOT NULL DEFAULT '[]',    -- asked for: [{skill, level}]
  priority         double precision NOT NULL DEFAULT 0,
  weight           integer NOT NULL DEFAULT 1 CHECK (weight > 0),
  pausable         boolean NOT NULL DEFAULT true,
  arrived_at       timestamptz NOT NULL,
  deadline         timestamptz,
  preferred_id     uuid,                           -- the agent it would best go to
  state            text NOT NULL CHECK (state IN ('waiting', 'offered', 'active', 'paused', 'done')),
  agent_id         uuid,                           -- who has it, or is asked
  since            timestamptz,                    -- active or paused since
  until            timestamptz,                    -- how long an offer stands
  waiting_since    timestamptz NOT NULL,           -- this time; an offer does not end it
  attempts         integer NOT NULL DEFAULT 0,
  tried            jsonb NOT NULL DEFAULT '[]',    -- who was asked in vain: [{agent, until}]
  steps_told       integer NOT NULL DEFAULT 0,
  grace_until      timestamptz,                    -- how long it stays with an agent who is offline
  urgency          double precision NOT NULL DEFAULT 0, -- when it counts as having come (ms of the epoch)
  escalated_at     timestamptz,
  left_by          uuid,                           -- who had it before: their draft is shown to who has it now
  version          integer NOT NULL DEFAULT 1,     -- counts every change: what compare-and-set compares
  created_at       timestamptz NOT NULL,
  done_at          timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, person_id),
  CHECK ((state = 'waiting') = (agent_id IS NULL) OR state = 'done'),
  CHECK ((state = 'done') = (done_at IS NOT NULL)),
  CHECK (state <> 'offered' OR until IS NOT NULL),
  CHECK (state NOT IN ('active', 'paused') OR since IS NOT NULL)
);
CREATE UNIQUE INDEX work_items_conversation ON work_items (org_id, conversation_id) WHERE done_at IS NULL;
CREATE INDEX work_items_history ON work_items (org_id, conversation_id, created_at DESC);
CREATE INDEX work_items_open ON work_items (org_id, queue_id, urgency, id) WHERE done_at IS NULL;
CREATE INDEX work_items_agent ON work_items (org_id, agent_id) WHERE done_at IS NULL AND agent_id IS NOT NULL;
CALL meada_tenant('work_items');

-- Where an item has been, stretch by stretch: waiting, handling, paused and wrap-up time are measured from it.
CREATE TABLE work_spells (
  org_id    uuid NOT NULL,
  id        uuid NOT NULL,
  item_id   uuid NOT NULL,
  what      text NOT NULL CHECK (what IN ('waiting', 'offered', 'active', 'paused', 'wrap_up')),
  queue_id  uuid NOT NULL,
  agent_id  uuid,
  from_at   timestamptz NOT NULL,
  to_at     timestamptz,                           -- null: goes on
  why       text NOT NULL,                         -- how it began
  ended     text,                                  -- how it ended: accepted, declined, timed_out, done …
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, item_id) REFERENCES work_items (org_id, id),
  FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id),
  FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, person_id)
);
CREATE UNIQUE INDEX work_spells_now ON work_spells (org_id, item_id) WHERE to_at IS NULL;
CREATE INDEX work_spells_item ON work_spells (org_id, item_id, from_at);
CREATE INDEX work_spells_agent ON work_spells (org_id, agent_id, from_at) WHERE agent_id IS NOT NULL;
CREATE INDEX work_spells_queue ON work_spells (org_id, queue_id, from_at);
CALL meada_tenant('work_spells');

-- When somebody was available, away (why) or gone.
CREATE TABLE agent_spells (
  org_id     uuid NOT NULL,
  id         uuid NOT NULL,
  person_id  uuid NOT NULL,
  presence   text NOT NULL CHECK (presence IN ('available', 'away', 'offline')),
  reason_id  uuid,
  reason     text,
  from_at    timestamptz NOT NULL,
  to_at      timestamptz,                          -- null: goes on
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES agents (org_id, person_id),
  FOREIGN KEY (org_id, reason_id) REFERENCES away_reasons (org_id, id)
);
CREATE UNIQUE INDEX agent_spells_now ON agent_spells (org_id, person_id) WHERE to_at IS NULL;
CREATE INDEX agent_spells_person ON agent_spells (org_id, person_id, from_at);
CALL meada_tenant('agent_spells');

-- Reasons a firm starts with, in its language; organisations that come later get theirs when they are made.
INSERT INTO away_reasons (org_id, id, name, position)
SELECT o.id, gen_random_uuid(), r.name, r.position
FROM organisations o JOIN (VALUES
  ('pt', 0, 'Almoço'), ('pt', 1, 'Pausa'), ('pt', 2, 'Banheiro'), ('pt', 3, 'Reunião'), ('pt', 4, 'Treinamento'),
  ('en', 0, 'Lunch'), ('en', 1, 'Break'), ('en', 2, 'Restroom'), ('en', 3, 'Meeting'), ('en', 4, 'Training'),
  ('es', 0, 'Almuerzo'), ('es', 1, 'Pausa'), ('es', 2, 'Baño'), ('es', 3, 'Reunión'), ('es', 4, 'Capacitación')
) AS r(locale, position, name) ON r.locale = CASE WHEN o.locale LIKE 'en%' THEN 'en' WHEN o.locale LIKE 'es%' THEN 'es' ELSE 'pt' END;

DO $$
DECLARE c record;
BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name IN ('skills', 'queues', 'queue_inboxes', 'away_reasons', 'agents',
      'agent_queues', 'agent_skills', 'agent_aptitudes', 'work_items', 'work_spells', 'agent_spells')
  LOOP EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', c.table_name, c.column_name, 'none'); END LOOP;
END $$;
