-- How promises were kept is told by queue and priority, too: as the conversation stood when the promise was over.
ALTER TABLE deadlines
  ADD queue_id uuid,
  ADD priority text CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  ADD FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id);
COMMENT ON COLUMN deadlines.queue_id IS 'none';
COMMENT ON COLUMN deadlines.priority IS 'none';

-- What was over before is told by how its conversation stands today: nothing older was kept.
UPDATE deadlines d SET
  priority = c.priority,
  queue_id = (SELECT w.queue_id FROM work_items w WHERE w.org_id = d.org_id AND w.conversation_id = d.conversation_id
    AND w.kind <> 'hand_over' ORDER BY w.created_at DESC LIMIT 1)
FROM conversations c WHERE c.org_id = d.org_id AND c.id = d.conversation_id;
