-- Macros: what an agent does often in one go. A run keeps what was before, so that it can be taken back.
CREATE TABLE macros (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  name        text NOT NULL,
  folder      text NOT NULL DEFAULT '',
  shown_to    text NOT NULL DEFAULT 'all' CHECK (shown_to IN ('all', 'teams', 'own')),
  team_ids    uuid[] NOT NULL DEFAULT '{}',
  owner_id    uuid CHECK ((shown_to = 'own') = (owner_id IS NOT NULL)),
  inbox_ids   uuid[] NOT NULL DEFAULT '{}',          -- offered in conversations of these; none: in all
  actions     jsonb NOT NULL,                        -- in order, as the contract has them
  uses        integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id)
);
CALL meada_tenant('macros');
COMMENT ON COLUMN macros.org_id IS 'none';
COMMENT ON COLUMN macros.id IS 'none';
COMMENT ON COLUMN macros.name IS 'none';
COMMENT ON COLUMN macros.folder IS 'none';
COMMENT ON COLUMN macros.shown_to IS 'none';
COMMENT ON COLUMN macros.team_ids IS 'none';
COMMENT ON COLUMN macros.owner_id IS 'none';
COMMENT ON COLUMN macros.inbox_ids IS 'none';
COMMENT ON COLUMN macros.actions IS 'none';
COMMENT ON COLUMN macros.uses IS 'none';
COMMENT ON COLUMN macros.created_at IS 'none';
COMMENT ON COLUMN macros.updated_at IS 'none';

CREATE TABLE macro_runs (
  org_id           uuid NOT NULL,
  id               uuid NOT NULL,                    -- chosen by who runs it: the same is run once
  macro_id         uuid NOT NULL,                    -- perhaps gone since
  conversation_id  uuid NOT NULL,
  actor            text NOT NULL,                    -- person:<id> or key:<id>
  state_before     jsonb NOT NULL,                   -- status, labels, assignment, priority: nothing personal
  state_after      jsonb NOT NULL,
  message_ids      uuid[] NOT NULL DEFAULT '{}',     -- replies that went at once
  scheduled_ids    uuid[] NOT NULL DEFAULT '{}',     -- replies that can be taken back for some seconds
  lasting          text[] NOT NULL DEFAULT '{}',     -- kinds of actions that are not taken back: note, field
  ran_at           timestamptz NOT NULL,
  undone_at        timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id)
);
CREATE INDEX macro_runs_conversation ON macro_runs (org_id, conversation_id);
CREATE INDEX macro_runs_old ON macro_runs (org_id, ran_at);
CALL meada_tenant('macro_runs');
COMMENT ON COLUMN macro_runs.org_id IS 'none';
COMMENT ON COLUMN macro_runs.id IS 'none';
COMMENT ON COLUMN macro_runs.macro_id IS 'none';
COMMENT ON COLUMN macro_runs.conversation_id IS 'none';
COMMENT ON COLUMN macro_runs.actor IS 'none';
COMMENT ON COLUMN macro_runs.state_before IS 'none';
COMMENT ON COLUMN macro_runs.state_after IS 'none';
COMMENT ON COLUMN macro_runs.message_ids IS 'none';
COMMENT ON COLUMN macro_runs.scheduled_ids IS 'none';
COMMENT ON COLUMN macro_runs.lasting IS 'none';
COMMENT ON COLUMN macro_runs.ran_at IS 'none';
COMMENT ON COLUMN macro_runs.undone_at IS 'none';
