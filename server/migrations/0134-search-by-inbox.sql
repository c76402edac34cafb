-- Search by inbox and by channel: through which inbox a message went is found by the same index, as who wrote it is. Only
-- the end of the inbox' id stands there, which keeps the index small; who is found is held against the message itself.

-- Made anew rather than changed, as in 0124: filling an index row by row costs many times its making.
CREATE TABLE message_search_placed (
  org_id           uuid NOT NULL,
  message_id       uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  at               timestamptz NOT NULL,
  terms            tsvector NOT NULL,
  slices           integer[] NOT NULL GENERATED ALWAYS AS (meada_slices(at)) STORED
);
-- What went through no inbox (notes) is where its conversation is now, which may change: it says so.
INSERT INTO message_search_placed (org_id, message_id, conversation_id, at, terms)
  SELECT s.org_id, s.message_id, s.conversation_id, s.at,
    s.terms || array_to_tsvector(ARRAY['#in:' || coalesce(right(m.inbox_id::text, 12), '')])
  FROM message_search s JOIN messages m ON m.org_id = s.org_id AND m.id = s.message_id ORDER BY s.at;
DROP TABLE message_search;
ALTER TABLE message_search_placed RENAME TO message_search;
ALTER TABLE message_search ADD PRIMARY KEY (org_id, message_id);
CREATE INDEX message_search_terms ON message_search USING gin (terms, slices) WITH (gin_pending_list_limit = 512);
CREATE INDEX message_search_at ON message_search (org_id, at, message_id);
CREATE INDEX message_search_conversation ON message_search (org_id, conversation_id);
CALL meada_tenant('message_search');
COMMENT ON COLUMN message_search.org_id IS 'none';
COMMENT ON COLUMN message_search.message_id IS 'none';
COMMENT ON COLUMN message_search.conversation_id IS 'none';
COMMENT ON COLUMN message_search.at IS 'none';
COMMENT ON COLUMN message_search.terms IS 'search';
COMMENT ON COLUMN message_search.slices IS 'none';
CREATE TRIGGER words_dropped AFTER DELETE ON message_search
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION meada_words_dropped();
CREATE TRIGGER words_changed AFTER UPDATE ON message_search
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION meada_words_changed();
