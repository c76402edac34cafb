-- What people begin with can be that of a queue: who serves it has its arrangement, unless they have one of their own.
ALTER TABLE workspaces ADD queue_id uuid;
ALTER TABLE workspaces DROP CONSTRAINT workspaces_org_id_person_id_team_id_key;
ALTER TABLE workspaces DROP CONSTRAINT workspaces_check;
ALTER TABLE workspaces
  ADD CHECK (num_nonnulls(person_id, team_id, queue_id) <= 1),
  ADD UNIQUE NULLS NOT DISTINCT (org_id, person_id, team_id, queue_id),
  ADD FOREIGN KEY (org_id, queue_id) REFERENCES queues (org_id, id) ON DELETE CASCADE;
COMMENT ON COLUMN workspaces.queue_id IS 'none';
