-- Search: messages by their words, newest first by when they were said, and the words there are, for those who mistype.

-- Made anew rather than changed: filling an index row by row costs many times its making.
CREATE TABLE message_search_dated AS
  SELECT s.org_id, s.message_id, s.conversation_id, m.at, s.terms
  FROM message_search s JOIN messages m ON m.org_id = s.org_id AND m.id = s.message_id;
DROP TABLE message_search;
ALTER TABLE message_search_dated RENAME TO message_search;
ALTER TABLE message_search
  ALTER COLUMN org_id SET NOT NULL, ALTER COLUMN message_id SET NOT NULL, ALTER COLUMN conversation_id SET NOT NULL,
  ALTER COLUMN at SET NOT NULL, ALTER COLUMN terms SET NOT NULL,
  ADD PRIMARY KEY (org_id, message_id);
CREATE INDEX message_search_terms ON message_search USING gin (terms);
CREATE INDEX message_search_at ON message_search (org_id, at, message_id);
CREATE INDEX message_search_conversation ON message_search (org_id, conversation_id);
CALL meada_tenant('message_search');
COMMENT ON COLUMN message_search.org_id IS 'none';
COMMENT ON COLUMN message_search.message_id IS 'none';
COMMENT ON COLUMN message_search.conversation_id IS 'none';
COMMENT ON COLUMN message_search.at IS 'none';
COMMENT ON COLUMN message_search.terms IS 'search';

-- Every word of letters that stands in a message, without accents: what a mistyped word may have meant. A word goes with
-- the last message that has it.
CREATE TABLE search_words (
  org_id  uuid NOT NULL,
  word    text NOT NULL,
  PRIMARY KEY (org_id, word)
);
CREATE INDEX search_words_like ON search_words USING gin (word gin_trgm_ops);
CALL meada_tenant('search_words');
COMMENT ON COLUMN search_words.org_id IS 'none';
COMMENT ON COLUMN search_words.word IS 'search';

-- Whether a lexeme is a word somebody may mistype: letters only, neither short nor a serial number.
CREATE FUNCTION meada_is_word(lexeme text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT lexeme ~ '^[[:alpha:]]{4,24}$' $$;
INSERT INTO search_words
  SELECT DISTINCT s.org_id, w.lexeme FROM message_search s, unnest(tsvector_to_array(s.terms)) AS w(lexeme)
  WHERE meada_is_word(w.lexeme);

DROP FUNCTION meada_found_messages(text, integer);
-- The newest messages that fit, at most `most`; `said` and `id` name the last one already known, `among` the only
-- conversations. Statistics know no rare word, so nothing is left to them: what is common is among the newest messages
-- anyhow; what is not is taken from the index and sorted; if that is too much, the messages are read back.
CREATE FUNCTION meada_found_messages(wanted tsquery, said timestamptz, id uuid, among uuid[], most integer)
  RETURNS TABLE (conversation_id uuid, message_id uuid, at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    newest CONSTANT integer := least(greatest(8000, most * 10), 30000);
    few CONSTANT integer := 50000;
    known CONSTANT text := CASE WHEN said IS NULL THEN '' ELSE ' AND (s.at, s.message_id) < ($3, $4)' END
      || CASE WHEN among IS NULL THEN '' ELSE ' AND s.conversation_id = ANY($5)' END;
    rows CONSTANT text := 'SELECT s.conversation_id, s.message_id, s.at FROM message_search s WHERE s.org_id = $1 AND s.terms @@ $2' || known;
    ordered CONSTANT text := ' ORDER BY at DESC, message_id DESC LIMIT $6';
    one record;
    many boolean := false;
  BEGIN
    IF numnode(wanted) = 0 THEN RETURN; END IF;
    IF among IS NULL THEN
      RETURN QUERY EXECUTE 'WITH w AS (SELECT s.* FROM message_search s WHERE s.org_id = $1' || known || '
          ORDER BY s.at DESC, s.message_id DESC LIMIT $7),
        m AS MATERIALIZED (SELECT w.conversation_id, w.message_id, w.at FROM w WHERE w.terms @@ $2 LIMIT $6)
        SELECT m.* FROM m WHERE (SELECT count(*) FROM m) = $6' || ordered
        USING meada_org(), wanted, said, id, among, most, newest;
      IF FOUND THEN RETURN; END IF;
    END IF;
    FOR one IN EXECUTE 'WITH m AS MATERIALIZED (' || rows || ' LIMIT $7 + 1) SELECT (SELECT count(*) FROM m) AS n, m.* FROM m' || ordered
      USING meada_org(), wanted, said, id, among, most, few
    LOOP
      many := one.n > few;
      EXIT WHEN many;
      conversation_id := one.conversation_id;
      message_id := one.message_id;
      at := one.at;
      RETURN NEXT;
    END LOOP;
    IF many THEN RETURN QUERY EXECUTE rows || ordered USING meada_org(), wanted, said, id, among, most; END IF;
  END $$;

-- Words in use that look like one that is not, the likest first.
CREATE FUNCTION meada_similar_words(mistyped text, most integer) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.similarity_threshold = 0.25
  AS $$ SELECT word FROM search_words WHERE org_id = meada_org() AND word % mistyped
    ORDER BY similarity(word, mistyped) DESC, word LIMIT most $$;

-- Forgets those of these words that no message has any more.
CREATE FUNCTION meada_forget_words(gone text[]) RETURNS SETOF text
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ DELETE FROM search_words w WHERE w.org_id = meada_org() AND w.word = ANY(gone)
      AND NOT EXISTS (SELECT FROM message_search s WHERE s.org_id = w.org_id AND s.terms @@ to_tsquery('simple', w.word))
    RETURNING w.word $$;
REVOKE ALL ON FUNCTION meada_found_messages, meada_similar_words, meada_forget_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_found_messages, meada_similar_words, meada_forget_words TO meada_app;

-- Whoever takes messages out of the index takes their words along: deleting, editing, erasing a customer.
CREATE FUNCTION meada_words_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE gone text[] := ARRAY(SELECT DISTINCT w FROM old_rows o, unnest(tsvector_to_array(o.terms)) AS w WHERE meada_is_word(w));
  BEGIN
    IF cardinality(gone) > 0 THEN PERFORM meada_forget_words(gone); END IF;
    RETURN NULL;
  END $$;
CREATE FUNCTION meada_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE gone text[] := ARRAY(SELECT DISTINCT w FROM old_rows o JOIN new_rows n USING (org_id, message_id),
      unnest(tsvector_to_array(ts_delete(o.terms, tsvector_to_array(n.terms)))) AS w WHERE meada_is_word(w));
  BEGIN
    IF cardinality(gone) > 0 THEN PERFORM meada_forget_words(gone); END IF;
    RETURN NULL;
  END $$;
CREATE TRIGGER words_dropped AFTER DELETE ON message_search
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION meada_words_dropped();
CREATE TRIGGER words_changed AFTER UPDATE ON message_search
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION meada_words_changed();
