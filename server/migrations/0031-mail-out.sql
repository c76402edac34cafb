-- Mail on its way out: consents (OAuth) by which an inbox signs in to its account, the rich text of answers and drafts,
-- who gets a copy, what is quoted, and people's own signatures.

-- Whoever may sign in to the account gave it for one inbox. The tokens are sealed; they are renewed by one process at a
-- time, which holds the lease meanwhile, and every renewal raises the version.
CREATE TABLE inbox_consents (
  org_id           uuid NOT NULL,
  inbox_id         uuid NOT NULL,
  provider         text,
  account          text NOT NULL DEFAULT '',          -- who signed in, as the provider says
  state            text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'given', 'withdrawn')),
  tokens           text,
  version          integer NOT NULL DEFAULT 0,
  expires_at       timestamptz,
  given_at         timestamptz,
  lease_until      timestamptz,
  ticket_hash      bytea,                             -- of the state of the sign-in under way
  ticket_sealed    text,                              -- its verifier and provider
  ticket_by        uuid,                              -- the person who began it
  ticket_until     timestamptz,
  PRIMARY KEY (org_id, inbox_id),
  FOREIGN KEY (org_id, inbox_id) REFERENCES inboxes (org_id, id)
);
CALL meada_tenant('inbox_consents');
COMMENT ON COLUMN inbox_consents.org_id IS 'none';
COMMENT ON COLUMN inbox_consents.inbox_id IS 'none';
COMMENT ON COLUMN inbox_consents.provider IS 'none';
COMMENT ON COLUMN inbox_consents.account IS 'personal by organisation';
COMMENT ON COLUMN inbox_consents.state IS 'none';
COMMENT ON COLUMN inbox_consents.tokens IS 'secret consent {inbox_id}';
COMMENT ON COLUMN inbox_consents.version IS 'none';
COMMENT ON COLUMN inbox_consents.expires_at IS 'none';
COMMENT ON COLUMN inbox_consents.given_at IS 'none';
COMMENT ON COLUMN inbox_consents.lease_until IS 'none';
COMMENT ON COLUMN inbox_consents.ticket_hash IS 'none';
COMMENT ON COLUMN inbox_consents.ticket_sealed IS 'secret consent ticket {inbox_id}';
COMMENT ON COLUMN inbox_consents.ticket_by IS 'none';
COMMENT ON COLUMN inbox_consents.ticket_until IS 'none';

-- What a written mail has beside its words; other messages have no row.
CREATE TABLE message_envelopes (
  org_id      uuid NOT NULL,
  message_id  uuid NOT NULL,
  cc          jsonb NOT NULL DEFAULT '[]',
  bcc         jsonb NOT NULL DEFAULT '[]',
  quoted_id   uuid,                                   -- the message that stands below the answer
  PRIMARY KEY (org_id, message_id),
  FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id),
  FOREIGN KEY (org_id, quoted_id) REFERENCES messages (org_id, id)
);
CALL meada_tenant('message_envelopes');
COMMENT ON COLUMN message_envelopes.org_id IS 'none';
COMMENT ON COLUMN message_envelopes.message_id IS 'none';
COMMENT ON COLUMN message_envelopes.cc IS 'personal by message_id > messages.conversation_id > conversations.customer_id empty []';
COMMENT ON COLUMN message_envelopes.bcc IS 'personal by message_id > messages.conversation_id > conversations.customer_id empty []';
COMMENT ON COLUMN message_envelopes.quoted_id IS 'none';

ALTER TABLE drafts ADD html text;
COMMENT ON COLUMN drafts.html IS 'personal by conversation_id > conversations.customer_id';

CREATE TABLE signatures (
  org_id     uuid NOT NULL,
  person_id  uuid NOT NULL,
  html       text NOT NULL,
  PRIMARY KEY (org_id, person_id),
  FOREIGN KEY (org_id, person_id) REFERENCES members (org_id, id)
);
CALL meada_tenant('signatures');
COMMENT ON COLUMN signatures.org_id IS 'none';
COMMENT ON COLUMN signatures.person_id IS 'none';
COMMENT ON COLUMN signatures.html IS 'personal by person_id';
