-- Addresses that mail comes back from: dead ones are not proposed any more, soft failures are counted.

ALTER TABLE identities
  ADD undeliverable_at     timestamptz,               -- a server said for good that nobody is there; over when they write again
  ADD undeliverable_reason text,                      -- code of the channel (user_unknown, host_unknown)
  ADD soft_bounces         integer NOT NULL DEFAULT 0; -- failures for now (mailbox full, no answer)
COMMENT ON COLUMN identities.undeliverable_at IS 'none';
COMMENT ON COLUMN identities.undeliverable_reason IS 'none';
COMMENT ON COLUMN identities.soft_bounces IS 'none';
