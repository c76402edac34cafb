-- A backup seals a row under one key: whose conversation gave the messages. Two subjects in one row stopped every backup.
COMMENT ON COLUMN regroupings.into_change IS 'personal by from_id > conversations.customer_id empty {}';
