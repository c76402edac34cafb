-- A conversation is put aside until a time, or until something happens in it; whoever did so is rung when it comes back.
ALTER TABLE conversations
  ADD snoozed_by uuid,                              -- the person who did so, until they have been told
  ADD snooze_event text CHECK (snooze_event IN ('answer', 'note', 'callback', 'task')),
  ADD snooze_note text,                             -- why, in their words
  ADD FOREIGN KEY (org_id, snoozed_by) REFERENCES members (org_id, id);
COMMENT ON COLUMN conversations.snoozed_by IS 'none';
COMMENT ON COLUMN conversations.snooze_event IS 'none';
COMMENT ON COLUMN conversations.snooze_note IS 'personal by customer_id';
