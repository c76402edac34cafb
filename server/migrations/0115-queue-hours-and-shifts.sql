-- Queues go by hours: outside of them contacts wait for the opening, or go to the queue that stands in. What customers are told then.
ALTER TABLE queues
  ADD away_message text NOT NULL DEFAULT '',         -- said outside the hours over inboxes with no words of their own
  ADD after_hours_id uuid,                           -- the queue whose agents take contacts meanwhile; null: they wait
  ADD FOREIGN KEY (org_id, after_hours_id) REFERENCES queues (org_id, id);
COMMENT ON COLUMN queues.away_message IS 'none';
COMMENT ON COLUMN queues.after_hours_id IS 'none';

-- An agent's shift is hours, too. The two instants that stood here were never written.
ALTER TABLE agents
  DROP COLUMN shift_from,
  DROP COLUMN shift_to,
  ADD hours_id uuid,                                 -- null: no shift, work comes while they are available
  ADD shift_last_minutes integer NOT NULL DEFAULT 0 CHECK (shift_last_minutes BETWEEN 0 AND 240), -- no contacts so long before its end
  ADD FOREIGN KEY (org_id, hours_id) REFERENCES hours (org_id, id);
COMMENT ON COLUMN agents.hours_id IS 'none';
COMMENT ON COLUMN agents.shift_last_minutes IS 'none';
