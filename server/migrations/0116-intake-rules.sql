-- Which queue work enters, beside what its inbox says: the first rule in order whose conditions all hold.
CREATE TABLE intake_rules (
  org_id      uuid NOT NULL REFERENCES organisations,
  position    integer NOT NULL,
  name        text NOT NULL,
  active      boolean NOT NULL DEFAULT true,
  conditions  jsonb NOT NULL,                       -- `IntakeConditions` of the contract
  queue_id    uuid,                                 -- null: the queue of the inbox
  skills      jsonb NOT NULL DEFAULT '[]',          -- asked for beside those of the queue: [{skillId, level}]
  PRIMARY KEY (org_id, position),
  FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id)
);
CALL meada_tenant('intake_rules');
COMMENT ON COLUMN intake_rules.org_id IS 'none';
COMMENT ON COLUMN intake_rules.position IS 'none';
COMMENT ON COLUMN intake_rules.name IS 'none';
COMMENT ON COLUMN intake_rules.active IS 'none';
COMMENT ON COLUMN intake_rules.conditions IS 'none';
COMMENT ON COLUMN intake_rules.queue_id IS 'none';
COMMENT ON COLUMN intake_rules.skills IS 'none';
