-- What stands below mails of a brand when neither the person nor the inbox has a signature of its own.

ALTER TABLE brands ADD signature text NOT NULL DEFAULT '';  -- safe HTML; {{agent.name}} and {{brand}} may stand in it
COMMENT ON COLUMN brands.signature IS 'none';
