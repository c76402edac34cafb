-- Canned replies grow: wordings by channel and language, rich words, files, folders, and who sees them.
ALTER TABLE canned_replies
  ADD html      text,                                -- the words as rich text, for channels that have it
  ADD wordings  jsonb NOT NULL DEFAULT '[]',         -- [{ channels, locale, text, html }]
  ADD folder    text NOT NULL DEFAULT '',
  ADD shown_to  text NOT NULL DEFAULT 'all' CHECK (shown_to IN ('all', 'teams', 'own')),
  ADD team_ids  uuid[] NOT NULL DEFAULT '{}',        -- of the kind `teams`
  ADD owner_id  uuid CHECK ((shown_to = 'own') = (owner_id IS NOT NULL));
ALTER TABLE canned_replies DROP CONSTRAINT canned_replies_org_id_shortcut_key;
-- What is one's own stands beside what the firm calls the same.
CREATE UNIQUE INDEX canned_replies_shortcut ON canned_replies
  (org_id, (coalesce(owner_id, '00000000-0000-0000-0000-000000000000'::uuid)), shortcut);
COMMENT ON COLUMN canned_replies.html IS 'none';
COMMENT ON COLUMN canned_replies.wordings IS 'none';
COMMENT ON COLUMN canned_replies.folder IS 'none';
COMMENT ON COLUMN canned_replies.shown_to IS 'none';
COMMENT ON COLUMN canned_replies.team_ids IS 'none';
COMMENT ON COLUMN canned_replies.owner_id IS 'none';

-- Files that stay with a reply; a copy goes along with each message.
CREATE TABLE canned_files (
  org_id        uuid NOT NULL REFERENCES organisations,
  id            uuid NOT NULL,
  canned_id     uuid NOT NULL,
  position      integer NOT NULL DEFAULT 0,
  kind          text NOT NULL,
  name          text NOT NULL,
  type          text NOT NULL,
  size          bigint NOT NULL,
  file_id       uuid NOT NULL,
  thumbnail_id  uuid,
  width         integer,
  height        integer,
  seconds       real,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, canned_id) REFERENCES canned_replies (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, file_id) REFERENCES files (org_id, id),
  FOREIGN KEY (org_id, thumbnail_id) REFERENCES files (org_id, id)
);
CREATE INDEX canned_files_reply ON canned_files (org_id, canned_id, position);
CREATE INDEX canned_files_file ON canned_files (org_id, file_id);
CREATE INDEX canned_files_thumbnail ON canned_files (org_id, thumbnail_id) WHERE thumbnail_id IS NOT NULL;
CALL meada_tenant('canned_files');
COMMENT ON COLUMN canned_files.org_id IS 'none';
COMMENT ON COLUMN canned_files.id IS 'none';
COMMENT ON COLUMN canned_files.canned_id IS 'none';
COMMENT ON COLUMN canned_files.position IS 'none';
COMMENT ON COLUMN canned_files.kind IS 'none';
COMMENT ON COLUMN canned_files.name IS 'none';
COMMENT ON COLUMN canned_files.type IS 'none';
COMMENT ON COLUMN canned_files.size IS 'none';
COMMENT ON COLUMN canned_files.file_id IS 'none';
COMMENT ON COLUMN canned_files.thumbnail_id IS 'none';
COMMENT ON COLUMN canned_files.width IS 'none';
COMMENT ON COLUMN canned_files.height IS 'none';
COMMENT ON COLUMN canned_files.seconds IS 'none';
COMMENT ON COLUMN canned_files.created_at IS 'none';

-- How often each person took a reply: the most used come first. A row for each person, so that nobody waits for another.
CREATE TABLE canned_uses (
  org_id     uuid NOT NULL REFERENCES organisations,
  canned_id  uuid NOT NULL,
  person_id  uuid NOT NULL,
  uses       integer NOT NULL DEFAULT 0,
  used_at    timestamptz NOT NULL,
  PRIMARY KEY (org_id, canned_id, person_id),
  FOREIGN KEY (org_id, canned_id) REFERENCES canned_replies (org_id, id) ON DELETE CASCADE
);
CALL meada_tenant('canned_uses');
COMMENT ON COLUMN canned_uses.org_id IS 'none';
COMMENT ON COLUMN canned_uses.canned_id IS 'none';
COMMENT ON COLUMN canned_uses.person_id IS 'none';
COMMENT ON COLUMN canned_uses.uses IS 'none';
COMMENT ON COLUMN canned_uses.used_at IS 'none';
