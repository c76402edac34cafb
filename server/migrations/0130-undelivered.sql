-- What failed lately, over all inboxes: whose words did not arrive is told of it.
CREATE INDEX dispatches_failed_lately ON dispatches (org_id, updated_at) WHERE state = 'failed';
