-- The ledger's one write, with its fence inside: a single statement is a whole transaction, so that a receipt costs one
-- message to the database and one back instead of four of each. The organisation is set before the INSERT is run, so
-- its policies and defaults see it, and it ends with the transaction.
--
-- Numbers follow arrival: what was sent in a row is read in that row. Rows go in by their hash, one order in every
-- process, so that copies that meet in two flushes wait for each other and do not deadlock.
CREATE FUNCTION receive_receipts(
  org uuid, at timestamptz, ids uuid[], inboxes uuid[], hashes bytea[], external_ids text[], bodies bytea[],
  all_headers jsonb[], all_facts jsonb[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('meada.org', org::text, true);
  WITH arrived AS MATERIALIZED (
    SELECT r.*, nextval('receipts_n_seq') AS n
    FROM (
      SELECT * FROM unnest(ids, inboxes, hashes, external_ids, bodies, all_headers, all_facts)
        WITH ORDINALITY AS r(id, inbox_id, hash, external_id, body, headers, facts, place) ORDER BY place) AS r)
  INSERT INTO receipts (org_id, id, n, inbox_id, external_hash, external_id, body, headers, facts, received_at)
  OVERRIDING SYSTEM VALUE
  SELECT org, id, n, inbox_id, hash, external_id, body, headers, facts, at FROM arrived ORDER BY hash
  ON CONFLICT (org_id, inbox_id, external_hash) DO NOTHING;
END $$;
REVOKE EXECUTE ON FUNCTION receive_receipts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receive_receipts TO meada_app;

-- An inbox has its organisation; asking for it again at every receipt only costs.
ALTER TABLE receipts DROP CONSTRAINT receipts_org_id_fkey;
