-- Whose word counts where merged records differ, and what a suggestion to merge knows.

ALTER TABLE customer_merges
  ADD choices    jsonb NOT NULL DEFAULT '{}',        -- field → id of the member whose word was chosen
  ADD overruled  text[] NOT NULL DEFAULT '{}';       -- fields written anew since: the choice counts no more
COMMENT ON COLUMN customer_merges.choices IS 'none';
COMMENT ON COLUMN customer_merges.overruled IS 'none';
CREATE INDEX customer_merges_newest ON customer_merges (org_id, at DESC, id DESC);

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
