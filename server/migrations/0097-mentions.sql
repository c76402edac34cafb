-- People and teams named in internal notes: where in the text, and who is told.
CREATE TABLE mentions (
  org_id      uuid NOT NULL REFERENCES organisations,
  message_id  uuid NOT NULL,
  position    smallint NOT NULL,                    -- first, second … in the text
  person_id   uuid,
  team_id     uuid,
  starts_at   integer NOT NULL CHECK (starts_at >= 0),  -- of the text, in UTF-16 units, the @ included
  length      integer NOT NULL CHECK (length > 0),
  PRIMARY KEY (org_id, message_id, position),
  CHECK (person_id IS NULL OR team_id IS NULL),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, team_id) REFERENCES teams (org_id, id) ON DELETE SET NULL (team_id)
);
CALL meada_tenant('mentions');
CREATE TABLE mention_rings (                        -- one for each person who is told of a note
  org_id      uuid NOT NULL REFERENCES organisations,
  message_id  uuid NOT NULL,
  person_id   uuid NOT NULL,
  at          timestamptz NOT NULL,
  seen_at     timestamptz,
  PRIMARY KEY (org_id, message_id, person_id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id) ON DELETE CASCADE
);
CREATE INDEX mention_rings_person ON mention_rings (org_id, person_id, at DESC);
CREATE INDEX mention_rings_unseen ON mention_rings (org_id, person_id) WHERE seen_at IS NULL;
CALL meada_tenant('mention_rings');
COMMENT ON COLUMN mentions.org_id IS 'none';
COMMENT ON COLUMN mentions.message_id IS 'none';
COMMENT ON COLUMN mentions.position IS 'none';
COMMENT ON COLUMN mentions.person_id IS 'none';
COMMENT ON COLUMN mentions.team_id IS 'none';
COMMENT ON COLUMN mentions.starts_at IS 'none';
COMMENT ON COLUMN mentions.length IS 'none';
COMMENT ON COLUMN mention_rings.org_id IS 'none';
COMMENT ON COLUMN mention_rings.message_id IS 'none';
COMMENT ON COLUMN mention_rings.person_id IS 'none';
COMMENT ON COLUMN mention_rings.at IS 'none';
COMMENT ON COLUMN mention_rings.seen_at IS 'none';
