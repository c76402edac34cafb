-- Whoever calls a mail of ours junk gets no announcements; and copies for the Sent folder that are still to be put there.

ALTER TABLE announcement_refusals DROP CONSTRAINT announcement_refusals_source_check;
ALTER TABLE announcement_refusals ADD CONSTRAINT announcement_refusals_source_check
  CHECK (source IN ('word', 'link', 'person', 'complaint'));

-- A mail whose copy is to lie in the Sent folder: written before it is sent, gone when the copy is there.
CREATE TABLE sent_copies (
  org_id       uuid NOT NULL REFERENCES organisations,
  dispatch_id  uuid NOT NULL,
  inbox_id     uuid NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  due_at       timestamptz NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (org_id, dispatch_id),
  FOREIGN KEY (org_id, dispatch_id) REFERENCES dispatches (org_id, id) ON DELETE CASCADE,
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CREATE INDEX sent_copies_due ON sent_copies (due_at);
CALL meada_tenant('sent_copies');
CREATE POLICY system ON sent_copies FOR SELECT TO meada_system USING (true);
GRANT SELECT ON sent_copies TO meada_system;
COMMENT ON COLUMN sent_copies.org_id IS 'none';
COMMENT ON COLUMN sent_copies.dispatch_id IS 'none';
COMMENT ON COLUMN sent_copies.inbox_id IS 'none';
COMMENT ON COLUMN sent_copies.attempts IS 'none';
COMMENT ON COLUMN sent_copies.due_at IS 'none';
COMMENT ON COLUMN sent_copies.created_at IS 'none';
