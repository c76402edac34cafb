-- What is written down about customers (notes, the one text, the firm's own fields) is found by its words, as messages are.

-- A text as it is found: by stems, as it stands without accents, and as others may type it.
CREATE FUNCTION meada_record_terms(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
  SET search_path = public, pg_temp
  AS $$ SELECT to_tsvector('portuguese', t.tidied) || to_tsvector('meada_plain', translate(t.tidied, '/', ' '))
      || to_tsvector('meada_plain', meada_said_otherwise(t.tidied))
    FROM (SELECT meada_tidied(left(said, 20000)) AS tidied OFFSET 0) AS t $$;

-- Kept by the triggers below alone, row by row with what it is of: nothing is left behind when that goes.
CREATE TABLE record_search (
  org_id       uuid NOT NULL,
  customer_id  uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('note', 'about', 'field')),
  ref          text NOT NULL,                      -- id of the note, name of the field
  at           timestamptz NOT NULL,
  terms        tsvector NOT NULL,
  PRIMARY KEY (org_id, customer_id, kind, ref),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id) ON DELETE CASCADE
);
CREATE INDEX record_search_terms ON record_search USING gin (terms);
CREATE INDEX record_search_at ON record_search (org_id, at, customer_id, kind, ref);
CALL meada_tenant('record_search');
COMMENT ON COLUMN record_search.org_id IS 'none';
COMMENT ON COLUMN record_search.customer_id IS 'none';
COMMENT ON COLUMN record_search.kind IS 'none';
COMMENT ON COLUMN record_search.ref IS 'none';
COMMENT ON COLUMN record_search.at IS 'none';
COMMENT ON COLUMN record_search.terms IS 'search';

