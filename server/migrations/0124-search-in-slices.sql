-- Search reads back through time in slices, whose size goes with how common the words are, so that no search grows with
-- the history; who wrote a message, for whom and with files is found by the same index; addresses, numbers, compounds and
-- signs are found in every writing.

-- The 1,024 seconds a moment lies in, and 32, 1,024 and 32,768 times as much: any stretch of time is a few of these.
CREATE FUNCTION meada_slices(at timestamptz) RETURNS integer[] LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT ARRAY[n, 500000000 + (n >> 5), 600000000 + (n >> 10), 700000000 + (n >> 15)]
    FROM (SELECT floor(extract(epoch FROM at - timestamptz '1970-01-01 00:00:00+00') / 1024)::integer AS n) AS x $$;

-- The slices of a stretch, from the first to before the last.
CREATE FUNCTION meada_slices_between(first integer, behind integer) RETURNS integer[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
  AS $$
  DECLARE
    slices integer[] := '{}';
    n integer := first;
    level integer;
  BEGIN
    WHILE n < behind LOOP
      level := 3;
      WHILE level > 0 AND ((n & ((1 << 5 * level) - 1)) <> 0 OR n + (1 << 5 * level) > behind) LOOP
        level := level - 1;
      END LOOP;
      slices := slices || (CASE level WHEN 0 THEN 0 ELSE (level + 4) * 100000000 END + (n >> 5 * level));
      n := n + (1 << 5 * level);
    END LOOP;
    RETURN slices;
  END $$;

-- A text as its words are told apart: accents on their letters, plain apostrophes and spaces, no marks that nobody sees.
CREATE FUNCTION meada_tidied(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT translate(CASE WHEN said IS NFC NORMALIZED THEN said ELSE normalize(said, NFC) END,
    E'\u2019\u2018\u00B4\u00B0\u00A0\u2007\u202F\u00AD\u200B\u200C\u200D\u2060\uFEFF', E'''''''    ') $$;

-- What was said in the other ways somebody may type it: the parts of addresses, file names and serial numbers, compounds as
-- one word, telephones and documents by their digits (telephones by the last ones, too), amounts by their cents, signs by number.
CREATE FUNCTION meada_said_otherwise(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  AS $$ SELECT concat_ws(' ',
    CASE WHEN said ~ '[[:alnum:]][@._/:+=&?#~%|-]+[[:alnum:]]' THEN (
      SELECT string_agg(translate(left(t, 200), '@._/:+=&?#~%|-', '              '), ' ')
      FROM string_to_table(translate(said, E'\n\r\t', '   '), ' ') AS t
      WHERE t ~ '[[:alpha:]]' AND t ~ '[[:alnum:]][@._/:+=&?#~%|-]+[[:alnum:]]') END,
    CASE WHEN said ~ '[[:alnum:]][-./][[:alnum:]]|[[:alpha:]]\d|\d[[:alpha:]]' THEN (
      SELECT string_agg(concat_ws(' ',
        (SELECT string_agg(translate(m[1], '-./', ''), ' ') FROM regexp_matches(t, '[[:alnum:]]+(?:[-./][[:alnum:]]+)+', 'g') AS m
          WHERE m[1] ~ '\d' OR m[1] ~ '^[[:alpha:]]+(-[[:alpha:]]+)+$'),
        (SELECT string_agg(m[1], ' ') FROM regexp_matches(t, '[[:alpha:]]{2,}(?=\d)|\d{3,}|(?<=[[:alpha:]][[:alpha:]][[:alpha:]])\d{1,2}(?!\d)', 'g') AS m
          WHERE t ~ '[[:alpha:]]\d|\d[[:alpha:]]')), ' ')
      FROM string_to_table(translate(said, E'\n\r\t', '   '), ' ') AS t
      WHERE length(t) <= 40 AND t !~ '@|://' AND t ~ '[[:alnum:]][-./][[:alnum:]]|[[:alpha:]]\d|\d[[:alpha:]]') END,
    CASE WHEN said ~ '\d[ ()./-]*\d[ ()./-]*\d[ ()./-]*\d' THEN concat_ws(' ',
      (SELECT string_agg(concat_ws(' ', d, right(d, 11), right(d, 10), right(d, 9), right(d, 8)), ' ')
        FROM regexp_matches(said, '(?<!\d)(?:\+?55[ .-]{0,2})?\(?0?\d{2}\)?[ .-]{0,2}\d?[ .-]?\d{4}[ .-]?\d{4}(?!\d)', 'g') AS m,
          regexp_replace(m[1], '\D', '', 'g') AS d),
      (SELECT string_agg(concat_ws(' ', d, CASE WHEN length(d) = 9 THEN right(d, 8) END), ' ')
        FROM regexp_matches(said, '(?<!\d)(?:\d{3}[ .]\d{3}[ .]\d{3}[ -]\d{2}|\d{2}[ .]\d{3}[ .]\d{3}[ /]\d{4}[ -]\d{2}|\d{5}[ -]\d{3}|\d ?\d{4}[ .-]\d{4}|\d{4}[ .-]\d{4}(?:[ .-]\d{4}){0,2}|0[3589]00[ .-]?\d{3}[ .-]?\d{3,4}|\d{4}(?: \d{4}){10}|\d{5}\.?\d{5} \d{5}\.?\d{6} \d{5}\.?\d{6} \d \d{14})(?!\d)', 'g') AS m,
          regexp_replace(m[1], '\D', '', 'g') AS d),
      (SELECT string_agg(concat_ws(' ', d, right(d, 10)), ' ')
        FROM regexp_matches(said, '\+\d{1,3}(?:[ .()-]{1,2}\d{2,5}){2,5}(?!\d)', 'g') AS m,
          regexp_replace(m[1], '\D', '', 'g') AS d)) END,
    CASE WHEN said ~ '\d[.,]\d\d' THEN (
      SELECT string_agg('zc' || regexp_replace(m[1], '\D', '', 'g'), ' ')
      FROM regexp_matches(said, '(?<![\d.,])((?:\d{1,3}(?:\.\d{3})+|\d+),\d{2}|(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2})(?![\d]|[.,]\d)', 'g') AS m) END,
    (SELECT string_agg(DISTINCT 'u' || to_hex(ascii(m[1])), ' ')
      FROM regexp_matches(said, '[\U0001F000-\U0001F3FA\U0001F400-\U0001FAFF\u2600-\u27BF\u2B50\u2B55]', 'g') AS m)) $$;

-- Made anew rather than changed, as in 0078: filling an index row by row costs many times its making.
CREATE TABLE message_search_sliced (
  org_id           uuid NOT NULL,
  message_id       uuid NOT NULL,
  conversation_id  uuid NOT NULL,
  at               timestamptz NOT NULL,
  terms            tsvector NOT NULL,
  slices           integer[] NOT NULL GENERATED ALWAYS AS (meada_slices(at)) STORED
);
WITH said AS MATERIALIZED (
  SELECT s.*, to_tsvector('meada_plain', meada_said_otherwise(t.tidied)) || CASE WHEN t.tidied = t.words THEN ''::tsvector
      ELSE to_tsvector('portuguese', t.tidied) || to_tsvector('meada_plain', t.tidied) END AS otherwise,
    array_to_tsvector(array_remove(ARRAY['#by:' || m.author_kind, '#for:' || m.visibility,
      CASE WHEN m.author_kind = 'person' THEN '#who:' || m.author_id END,
      CASE WHEN EXISTS (SELECT FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id) THEN '#files' END], NULL)) AS facts
  FROM message_search s
  JOIN messages m ON m.org_id = s.org_id AND m.id = s.message_id
  JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
  LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
  CROSS JOIN LATERAL (SELECT x.words, meada_tidied(x.words) AS tidied FROM (SELECT left(concat_ws(' ', CASE WHEN m.seq = 1 THEN c.subject END,
    m.content->>'text', m.content->>'name', m.content->>'address', m.content->>'place', left(b.text, 50000)), 50000) AS words) AS x OFFSET 0) AS t),
words AS (INSERT INTO search_words (org_id, word)
  SELECT DISTINCT s.org_id, w.lexeme FROM said s, unnest(tsvector_to_array(s.otherwise)) AS w(lexeme)
  WHERE meada_is_word(w.lexeme) ORDER BY 1, 2 ON CONFLICT DO NOTHING)
INSERT INTO message_search_sliced (org_id, message_id, conversation_id, at, terms)
SELECT org_id, message_id, conversation_id, at, terms || otherwise || facts FROM said ORDER BY at;
DROP TABLE message_search;
ALTER TABLE message_search_sliced RENAME TO message_search;
ALTER TABLE message_search ADD PRIMARY KEY (org_id, message_id);
-- New messages wait in a list that every search reads; it is kept short.
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

-- Messages of a stretch of time with these words. The index has both, and is the only way allowed: statistics know no rare word.
-- It is asked for `loosely` alone where that is given; what is left is held against the words themselves.
CREATE FUNCTION meada_found_between(
    wanted tsquery, loosely tsquery, said timestamptz, id uuid, since timestamptz, most integer, slices integer[])
  RETURNS TABLE (conversation_id uuid, message_id uuid, at timestamptz)
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
  AS $$ BEGIN
    RETURN QUERY EXECUTE 'WITH m AS MATERIALIZED (
        SELECT s.conversation_id, s.message_id, s.at FROM message_search s
        WHERE s.slices && $7 AND s.org_id = $1 AND (s.at, s.message_id) < ($3, $4)'
      || CASE WHEN loosely IS NULL THEN ' AND s.terms @@ $2'
           ELSE ' AND s.terms @@ $8 AND (s.terms || ''''::tsvector) @@ $2' END
      || CASE WHEN since IS NULL THEN '' ELSE ' AND s.at >= $5' END
      || ') SELECT * FROM m ORDER BY at DESC, message_id DESC LIMIT $6'
    USING meada_org(), wanted, said, id, since, most, slices, loosely;
  END $$;

DROP FUNCTION meada_found_messages(tsquery, timestamptz, uuid, uuid[], integer);
-- The newest messages that fit, at most `most`, none before `since`; `said` and `id` name the last one already known, `among`
-- the only conversations. What is common is among the newest messages anyhow; the rest is found in stretches of time as long
-- as those before let expect, at most eightfold, and shorter when they cost more than a step may. A search that took its time ends with a row that has
-- no message: from there it goes on.
CREATE FUNCTION meada_found_messages(
    wanted tsquery, said timestamptz, id uuid, among uuid[], most integer,
    since timestamptz DEFAULT NULL, loosely tsquery DEFAULT NULL)
  RETURNS TABLE (conversation_id uuid, message_id uuid, at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    newest CONSTANT integer := 1000;
    time_allowed CONSTANT interval := '60 milliseconds';
    step_ms CONSTANT double precision := 30;
    known CONSTANT text := CASE WHEN said IS NULL THEN '' ELSE ' AND (s.at, s.message_id) < ($3, $4)' END
      || CASE WHEN since IS NULL THEN '' ELSE ' AND s.at >= $5' END;
    begun CONSTANT timestamptz := clock_timestamp();
    step timestamptz;
    took interval;
    near record;
    span double precision;
    earliest integer;
    top integer;
    bottom integer;
    width double precision;
    found integer;
    got integer;
  BEGIN
    IF numnode(wanted) = 0 THEN RETURN; END IF;
    IF among IS NOT NULL THEN
      RETURN QUERY EXECUTE 'SELECT w.conversation_id, w.message_id, w.at FROM (SELECT s.* FROM message_search s
          WHERE s.org_id = $1 AND s.conversation_id = ANY($7)' || known || ' OFFSET 0) AS w
        WHERE w.terms @@ $2 ORDER BY w.at DESC, w.message_id DESC LIMIT $6'
      USING meada_org(), wanted, said, id, since, most, among;
      RETURN;
    END IF;
    RETURN QUERY EXECUTE 'SELECT w.conversation_id, w.message_id, w.at FROM (SELECT s.* FROM message_search s
        WHERE s.org_id = $1' || known || ' ORDER BY s.at DESC, s.message_id DESC LIMIT $7) AS w
      WHERE w.terms @@ $2 LIMIT $6'
    USING meada_org(), wanted, said, id, since, most, newest;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found >= most THEN RETURN; END IF;
    EXECUTE 'SELECT count(*) AS n, max(w.at) AS first, min(w.at) AS last, (array_agg(w.message_id ORDER BY w.at, w.message_id))[1] AS id
      FROM (SELECT s.at, s.message_id FROM message_search s WHERE s.org_id = $1' || known || '
        ORDER BY s.at DESC, s.message_id DESC LIMIT $7) AS w'
    INTO near USING meada_org(), wanted, said, id, since, most, newest;
    IF near.n < newest THEN RETURN; END IF;
    SELECT (meada_slices(min(s.at)))[1] INTO earliest FROM message_search s WHERE s.org_id = meada_org();
    earliest := greatest(earliest, (meada_slices(since))[1]);
    top := (meada_slices(near.last))[1] + 1;
    -- Slices that were looked through so far.
    span := greatest(extract(epoch FROM near.first - near.last) / 1024, 0.1);
    width := 16 * span;
    LOOP
      IF found > 0 THEN width := least(width, 1.3 * span * (most - found) / found); END IF;
      bottom := greatest(earliest, top - ceil(least(greatest(width, 1), 100000000))::integer);
      -- Down to where larger slices begin: fewer are looked up.
      IF width >= 1024 THEN bottom := bottom & ~1023; ELSIF width >= 64 THEN bottom := bottom & ~31; END IF;
      step := clock_timestamp();
      RETURN QUERY SELECT * FROM meada_found_between(
        wanted, loosely, near.last, near.id, since, most - found, meada_slices_between(bottom, top));
      GET DIAGNOSTICS got = ROW_COUNT;
      found := found + got;
      EXIT WHEN found >= most OR bottom <= earliest;
      IF clock_timestamp() - begun > time_allowed THEN
        RETURN QUERY SELECT NULL::uuid, NULL::uuid, timestamptz '1970-01-01 00:00:00+00' + bottom * interval '1024 seconds';
        RETURN;
      END IF;
      took := clock_timestamp() - step;
      span := span + (top - bottom);
      width := (top - bottom) * least(8, step_ms / greatest(extract(epoch FROM took) * 1000, 0.1));
      top := bottom;
    END LOOP;
  END $$;

-- Words in use that begin so, no more than asked for.
CREATE FUNCTION meada_words_beginning(start text, most integer) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT word FROM search_words WHERE org_id = meada_org() AND word LIKE meada_like(start) || '%' LIMIT most $$;

REVOKE ALL ON FUNCTION meada_found_between, meada_found_messages, meada_words_beginning FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_found_messages, meada_words_beginning TO meada_app;
