-- When a message went out: by this a process that takes over an inbox knows how many an address has had.

ALTER TABLE dispatches
  ADD sent_at timestamptz;                             -- when the platform took it, or may have taken it
CREATE INDEX dispatches_sent_at ON dispatches (org_id, leg_id, sent_at) WHERE sent_at IS NOT NULL;
COMMENT ON COLUMN dispatches.sent_at IS 'none';
