-- What people of the firm have to do: for a conversation, a customer, a deal, or for nothing of these.

CREATE TABLE tasks (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  title            text NOT NULL,
  description      text NOT NULL DEFAULT '',
  due_at           timestamptz,
  due_day          boolean NOT NULL DEFAULT false,  -- only the day counts; due_at is its end
  remind_at        timestamptz,
  reminded_at      timestamptz,                     -- the bell has rung for this remind_at
  repeats          text CHECK (repeats IN ('daily', 'workdays', 'weekly', 'monthly')),
  repeated         boolean NOT NULL DEFAULT false,  -- done once, and the next one made
  anchor           integer,                         -- day of the month it began on, for months that are shorter
  team_id          uuid,
  conversation_id  uuid,
  customer_id      uuid,                            -- original owner; read through canonical_id
  deal_id          uuid,
  done_at          timestamptz,
  done_by          uuid,
  created_kind     text NOT NULL,
  created_by       uuid,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  deleted_at       timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE SET NULL (team_id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, deal_id) REFERENCES deals (org_id, id),
  FOREIGN KEY (org_id, done_by) REFERENCES members (org_id, id),
  CHECK (conversation_id IS NULL OR customer_id IS NOT NULL),
  CHECK (deal_id IS NULL OR customer_id IS NOT NULL),
  CHECK (NOT due_day OR due_at IS NOT NULL),
  CHECK (repeats IS NULL OR due_at IS NOT NULL)
);
CREATE INDEX tasks_open ON tasks (org_id, due_at, id) WHERE done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_done ON tasks (org_id, done_at DESC, id) WHERE done_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_remind ON tasks (remind_at) WHERE reminded_at IS NULL AND done_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_customer ON tasks (org_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX tasks_conversation ON tasks (org_id, conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX tasks_deal ON tasks (org_id, deal_id) WHERE deal_id IS NOT NULL;
CALL meada_tenant('tasks');
-- The worker finds reminders across organisations, and reads nothing else of them.
CREATE POLICY system ON tasks FOR SELECT TO meada_system
  USING (remind_at IS NOT NULL AND reminded_at IS NULL AND done_at IS NULL AND deleted_at IS NULL);
GRANT SELECT (org_id, id, remind_at, reminded_at, done_at, deleted_at) ON tasks TO meada_system;

-- Who is responsible; each is.
CREATE TABLE task_people (
  org_id     uuid NOT NULL,
  task_id    uuid NOT NULL,
  person_id  uuid NOT NULL,
  PRIMARY KEY (org_id, task_id, person_id),
  FOREIGN KEY (org_id, task_id) REFERENCES tasks (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CREATE INDEX task_people_person ON task_people (org_id, person_id);
CALL meada_tenant('task_people');

-- A reminder that rang for somebody, until they have seen it.
CREATE TABLE task_bells (
  org_id     uuid NOT NULL,
  task_id    uuid NOT NULL,
  person_id  uuid NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (org_id, person_id, task_id),
  FOREIGN KEY (org_id, task_id) REFERENCES tasks (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CALL meada_tenant('task_bells');

CREATE TABLE task_comments (
  org_id     uuid NOT NULL,
  id         uuid NOT NULL,
  task_id    uuid NOT NULL,
  person_id  uuid,                                  -- null: a key wrote it
  text       text NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, task_id) REFERENCES tasks (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CREATE INDEX task_comments_task ON task_comments (org_id, task_id, at);
CALL meada_tenant('task_comments');

COMMENT ON COLUMN tasks.org_id IS 'none';
COMMENT ON COLUMN tasks.id IS 'none';
COMMENT ON COLUMN tasks.title IS 'personal by customer_id';
COMMENT ON COLUMN tasks.description IS 'personal by customer_id';
COMMENT ON COLUMN tasks.due_at IS 'none';
COMMENT ON COLUMN tasks.due_day IS 'none';
COMMENT ON COLUMN tasks.remind_at IS 'none';
COMMENT ON COLUMN tasks.reminded_at IS 'none';
COMMENT ON COLUMN tasks.repeats IS 'none';
COMMENT ON COLUMN tasks.repeated IS 'none';
COMMENT ON COLUMN tasks.anchor IS 'none';
COMMENT ON COLUMN tasks.team_id IS 'none';
COMMENT ON COLUMN tasks.conversation_id IS 'none';
COMMENT ON COLUMN tasks.customer_id IS 'none';
COMMENT ON COLUMN tasks.deal_id IS 'none';
COMMENT ON COLUMN tasks.done_at IS 'none';
COMMENT ON COLUMN tasks.done_by IS 'none';
COMMENT ON COLUMN tasks.created_kind IS 'none';
COMMENT ON COLUMN tasks.created_by IS 'none';
COMMENT ON COLUMN tasks.created_at IS 'none';
COMMENT ON COLUMN tasks.updated_at IS 'none';
COMMENT ON COLUMN tasks.deleted_at IS 'none';
COMMENT ON COLUMN task_people.org_id IS 'none';
COMMENT ON COLUMN task_people.task_id IS 'none';
COMMENT ON COLUMN task_people.person_id IS 'none';
COMMENT ON COLUMN task_bells.org_id IS 'none';
COMMENT ON COLUMN task_bells.task_id IS 'none';
COMMENT ON COLUMN task_bells.person_id IS 'none';
COMMENT ON COLUMN task_bells.at IS 'none';
COMMENT ON COLUMN task_comments.org_id IS 'none';
COMMENT ON COLUMN task_comments.id IS 'none';
COMMENT ON COLUMN task_comments.task_id IS 'none';
COMMENT ON COLUMN task_comments.person_id IS 'none';
COMMENT ON COLUMN task_comments.text IS 'personal by task_id > tasks.customer_id';
COMMENT ON COLUMN task_comments.at IS 'none';
