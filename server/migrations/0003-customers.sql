-- One customer, many identities. A merge is a row; everything keeps its original owner, reads go by canonical_id.

CREATE TABLE customers (
  org_id         uuid NOT NULL REFERENCES organisations,
  id             uuid NOT NULL,
  canonical_id   uuid NOT NULL,                    -- itself, or the root of the merges that stand
  name           text,
  locale         text,
  notes          text NOT NULL DEFAULT '',
  custom_fields  jsonb NOT NULL DEFAULT '{}',
  created_at     timestamptz NOT NULL DEFAULT now(),
  updated_at     timestamptz NOT NULL DEFAULT now(),
  seen_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, canonical_id) REFERENCES customers (org_id, id)
);
CREATE INDEX customers_canonical ON customers (org_id, canonical_id);
CREATE INDEX customers_seen ON customers (org_id, seen_at DESC, id DESC) WHERE canonical_id = id;
CREATE INDEX customers_name ON customers USING gin (meada_fold(name) gin_trgm_ops);
CALL meada_tenant('customers');

CREATE TABLE identities (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,                      -- original owner
  kind         text NOT NULL,
  value        text NOT NULL,                      -- as received; what is sent to
  canonical    text NOT NULL,                      -- as shown
  match_key    text NOT NULL,                      -- space:value; equal keys are the same address
  name         text,                               -- what the platform or sender calls them
  proof        text NOT NULL DEFAULT 'none',
  verified_at  timestamptz,
  verified_by  uuid,
  reason       text,
  confidence   real NOT NULL DEFAULT 0.5 CHECK (confidence BETWEEN 0 AND 1),
  source       text NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  ended_at     timestamptz,                        -- the address is theirs no longer (new number)
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id)
);
CREATE INDEX identities_match ON identities (org_id, match_key);
CREATE INDEX identities_customer ON identities (org_id, customer_id);
CREATE UNIQUE INDEX identities_own ON identities (org_id, customer_id, kind, value) WHERE ended_at IS NULL;
-- One address, one proven holder.
CREATE UNIQUE INDEX identities_verified ON identities (org_id, kind, value)
  WHERE verified_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX identities_search ON identities USING gin (lower(canonical) gin_trgm_ops);
CALL meada_tenant('identities');

CREATE TABLE customer_merges (
  org_id      uuid NOT NULL REFERENCES organisations,
  id          uuid NOT NULL,
  from_id     uuid NOT NULL,                       -- root that became a child
  into_id     uuid NOT NULL,                       -- root that stayed
  reason      text NOT NULL,
  evidence    jsonb NOT NULL DEFAULT '{}',
  actor_kind  text NOT NULL,
  actor_id    uuid,
  at          timestamptz NOT NULL DEFAULT now(),
  undone_at   timestamptz,
  undone_by   uuid,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, from_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, into_id) REFERENCES customers (org_id, id),
  CHECK (from_id <> into_id)
);
CREATE UNIQUE INDEX customer_merges_standing ON customer_merges (org_id, from_id) WHERE undone_at IS NULL;
CREATE INDEX customer_merges_from ON customer_merges (org_id, from_id);
CREATE INDEX customer_merges_into ON customer_merges (org_id, into_id);
CALL meada_tenant('customer_merges');

CREATE TABLE merge_suggestions (
  org_id       uuid NOT NULL REFERENCES organisations,
  id           uuid NOT NULL,
  customer_id  uuid NOT NULL,
  other_id     uuid NOT NULL,
  reason       text NOT NULL,
  evidence     jsonb NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL DEFAULT now(),
  settled_at   timestamptz,
  accepted     boolean,
  settled_by   uuid,
  PRIMARY KEY (org_id, id),
  FOREIGN KEY (org_id, customer_id) REFERENCES customers (org_id, id),
  FOREIGN KEY (org_id, other_id) REFERENCES customers (org_id, id)
);
CREATE UNIQUE INDEX merge_suggestions_pair ON merge_suggestions
  (org_id, least(customer_id, other_id), greatest(customer_id, other_id));
CREATE INDEX merge_suggestions_customer ON merge_suggestions (org_id, customer_id) WHERE settled_at IS NULL;
CREATE INDEX merge_suggestions_other ON merge_suggestions (org_id, other_id) WHERE settled_at IS NULL;
CALL meada_tenant('merge_suggestions');

-- Customers whose name is spelt like the text: a word of the name shares at least half of its trigrams. Runs as the owner
-- and carries the fence itself, because the operator is not leak-proof and would otherwise read the whole table.
CREATE FUNCTION meada_similar_customers(part text, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET pg_trgm.word_similarity_threshold = 0.5
  AS $$ SELECT id FROM customers WHERE org_id = meada_org() AND meada_fold(name) %> meada_fold(part)
    ORDER BY word_similarity(meada_fold(part), meada_fold(name)) DESC, id LIMIT most $$;
-- Customers with a word of the name that begins with the text, for two letters; for one, the name itself: the index knows
-- no less, and both are in too many names to be looked for anywhere.
CREATE FUNCTION meada_named_customers(start text, most integer) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH literal AS (SELECT regexp_replace(meada_fold(start), '([\\%_])', '\\\1', 'g') AS text)
    (SELECT c.id FROM literal, customers c
      WHERE c.org_id = meada_org() AND meada_fold(c.name) LIKE literal.text || '%' LIMIT most)
    UNION
    (SELECT c.id FROM literal, customers c
      WHERE c.org_id = meada_org() AND length(start) > 1 AND meada_fold(c.name) LIKE '% ' || literal.text || '%' LIMIT most) $$;
REVOKE ALL ON FUNCTION meada_similar_customers, meada_named_customers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION meada_similar_customers, meada_named_customers TO meada_app;
