-- Announcements by a template the platform has approved, to those whose window is closed.

ALTER TABLE announcements
  ADD templates jsonb NOT NULL DEFAULT '[]';           -- by way: name, language, and what is put into each field
COMMENT ON COLUMN announcements.templates IS 'none';
