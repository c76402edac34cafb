-- Since when a contact stands answered: who says nothing for long does not take the agent's place for ever.
ALTER TABLE work_items ADD COLUMN silent_from timestamptz;
COMMENT ON COLUMN work_items.silent_from IS 'none';
