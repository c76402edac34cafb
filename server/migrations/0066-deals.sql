-- Deals: what may be sold to whom, in the columns of a pipeline, beside conversations and customers.

CREATE TABLE pipelines (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  name         text NOT NULL,
  currency     text NOT NULL DEFAULT 'BRL' CHECK (currency ~ '^[A-Z]{3}$'),  -- of new deals
  position     integer NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now(),
  archived_at  timestamptz,
  PRIMARY KEY (org_id, id)
);
CALL meada_tenant('pipelines');

CREATE TABLE stages (
  org_id       uuid NOT NULL,
  id           uuid NOT NULL,
  pipeline_id  uuid NOT NULL,
  name         text NOT NULL,
  category     text NOT NULL CHECK (category IN ('open', 'won', 'lost')),
  probability  integer NOT NULL CHECK (probability BETWEEN 0 AND 100), -- percent; of won 100, of lost 0
  colour       text NOT NULL,
  position     integer NOT NULL,
  archived_at  timestamptz,                        -- no longer offered; the history of deals names it
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, pipeline_id) REFERENCES pipelines (org_id, id),
  CHECK ((category = 'won') = (probability = 100) OR category = 'open'),
  CHECK (category <> 'lost' OR probability = 0)
);
CREATE INDEX stages_pipeline ON stages (org_id, pipeline_id, position);
CALL meada_tenant('stages');

