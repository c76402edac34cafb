-- How loud a matter is, when a person knows better than the points; and the firm's own words.
ALTER TABLE conversations
  ADD loudness_set smallint CHECK (loudness_set BETWEEN 0 AND 100),  -- a person's word; null: the points count
  ADD loudness_by uuid,
  ADD FOREIGN KEY (org_id, loudness_by) REFERENCES members (org_id, id);
COMMENT ON COLUMN conversations.loudness_set IS 'none';
COMMENT ON COLUMN conversations.loudness_by IS 'none';
-- The view of loud matters reads along it, the loudest first.
CREATE INDEX conversations_loud ON conversations (org_id, to_timestamp((100 - loudness)::double precision), id)
  WHERE loudness >= 40;
ALTER TABLE organisations ADD loud_words jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN organisations.loud_words IS 'none';
