-- Outside the hours an inbox may offer a call: promised within so many minutes of business time from the next opening.

ALTER TABLE inboxes ADD callback_minutes integer CHECK (callback_minutes > 0);  -- null: nothing is offered
COMMENT ON COLUMN inboxes.callback_minutes IS 'none';

-- Said once that a promised call is due soon, and once that it was not made.
ALTER TABLE callbacks ADD warned_at timestamptz, ADD missed_at timestamptz;
COMMENT ON COLUMN callbacks.warned_at IS 'none';
COMMENT ON COLUMN callbacks.missed_at IS 'none';
CREATE INDEX callbacks_untold ON callbacks (promised_at) WHERE settled_at IS NULL AND missed_at IS NULL;
CREATE POLICY system ON callbacks FOR SELECT TO meada_system USING (settled_at IS NULL);
GRANT SELECT (org_id, id, settled_at, promised_at, warned_at, missed_at) ON callbacks TO meada_system;
