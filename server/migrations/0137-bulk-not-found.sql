-- Of the conversations somebody named, those that are not there for them are counted and not kept: what a run does, and how
-- far it is, is told of what its person sees.
ALTER TABLE bulk_runs ADD COLUMN not_found integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN bulk_runs.not_found IS 'none';
