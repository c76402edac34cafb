-- An inbox that is put away: off, found by nobody from outside, its conversations stay. Taking it back empties the column.

ALTER TABLE inboxes ADD COLUMN archived_at timestamptz;
ALTER TABLE inboxes ADD CONSTRAINT inboxes_archived_off CHECK (archived_at IS NULL OR NOT active);
