-- Who deletes a file's row asks who still names it: without these, every attachment of the organisation is read for it.
CREATE INDEX attachments_file ON attachments (org_id, file_id) WHERE file_id IS NOT NULL;
CREATE INDEX attachments_thumbnail ON attachments (org_id, thumbnail_id) WHERE thumbnail_id IS NOT NULL;
