-- Requests that come by telephone, over the counter, by letter: how they came, how the firm knew who asked, the day the
-- clock began, and which deadlines were told of. All the rights of LGPD arts. 18 and 20.
ALTER TABLE privacy_requests
  ADD channel     text NOT NULL DEFAULT 'page'
    CHECK (channel IN ('page', 'phone', 'counter', 'email', 'letter', 'conversation', 'other')),
  ADD proof_kind  text CHECK (proof_kind IN ('code', 'document', 'questions', 'presence', 'callback', 'representative')),
  ADD proof       text,                              -- how the firm knew who asked
  ADD asked_on    date,                              -- when it came, in the firm's zone; the clock runs from here
  ADD warned_at   timestamptz,                       -- the deadline was near, and was told of
  ADD missed_at   timestamptz,                       -- it was over, and was told of
  DROP CONSTRAINT privacy_requests_kind_check,
  ADD CONSTRAINT privacy_requests_kind_check CHECK (kind IN ('confirmation', 'access', 'correction', 'portability',
    'erasure', 'restriction', 'objection', 'consent', 'sharing', 'review'));
UPDATE privacy_requests SET channel = 'other' WHERE source = 'person';
UPDATE privacy_requests SET proof_kind = 'code' WHERE source = 'page' AND proven_at IS NOT NULL;
CREATE INDEX privacy_requests_identity ON privacy_requests (org_id, identity_id) WHERE identity_id IS NOT NULL AND customer_id IS NULL;
COMMENT ON COLUMN privacy_requests.channel IS 'none';
COMMENT ON COLUMN privacy_requests.proof_kind IS 'none';
COMMENT ON COLUMN privacy_requests.proof IS 'personal by customer_id';
COMMENT ON COLUMN privacy_requests.asked_on IS 'none';
COMMENT ON COLUMN privacy_requests.warned_at IS 'none';
COMMENT ON COLUMN privacy_requests.missed_at IS 'none';

ALTER TABLE incidents
  ADD missed_at           timestamptz,
  ADD authority_protocol  text NOT NULL DEFAULT '';  -- number of the authority's proceeding
COMMENT ON COLUMN incidents.missed_at IS 'none';
COMMENT ON COLUMN incidents.authority_protocol IS 'none';

-- Who answers for the data (LGPD art. 9, III and IV), and whether a proven request for the data orders the package itself.
ALTER TABLE privacy_settings
  ADD controller_name      text NOT NULL DEFAULT '',
  ADD controller_document  text NOT NULL DEFAULT '', -- CNPJ or CPF
  ADD controller_contact   text NOT NULL DEFAULT '',
  ADD auto_package         boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN privacy_settings.controller_name IS 'none';
COMMENT ON COLUMN privacy_settings.controller_document IS 'none';
COMMENT ON COLUMN privacy_settings.controller_contact IS 'none';
COMMENT ON COLUMN privacy_settings.auto_package IS 'none';

-- A firm of one person is a person: its domain goes with it.
COMMENT ON COLUMN company_domains.domain IS 'personal by company_id empty unique';
