-- The keys of keyed hashes outlive the master key they came from: a first rotation keeps them here, sealed. Other values of the
-- installation are in the open, and not of that form.

COMMENT ON COLUMN installation.value IS 'secret installation {name}';
