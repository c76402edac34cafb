-- How a customer found it, asked after their matter was resolved.

-- What is asked, when and where. One line without brand and inbox is the organisation's; one of a brand goes before it, one
-- of an inbox before both, each as a whole.
CREATE TABLE survey_rules (
  org_id         uuid NOT NULL REFERENCES organisations,
  id             uuid NOT NULL,
  brand_id       uuid,
  inbox_id       uuid,
  active         boolean NOT NULL DEFAULT false,
  active_since   timestamptz,                       -- what was resolved before is not asked about
  delay_minutes  integer NOT NULL DEFAULT 5 CHECK (delay_minutes BETWEEN 0 AND 10080),
  scale          text NOT NULL DEFAULT 'faces' CHECK (scale IN ('faces', 'stars', 'thumbs')),
  questions      jsonb NOT NULL,                    -- by language
  comments       boolean NOT NULL DEFAULT true,
  pause_days     integer NOT NULL DEFAULT 7 CHECK (pause_days BETWEEN 0 AND 365),
  label_ids      uuid[] NOT NULL DEFAULT '{}',      -- conversations with one of these are not asked about
  templates      jsonb NOT NULL DEFAULT '[]',       -- for who can be asked by nothing else
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE NULLS NOT DISTINCT (org_id, brand_id, inbox_id),
  FOREIGN KEY (org_id, brand_id) REFERENCES brands (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  CHECK (brand_id IS NULL OR inbox_id IS NULL),
  CHECK (active = false OR active_since IS NOT NULL)
);
CALL meada_tenant('survey_rules');

-- One question about one resolution, and what was answered.
CREATE TABLE surveys (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  customer_id      uuid NOT NULL,                   -- original owner; read through canonical_id
  inbox_id         uuid NOT NULL,
  leg_id           uuid,
  message_id       uuid,                            -- that asked
  person_id        uuid,                            -- who had it when it was resolved
  team_id          uuid,
  resolved_at      timestamptz NOT NULL,
  state            text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'sent', 'skipped')),
  reason           text,                            -- why not
  due_at           timestamptz NOT NULL,
  sent_at          timestamptz,
  expires_at       timestamptz,
  scale            text NOT NULL CHECK (scale IN ('faces', 'stars', 'thumbs')),
  comments         boolean NOT NULL,
  rating           integer,
  mark             text GENERATED ALWAYS AS (CASE WHEN rating IS NULL THEN NULL WHEN scale = 'thumbs' THEN CASE rating WHEN 1 THEN 'bad' ELSE 'good' END
                     WHEN rating <= 2 THEN 'bad' WHEN rating = 3 THEN 'neutral' ELSE 'good' END) STORED,
  rated_at         timestamptz,                     -- first
  rated_by         text CHECK (rated_by IN ('press', 'word', 'link', 'script')),
  doubted_at       timestamptz,                     -- a program opened several of its links: only a press counts
  thanked          boolean NOT NULL DEFAULT false,
  comment          text,
  commented_at     timestamptz,
  seen_at          timestamptz,                     -- a bad one, by who sees to it
  seen_by          uuid,
  created_at       timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  UNIQUE (org_id, conversation_id, resolved_at),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id),
  FOREIGN KEY (org_id, leg_id) REFERENCES legs (org_id, id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE SET NULL (team_id),
  FOREIGN KEY (org_id, seen_by) REFERENCES members (org_id, id),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL)),
  CHECK ((rating IS NULL) = (rated_at IS NULL)),
  CHECK (rating BETWEEN 1 AND CASE scale WHEN 'thumbs' THEN 2 ELSE 5 END)
);
CREATE INDEX surveys_due ON surveys (due_at) WHERE state = 'planned';
CREATE INDEX surveys_customer ON surveys (org_id, customer_id, sent_at);
CREATE INDEX surveys_sent ON surveys (org_id, sent_at DESC, id DESC) WHERE state = 'sent';
CREATE INDEX surveys_rated ON surveys (org_id, mark, rated_at DESC) WHERE rating IS NOT NULL;
CREATE INDEX surveys_unseen ON surveys (org_id, rated_at) WHERE mark = 'bad' AND seen_at IS NULL;
CALL meada_tenant('surveys');
CREATE POLICY system ON surveys FOR SELECT TO meada_system USING (state = 'planned');
GRANT SELECT (org_id, id, state, due_at) ON surveys TO meada_system;

COMMENT ON COLUMN survey_rules.org_id IS 'none';
COMMENT ON COLUMN survey_rules.id IS 'none';
COMMENT ON COLUMN survey_rules.brand_id IS 'none';
COMMENT ON COLUMN survey_rules.inbox_id IS 'none';
COMMENT ON COLUMN survey_rules.active IS 'none';
COMMENT ON COLUMN survey_rules.active_since IS 'none';
COMMENT ON COLUMN survey_rules.delay_minutes IS 'none';
COMMENT ON COLUMN survey_rules.scale IS 'none';
COMMENT ON COLUMN survey_rules.questions IS 'none';
COMMENT ON COLUMN survey_rules.comments IS 'none';
COMMENT ON COLUMN survey_rules.pause_days IS 'none';
COMMENT ON COLUMN survey_rules.label_ids IS 'none';
COMMENT ON COLUMN survey_rules.templates IS 'none';
COMMENT ON COLUMN survey_rules.updated_at IS 'none';
COMMENT ON COLUMN surveys.org_id IS 'none';
COMMENT ON COLUMN surveys.id IS 'none';
COMMENT ON COLUMN surveys.conversation_id IS 'none';
COMMENT ON COLUMN surveys.customer_id IS 'none';
COMMENT ON COLUMN surveys.inbox_id IS 'none';
COMMENT ON COLUMN surveys.leg_id IS 'none';
COMMENT ON COLUMN surveys.message_id IS 'none';
COMMENT ON COLUMN surveys.person_id IS 'none';
COMMENT ON COLUMN surveys.team_id IS 'none';
COMMENT ON COLUMN surveys.resolved_at IS 'none';
COMMENT ON COLUMN surveys.state IS 'none';
COMMENT ON COLUMN surveys.reason IS 'none';
COMMENT ON COLUMN surveys.due_at IS 'none';
COMMENT ON COLUMN surveys.sent_at IS 'none';
COMMENT ON COLUMN surveys.expires_at IS 'none';
COMMENT ON COLUMN surveys.scale IS 'none';
COMMENT ON COLUMN surveys.comments IS 'none';
COMMENT ON COLUMN surveys.rating IS 'none';
COMMENT ON COLUMN surveys.mark IS 'none';
COMMENT ON COLUMN surveys.rated_at IS 'none';
COMMENT ON COLUMN surveys.rated_by IS 'none';
COMMENT ON COLUMN surveys.doubted_at IS 'none';
COMMENT ON COLUMN surveys.thanked IS 'none';
COMMENT ON COLUMN surveys.comment IS 'personal by customer_id';
COMMENT ON COLUMN surveys.commented_at IS 'none';
COMMENT ON COLUMN surveys.seen_at IS 'none';
COMMENT ON COLUMN surveys.seen_by IS 'none';
COMMENT ON COLUMN surveys.created_at IS 'none';
