-- What is taken back (a list that was brought in, a merge) is deleted: every table that may still name it is asked, row by
-- row. Without an index each of these questions reads the whole table.
CREATE INDEX announcement_recipients_identity ON announcement_recipients (org_id, identity_id);
CREATE INDEX switch_offers_identity ON switch_offers (org_id, identity_id);
CREATE INDEX company_members_company ON company_members (org_id, company_id);
DROP INDEX abandonments_customer;
CREATE INDEX abandonments_customer ON abandonments (org_id, customer_id);
CREATE INDEX message_envelopes_quoted ON message_envelopes (org_id, quoted_id) WHERE quoted_id IS NOT NULL;
CREATE INDEX public_duties_message ON public_duties (org_id, message_id);
CREATE INDEX callbacks_message ON callbacks (org_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX surveys_message ON surveys (org_id, message_id) WHERE message_id IS NOT NULL;
