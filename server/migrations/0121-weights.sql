-- How much of an agent's capacity work takes: its queue says it (`QueueSettings`), or the rule by which it came there.
ALTER TABLE intake_rules ADD weight integer CHECK (weight BETWEEN 1 AND 10); -- null: as the queue says
COMMENT ON COLUMN intake_rules.weight IS 'none';
