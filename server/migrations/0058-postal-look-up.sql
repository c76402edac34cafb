-- Whom the firm asks may have an address of their own: one of the two can be run by anybody.
ALTER TABLE postal_code_lookups ADD COLUMN address text;
COMMENT ON COLUMN postal_code_lookups.address IS 'none';