-- Texts of a customer's row. Choices and days are no words: lists are filtered by them.
CREATE FUNCTION meada_record_texts(org uuid, notes text, custom_fields jsonb) RETURNS TABLE (kind text, ref text, said text)
  LANGUAGE sql STABLE
  AS $$
    SELECT 'about', '', notes WHERE notes <> ''
    UNION ALL
    SELECT 'field', f.key, string_agg(v.value #>> '{}', ' ' ORDER BY v.position)
    FROM jsonb_each(custom_fields) f,
      jsonb_array_elements(CASE jsonb_typeof(f.value) WHEN 'array' THEN f.value ELSE jsonb_build_array(f.value) END)
        WITH ORDINALITY AS v(value, position)
    WHERE jsonb_typeof(v.value) = 'string' AND v.value <> '""'::jsonb AND NOT EXISTS (SELECT FROM field_definitions d
      WHERE d.org_id = org AND d.name = f.key AND d.type IN ('choice', 'choices', 'date'))
    GROUP BY f.key $$;

CREATE FUNCTION meada_keep_record_texts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$ BEGIN
    IF TG_OP = 'UPDATE' AND NEW.notes = OLD.notes AND NEW.custom_fields = OLD.custom_fields THEN RETURN NULL; END IF;
    IF TG_OP = 'INSERT' AND NEW.notes = '' AND NEW.custom_fields = '{}'::jsonb THEN RETURN NULL; END IF;
    DELETE FROM record_search r WHERE r.org_id = NEW.org_id AND r.customer_id = NEW.id AND r.kind <> 'note'
      AND NOT EXISTS (SELECT FROM meada_record_texts(NEW.org_id, NEW.notes, NEW.custom_fields) AS t
        WHERE t.kind = r.kind AND t.ref = r.ref);
    INSERT INTO record_search AS r (org_id, customer_id, kind, ref, at, terms)
    SELECT NEW.org_id, NEW.id, t.kind, t.ref, NEW.updated_at, x.terms
    FROM meada_record_texts(NEW.org_id, NEW.notes, NEW.custom_fields) AS t
    CROSS JOIN LATERAL (SELECT meada_record_terms(t.said) AS terms OFFSET 0) AS x
    ON CONFLICT (org_id, customer_id, kind, ref) DO UPDATE
      SET terms = excluded.terms, at = excluded.at WHERE r.terms <> excluded.terms;
    RETURN NULL;
  END $$;
CREATE TRIGGER customers_record_texts AFTER INSERT OR UPDATE OF notes, custom_fields ON customers
  FOR EACH ROW EXECUTE FUNCTION meada_keep_record_texts();

CREATE FUNCTION meada_keep_record_note() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
  AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN
      DELETE FROM record_search WHERE org_id = OLD.org_id AND customer_id = OLD.customer_id AND kind = 'note' AND ref = OLD.id::text;
      RETURN NULL;
    END IF;
    IF NEW.deleted_at IS NOT NULL OR NEW.text = '' THEN
      DELETE FROM record_search WHERE org_id = NEW.org_id AND customer_id = NEW.customer_id AND kind = 'note' AND ref = NEW.id::text;
      RETURN NULL;
    END IF;
    INSERT INTO record_search (org_id, customer_id, kind, ref, at, terms)
    SELECT NEW.org_id, NEW.customer_id, 'note', NEW.id::text, coalesce(NEW.edited_at, NEW.created_at), x.terms
    FROM (SELECT meada_record_terms(NEW.text) AS terms OFFSET 0) AS x
    ON CONFLICT (org_id, customer_id, kind, ref) DO UPDATE
      SET terms = excluded.terms, at = excluded.at;
    RETURN NULL;
  END $$;
CREATE TRIGGER customer_notes_record AFTER INSERT OR DELETE OR UPDATE OF text, deleted_at, edited_at ON customer_notes
  FOR EACH ROW EXECUTE FUNCTION meada_keep_record_note();

INSERT INTO record_search (org_id, customer_id, kind, ref, at, terms)
SELECT s.org_id, s.customer_id, s.kind, s.ref, s.at, s.terms FROM (
  SELECT c.org_id, c.id AS customer_id, t.kind, t.ref, c.updated_at AS at, meada_record_terms(t.said) AS terms
  FROM customers c, meada_record_texts(c.org_id, c.notes, c.custom_fields) AS t
  UNION ALL
  SELECT n.org_id, n.customer_id, 'note', n.id::text, coalesce(n.edited_at, n.created_at), meada_record_terms(n.text)
  FROM customer_notes n WHERE n.deleted_at IS NULL AND n.text <> '' OFFSET 0) AS s;

-- The latest words on records that fit, at most `most`, on those of `among` alone where it is given; fields that are
-- `hidden` are not looked into. Runs as the owner, as messages are searched. What is common is among the latest anyhow; what
-- is not, the index has: either way few rows are read.
CREATE FUNCTION meada_found_records(wanted tsquery, hidden text[], among uuid[], most integer)
  RETURNS TABLE (customer_id uuid, kind text, ref text, at timestamptz)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
  DECLARE
    latest CONSTANT integer := 2000;
    fits CONSTANT text := ' s.terms @@ $1 AND NOT (s.kind = ''field'' AND s.ref = ANY ($2)) ';
    ordered CONSTANT text := ' ORDER BY s.at DESC, s.customer_id DESC, s.kind DESC, s.ref DESC ';
    edge record;
    found integer;
  BEGIN
    IF numnode(wanted) = 0 THEN RETURN; END IF;
    IF among IS NOT NULL THEN
      RETURN QUERY EXECUTE 'SELECT s.customer_id, s.kind, s.ref, s.at FROM (SELECT * FROM record_search r
          WHERE r.org_id = $3 AND r.customer_id = ANY ($4) OFFSET 0) AS s WHERE' || fits || ordered || 'LIMIT $5'
      USING wanted, hidden, meada_org(), among, most;
      RETURN;
    END IF;
    RETURN QUERY EXECUTE 'SELECT s.customer_id, s.kind, s.ref, s.at FROM (SELECT * FROM record_search s
        WHERE s.org_id = $3' || ordered || 'LIMIT $4) AS s WHERE' || fits || ordered || 'LIMIT $5'
    USING wanted, hidden, meada_org(), latest, most;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found >= most THEN RETURN; END IF;
    SELECT s.at, s.customer_id, s.kind, s.ref INTO edge FROM record_search s WHERE s.org_id = meada_org()
    ORDER BY s.at DESC, s.customer_id DESC, s.kind DESC, s.ref DESC OFFSET latest - 1 LIMIT 1;
    IF edge.at IS NULL THEN RETURN; END IF;
    RETURN QUERY EXECUTE 'WITH s AS MATERIALIZED (SELECT s.customer_id, s.kind, s.ref, s.at FROM record_search s
        WHERE s.org_id = $3 AND (s.at, s.customer_id, s.kind, s.ref) < ($4, $5, $6, $7) AND' || fits || ')
      SELECT * FROM s' || ordered || 'LIMIT $8'
    USING wanted, hidden, meada_org(), edge.at, edge.customer_id, edge.kind, edge.ref, most - found;
  END $$;

-- Those of these words that stand on a record. The index of words is the only way allowed (so many are taken for common),
-- which is why the organisation is not asked for as an index would have it.
CREATE FUNCTION meada_words_on_records(candidates text[], hidden text[], most integer) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
  AS $$ SELECT DISTINCT w FROM (
      SELECT r.terms FROM record_search r
      WHERE r.org_id IS NOT DISTINCT FROM meada_org() AND NOT (r.kind = 'field' AND r.ref = ANY (hidden))
        AND r.terms @@ to_tsquery('simple', nullif(array_to_string(candidates, ' | '), '')) LIMIT 500) AS near,
      unnest(tsvector_to_array(near.terms)) AS w
    WHERE w IN (SELECT unnest(candidates)) ORDER BY w LIMIT most $$;
REVOKE ALL ON FUNCTION meada_found_records, meada_words_on_records FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_found_records, meada_words_on_records TO meada_app;
