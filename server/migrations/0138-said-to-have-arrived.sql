-- Messages that a person says have arrived, found when their echo comes after all: few, beside all that were sent.
CREATE INDEX dispatches_by_word ON dispatches (org_id, inbox_id) WHERE state = 'sent' AND external_id LIKE 'hand:%';
