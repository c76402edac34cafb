-- What the columns hold that came while 0006 was written (see there).

COMMENT ON COLUMN inboxes.archived_at IS 'none';

COMMENT ON COLUMN amendments.org_id IS 'none';
COMMENT ON COLUMN amendments.id IS 'none';
COMMENT ON COLUMN amendments.n IS 'none';
COMMENT ON COLUMN amendments.message_id IS 'none';
COMMENT ON COLUMN amendments.conversation_id IS 'none';
COMMENT ON COLUMN amendments.inbox_id IS 'none';
COMMENT ON COLUMN amendments.leg_id IS 'none';
COMMENT ON COLUMN amendments.kind IS 'none';
COMMENT ON COLUMN amendments.content IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN amendments.emoji IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN amendments.author IS 'none';
COMMENT ON COLUMN amendments.state IS 'none';
COMMENT ON COLUMN amendments.attempts IS 'none';
COMMENT ON COLUMN amendments.next_at IS 'none';
COMMENT ON COLUMN amendments.external_id IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN amendments.error_code IS 'none';
COMMENT ON COLUMN amendments.error_text IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN amendments.created_at IS 'none';
COMMENT ON COLUMN amendments.updated_at IS 'none';

COMMENT ON COLUMN message_versions.org_id IS 'none';
COMMENT ON COLUMN message_versions.message_id IS 'none';
COMMENT ON COLUMN message_versions.n IS 'none';
COMMENT ON COLUMN message_versions.content IS 'personal by message_id > messages.conversation_id > conversations.customer_id empty {"v":1,"kind":"text","text":""}';
COMMENT ON COLUMN message_versions.ended_by IS 'none';
COMMENT ON COLUMN message_versions.ended_at IS 'none';
