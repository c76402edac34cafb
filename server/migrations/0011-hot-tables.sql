-- The rows written for every message do not lock the row of their organisation: its fence has checked the organisation
-- already, and a row that all transactions lock at once costs each of them.
ALTER TABLE events DROP CONSTRAINT events_org_id_fkey;
ALTER TABLE conversations DROP CONSTRAINT conversations_org_id_fkey;
ALTER TABLE identities DROP CONSTRAINT identities_org_id_fkey;
ALTER TABLE customers DROP CONSTRAINT customers_org_id_fkey;
