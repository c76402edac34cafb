-- Announcements to the members of a segment: who is in it is asked again when each is told.

ALTER TABLE announcements
  ADD segment_id uuid,
  ADD FOREIGN KEY (org_id, segment_id) REFERENCES segments (org_id, id);
COMMENT ON COLUMN announcements.segment_id IS 'none';