-- Why deals are won or lost, as the firm puts it.
CREATE TABLE deal_reasons (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  outcome      text NOT NULL CHECK (outcome IN ('won', 'lost')),
  name         text NOT NULL,
  position     integer NOT NULL,
  archived_at  timestamptz,
  PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX deal_reasons_name ON deal_reasons (org_id, outcome, lower(name));
CALL meada_tenant('deal_reasons');

CREATE TABLE deals (
  org_id           uuid NOT NULL REFERENCES organisations,
  id               uuid NOT NULL,
  pipeline_id      uuid NOT NULL,
  stage_id         uuid NOT NULL,
  rank             numeric NOT NULL DEFAULT 0,     -- place within the column: between any two there is room for a third
  customer_id      uuid NOT NULL,                  -- original owner; read through canonical_id
  company_id       uuid,
  title            text NOT NULL,
  value            bigint NOT NULL DEFAULT 0 CHECK (value >= 0), -- minor units of the currency
  currency         text NOT NULL DEFAULT 'BRL' CHECK (currency ~ '^[A-Z]{3}$'),
  owner_id         uuid,                           -- a person
  expected_on      date,                           -- when it is expected to close
  next_step        text,
  next_on          date,
  label_ids        uuid[] NOT NULL DEFAULT '{}',
  conversation_id  uuid,                           -- where it began
  outcome          text NOT NULL DEFAULT 'open' CHECK (outcome IN ('open', 'won', 'lost')), -- category of its stage
  reason_id        uuid,
  reason_note      text,
  entered_at       timestamptz NOT NULL,           -- into its stage
  closed_at        timestamptz,
  created_kind     text NOT NULL,
  created_by       uuid,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  deleted_at       timestamptz,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, pipeline_id) REFERENCES pipelines (org_id, id),
  FOREIGN KEY (org_id, stage_id) REFERENCES stages (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, company_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, owner_id) REFERENCES members (org_id, id),
  FOREIGN KEY (org_id, conversation_id) REFERENCES conversations (org_id, id),
  FOREIGN KEY (org_id, reason_id) REFERENCES deal_reasons (org_id, id),
  CHECK ((outcome = 'open') = (closed_at IS NULL))
);
CREATE UNIQUE INDEX deals_column ON deals (org_id, stage_id, rank) WHERE deleted_at IS NULL;
CREATE INDEX deals_customer ON deals (org_id, customer_id);
CREATE INDEX deals_company ON deals (org_id, company_id) WHERE company_id IS NOT NULL;
CREATE INDEX deals_conversation ON deals (org_id, conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX deals_newest ON deals (org_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX deals_closed ON deals (org_id, pipeline_id, closed_at) WHERE closed_at IS NOT NULL;
CALL meada_tenant('deals');

-- Every stage a deal has been in, the first included.
CREATE TABLE deal_moves (
  org_id      uuid NOT NULL,
  id          uuid NOT NULL,
  deal_id     uuid NOT NULL,
  from_id     uuid,                                -- stage; null: made
  to_id       uuid NOT NULL,
  actor_kind  text NOT NULL,
  actor_id    uuid,
  at          timestamptz NOT NULL,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, deal_id) REFERENCES deals (org_id, id),
  FOREIGN KEY (org_id, from_id) REFERENCES stages (org_id, id),
  FOREIGN KEY (org_id, to_id) REFERENCES stages (org_id, id)
);
CREATE INDEX deal_moves_deal ON deal_moves (org_id, deal_id, at);
CREATE INDEX deal_moves_to ON deal_moves (org_id, to_id, at);
CALL meada_tenant('deal_moves');

COMMENT ON COLUMN pipelines.org_id IS 'none';
COMMENT ON COLUMN pipelines.id IS 'none';
COMMENT ON COLUMN pipelines.name IS 'none';
COMMENT ON COLUMN pipelines.currency IS 'none';
COMMENT ON COLUMN pipelines.position IS 'none';
COMMENT ON COLUMN pipelines.created_at IS 'none';
COMMENT ON COLUMN pipelines.updated_at IS 'none';
COMMENT ON COLUMN pipelines.archived_at IS 'none';
COMMENT ON COLUMN stages.org_id IS 'none';
COMMENT ON COLUMN stages.id IS 'none';
COMMENT ON COLUMN stages.pipeline_id IS 'none';
COMMENT ON COLUMN stages.name IS 'none';
COMMENT ON COLUMN stages.category IS 'none';
COMMENT ON COLUMN stages.probability IS 'none';
COMMENT ON COLUMN stages.colour IS 'none';
COMMENT ON COLUMN stages.position IS 'none';
COMMENT ON COLUMN stages.archived_at IS 'none';
COMMENT ON COLUMN deal_reasons.org_id IS 'none';
COMMENT ON COLUMN deal_reasons.id IS 'none';
COMMENT ON COLUMN deal_reasons.outcome IS 'none';
COMMENT ON COLUMN deal_reasons.name IS 'none';
COMMENT ON COLUMN deal_reasons.position IS 'none';
COMMENT ON COLUMN deal_reasons.archived_at IS 'none';
COMMENT ON COLUMN deals.org_id IS 'none';
COMMENT ON COLUMN deals.id IS 'none';
COMMENT ON COLUMN deals.pipeline_id IS 'none';
COMMENT ON COLUMN deals.stage_id IS 'none';
COMMENT ON COLUMN deals.rank IS 'none';
COMMENT ON COLUMN deals.customer_id IS 'none';
COMMENT ON COLUMN deals.company_id IS 'none';
COMMENT ON COLUMN deals.title IS 'personal by customer_id';
COMMENT ON COLUMN deals.value IS 'none';
COMMENT ON COLUMN deals.currency IS 'none';
COMMENT ON COLUMN deals.owner_id IS 'none';
COMMENT ON COLUMN deals.expected_on IS 'none';
COMMENT ON COLUMN deals.next_step IS 'personal by customer_id';
COMMENT ON COLUMN deals.next_on IS 'none';
COMMENT ON COLUMN deals.label_ids IS 'none';
COMMENT ON COLUMN deals.conversation_id IS 'none';
COMMENT ON COLUMN deals.outcome IS 'none';
COMMENT ON COLUMN deals.reason_id IS 'none';
COMMENT ON COLUMN deals.reason_note IS 'personal by customer_id';
COMMENT ON COLUMN deals.entered_at IS 'none';
COMMENT ON COLUMN deals.closed_at IS 'none';
COMMENT ON COLUMN deals.created_kind IS 'none';
COMMENT ON COLUMN deals.created_by IS 'none';
COMMENT ON COLUMN deals.created_at IS 'none';
COMMENT ON COLUMN deals.updated_at IS 'none';
COMMENT ON COLUMN deals.deleted_at IS 'none';
COMMENT ON COLUMN deal_moves.org_id IS 'none';
COMMENT ON COLUMN deal_moves.id IS 'none';
COMMENT ON COLUMN deal_moves.deal_id IS 'none';
COMMENT ON COLUMN deal_moves.from_id IS 'none';
COMMENT ON COLUMN deal_moves.to_id IS 'none';
COMMENT ON COLUMN deal_moves.actor_kind IS 'none';
COMMENT ON COLUMN deal_moves.actor_id IS 'none';
COMMENT ON COLUMN deal_moves.at IS 'none';
