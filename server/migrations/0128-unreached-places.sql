-- Whose place was kept and who could not be written to when it was their turn has left without what they came for.
ALTER TABLE abandonments DROP CONSTRAINT abandonments_kind_check;
ALTER TABLE abandonments ADD CONSTRAINT abandonments_kind_check
  CHECK (kind IN ('form_left', 'chat_left', 'unanswered', 'callback_failed', 'place_failed'));

-- A place goes with its conversation when that is merged, and back when the merging is undone.
ALTER TABLE kept_places
  ADD carried_from uuid,
  ADD FOREIGN KEY (org_id, carried_from) REFERENCES conversations (org_id, id);
COMMENT ON COLUMN kept_places.carried_from IS 'none';
CREATE INDEX kept_places_message ON kept_places (org_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX kept_places_carried ON kept_places (org_id, carried_from) WHERE carried_from IS NOT NULL AND settled_at IS NULL;
