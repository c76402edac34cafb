-- Whose word counts where merged records differ, and what a suggestion to merge knows.

ALTER TABLE customer_merges
  ADD choices    jsonb NOT NULL DEFAULT '{}',        -- field → id of the member whose word was chosen
  ADD overruled  text[] NOT NULL DEFAULT '{}';       -- fields written anew since: the choice counts no more
COMMENT ON COLUMN customer_merges.choices IS 'none';
COMMENT ON COLUMN customer_merges.overruled IS 'none';
-- Merges that bear choices: few, and asked for by every look at a customer.
CREATE INDEX customer_merges_choices ON customer_merges (org_id, into_id) WHERE undone_at IS NULL AND choices <> '{}';

ALTER TABLE merge_suggestions
  ADD score        real NOT NULL DEFAULT 0.5 CHECK (score BETWEEN 0 AND 1),
  ADD certain      boolean NOT NULL DEFAULT false,   -- by proven addresses alone
  ADD reasons      jsonb NOT NULL DEFAULT '[]',      -- structured, put into words by the desk
  ADD later_until  timestamptz;                      -- put off by a person
COMMENT ON COLUMN merge_suggestions.score IS 'none';
COMMENT ON COLUMN merge_suggestions.certain IS 'none';
COMMENT ON COLUMN merge_suggestions.reasons IS 'personal by customer_id';
COMMENT ON COLUMN merge_suggestions.later_until IS 'none';
CREATE INDEX merge_suggestions_open ON merge_suggestions (org_id, certain DESC, score DESC, id) WHERE settled_at IS NULL;
CREATE INDEX merge_suggestions_settled ON merge_suggestions (org_id, settled_at DESC) WHERE settled_at IS NOT NULL;
CREATE INDEX merge_suggestions_customer_any ON merge_suggestions (org_id, customer_id);
CREATE INDEX merge_suggestions_other_any ON merge_suggestions (org_id, other_id);

-- The word that a standing merge of the group chose for a field: the newest choice whose member still belongs to the group.
CREATE FUNCTION meada_choice(org uuid, root uuid, field text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT c.id FROM customers m
    JOIN customer_merges g ON g.org_id = m.org_id AND g.into_id = m.id AND g.undone_at IS NULL AND g.choices <> '{}'
    JOIN customers c ON c.org_id = m.org_id AND c.id = (g.choices ->> field)::uuid AND c.canonical_id = root
    WHERE m.org_id = org AND m.canonical_id = root AND NOT field = ANY (g.overruled)
    ORDER BY g.at DESC, g.id DESC LIMIT 1 $$;
