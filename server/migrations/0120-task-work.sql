-- A task may wait in a queue: an item of work of its own beside those of conversations. Where it is routed, and who has it, is
-- what that item says; the task has no column for it.
ALTER TABLE work_items
  ADD task_id uuid,                 -- of kind `task`: what is to be done
  ADD FOREIGN KEY (org_id, task_id) REFERENCES tasks (org_id, id),
  ADD CHECK ((kind = 'task') = (task_id IS NOT NULL)),
  ADD CHECK (task_id IS NULL OR conversation_id IS NULL);
COMMENT ON COLUMN work_items.task_id IS 'none';
CREATE UNIQUE INDEX work_items_task ON work_items (org_id, task_id) WHERE done_at IS NULL AND task_id IS NOT NULL;
CREATE INDEX work_items_tasks ON work_items (org_id, task_id, created_at DESC) WHERE task_id IS NOT NULL;
