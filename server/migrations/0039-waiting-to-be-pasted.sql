-- Answers that wait to be pasted on a site, found by the duty they will pay.
CREATE INDEX dispatches_by_hand ON dispatches (org_id, leg_id) WHERE state = 'by_hand';
