-- A dry run knows the rows before the current one from memory: one process at a time does it.
ALTER TABLE imports
  ADD COLUMN checker uuid,            -- process that tries it dry; NULL = nobody
  ADD COLUMN checked_at timestamptz;  -- its last sign of life

COMMENT ON COLUMN imports.checker IS 'none';
COMMENT ON COLUMN imports.checked_at IS 'none';
