-- A key for each subject: what a backup holds of a person or customer is encrypted under it. Destroying the key makes that part
-- of every backup unreadable; the row stays, without its key, so that every later list of keys tells which are gone.

CREATE TABLE subject_keys (
  org_id        uuid NOT NULL,                     -- no reference: keys of a life that was restored over stay
  id            text NOT NULL,                     -- names the key inside backups
  subject_id    uuid NOT NULL,                     -- a customer, member or invitation; the organisation itself for what is nobody's alone
  sealed        text,                              -- the key under the master key; null once destroyed
  created_at    timestamptz NOT NULL DEFAULT now(),
  destroyed_at  timestamptz,
  PRIMARY KEY (org_id, id),
  CHECK (sealed IS NULL OR destroyed_at IS NULL)
);
CREATE UNIQUE INDEX subject_keys_subject ON subject_keys (org_id, subject_id) WHERE destroyed_at IS NULL;
CALL meada_tenant('subject_keys');
-- The app may destroy a key, never read or make one: backups do that, as the owner.
REVOKE ALL ON subject_keys FROM meada_app;
GRANT SELECT (org_id, id, subject_id, destroyed_at), UPDATE (sealed, destroyed_at) ON subject_keys TO meada_app;

-- The same for a sign-in, which belongs to no organisation.
CREATE TABLE sign_in_keys (
  id            text PRIMARY KEY,
  person_id     uuid NOT NULL,
  sealed        text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  destroyed_at  timestamptz,
  CHECK (sealed IS NULL OR destroyed_at IS NULL)
);
CREATE UNIQUE INDEX sign_in_keys_person ON sign_in_keys (person_id) WHERE destroyed_at IS NULL;
GRANT SELECT (id, person_id, destroyed_at), UPDATE (sealed, destroyed_at) ON sign_in_keys TO meada_system;

-- What each column holds, for the backup (what is encrypted, whose key), for the rotation of the master key, and for the record of
-- processing. The grammar is told in docs/decisions/0011-keys-of-subjects.md; a column without its word fails a test.

COMMENT ON COLUMN migrations.name IS 'none';
COMMENT ON COLUMN migrations.hash IS 'none';
COMMENT ON COLUMN migrations.at IS 'none';

COMMENT ON COLUMN organisations.id IS 'none';
COMMENT ON COLUMN organisations.slug IS 'none';
COMMENT ON COLUMN organisations.name IS 'none';
COMMENT ON COLUMN organisations.locale IS 'none';
COMMENT ON COLUMN organisations.time_zone IS 'none';
COMMENT ON COLUMN organisations.created_at IS 'none';

COMMENT ON COLUMN sign_ins.person_id IS 'none';
COMMENT ON COLUMN sign_ins.email IS 'personal by person_id empty unique';
COMMENT ON COLUMN sign_ins.password_hash IS 'personal by person_id empty unique';
COMMENT ON COLUMN sign_ins.factor_secret IS 'personal by person_id; secret factor {person_id}';
COMMENT ON COLUMN sign_ins.factor_pending IS 'personal by person_id; secret factor {person_id}';
COMMENT ON COLUMN sign_ins.factor_step IS 'none';
COMMENT ON COLUMN sign_ins.recovery_hashes IS 'personal by person_id';
COMMENT ON COLUMN sign_ins.locale IS 'none';
COMMENT ON COLUMN sign_ins.created_at IS 'none';

COMMENT ON COLUMN sessions.id IS 'none';
COMMENT ON COLUMN sessions.token_hash IS 'none';
COMMENT ON COLUMN sessions.person_id IS 'none';
COMMENT ON COLUMN sessions.org_id IS 'none';
COMMENT ON COLUMN sessions.address IS 'personal by person_id';
COMMENT ON COLUMN sessions.agent IS 'personal by person_id';
COMMENT ON COLUMN sessions.created_at IS 'none';
COMMENT ON COLUMN sessions.seen_at IS 'none';
COMMENT ON COLUMN sessions.expires_at IS 'none';

COMMENT ON COLUMN sign_in_tickets.token_hash IS 'none';
COMMENT ON COLUMN sign_in_tickets.kind IS 'none';
COMMENT ON COLUMN sign_in_tickets.person_id IS 'none';
COMMENT ON COLUMN sign_in_tickets.tries IS 'none';
COMMENT ON COLUMN sign_in_tickets.expires_at IS 'none';

COMMENT ON COLUMN memberships.person_id IS 'none';
COMMENT ON COLUMN memberships.org_id IS 'none';
COMMENT ON COLUMN memberships.active IS 'none';

COMMENT ON COLUMN inbox_routes.kind IS 'none';
COMMENT ON COLUMN inbox_routes.key IS 'none';
COMMENT ON COLUMN inbox_routes.org_id IS 'none';
COMMENT ON COLUMN inbox_routes.inbox_id IS 'none';

COMMENT ON COLUMN installation.name IS 'none';
COMMENT ON COLUMN installation.value IS 'none';

COMMENT ON COLUMN events.org_id IS 'none';
COMMENT ON COLUMN events.id IS 'none';
COMMENT ON COLUMN events.tx IS 'none';
COMMENT ON COLUMN events.at IS 'none';
COMMENT ON COLUMN events.name IS 'none';
COMMENT ON COLUMN events.conversation_id IS 'none';
COMMENT ON COLUMN events.customer_id IS 'none';
COMMENT ON COLUMN events.actor_kind IS 'none';
COMMENT ON COLUMN events.actor_id IS 'none';
COMMENT ON COLUMN events.facts IS 'none';

COMMENT ON COLUMN event_cursors.name IS 'none';
COMMENT ON COLUMN event_cursors.tx IS 'none';
COMMENT ON COLUMN event_cursors.id IS 'none';

COMMENT ON COLUMN audit_entries.org_id IS 'none';
COMMENT ON COLUMN audit_entries.id IS 'none';
COMMENT ON COLUMN audit_entries.at IS 'none';
COMMENT ON COLUMN audit_entries.actor_kind IS 'none';
COMMENT ON COLUMN audit_entries.actor_id IS 'none';
COMMENT ON COLUMN audit_entries.action IS 'none';
COMMENT ON COLUMN audit_entries.subject_kind IS 'none';
COMMENT ON COLUMN audit_entries.subject_id IS 'none';
COMMENT ON COLUMN audit_entries.facts IS 'none';
COMMENT ON COLUMN audit_entries.seal_id IS 'none';

COMMENT ON COLUMN audit_seals.org_id IS 'none';
COMMENT ON COLUMN audit_seals.id IS 'none';
COMMENT ON COLUMN audit_seals.from_id IS 'none';
COMMENT ON COLUMN audit_seals.to_id IS 'none';
COMMENT ON COLUMN audit_seals.previous IS 'none';
COMMENT ON COLUMN audit_seals.hash IS 'none';
COMMENT ON COLUMN audit_seals.at IS 'none';

COMMENT ON COLUMN idempotency_keys.org_id IS 'none';
COMMENT ON COLUMN idempotency_keys.actor IS 'none';
COMMENT ON COLUMN idempotency_keys.key IS 'none';
COMMENT ON COLUMN idempotency_keys.request IS 'none';
COMMENT ON COLUMN idempotency_keys.status IS 'none';
COMMENT ON COLUMN idempotency_keys.response IS 'personal by organisation';
COMMENT ON COLUMN idempotency_keys.created_at IS 'none';

COMMENT ON COLUMN files.org_id IS 'none';
COMMENT ON COLUMN files.id IS 'none';
COMMENT ON COLUMN files.hash IS 'none';
COMMENT ON COLUMN files.size IS 'none';
COMMENT ON COLUMN files.type IS 'none';
COMMENT ON COLUMN files.created_at IS 'none';

COMMENT ON COLUMN members.org_id IS 'none';
COMMENT ON COLUMN members.id IS 'none';
COMMENT ON COLUMN members.name IS 'personal by id';
COMMENT ON COLUMN members.email IS 'personal by id';
COMMENT ON COLUMN members.role IS 'none';
COMMENT ON COLUMN members.visibility IS 'none';
COMMENT ON COLUMN members.active IS 'none';
COMMENT ON COLUMN members.seen_at IS 'none';
COMMENT ON COLUMN members.created_at IS 'none';

COMMENT ON COLUMN teams.org_id IS 'none';
COMMENT ON COLUMN teams.id IS 'none';
COMMENT ON COLUMN teams.name IS 'none';
COMMENT ON COLUMN teams.created_at IS 'none';

COMMENT ON COLUMN team_members.org_id IS 'none';
COMMENT ON COLUMN team_members.team_id IS 'none';
COMMENT ON COLUMN team_members.person_id IS 'none';

COMMENT ON COLUMN invitations.org_id IS 'none';
COMMENT ON COLUMN invitations.id IS 'none';
COMMENT ON COLUMN invitations.email IS 'personal by id';
COMMENT ON COLUMN invitations.role IS 'none';
COMMENT ON COLUMN invitations.visibility IS 'none';
COMMENT ON COLUMN invitations.team_ids IS 'none';
COMMENT ON COLUMN invitations.token_hash IS 'none';
COMMENT ON COLUMN invitations.invited_by IS 'none';
COMMENT ON COLUMN invitations.created_at IS 'none';
COMMENT ON COLUMN invitations.expires_at IS 'none';
COMMENT ON COLUMN invitations.accepted_at IS 'none';
COMMENT ON COLUMN invitations.revoked_at IS 'none';

COMMENT ON COLUMN role_permissions.org_id IS 'none';
COMMENT ON COLUMN role_permissions.role IS 'none';
COMMENT ON COLUMN role_permissions.permissions IS 'none';

COMMENT ON COLUMN api_keys.org_id IS 'none';
COMMENT ON COLUMN api_keys.id IS 'none';
COMMENT ON COLUMN api_keys.name IS 'none';
COMMENT ON COLUMN api_keys.scopes IS 'none';
COMMENT ON COLUMN api_keys.prefix IS 'none';
COMMENT ON COLUMN api_keys.token_hash IS 'none';
COMMENT ON COLUMN api_keys.created_by IS 'none';
COMMENT ON COLUMN api_keys.created_at IS 'none';
COMMENT ON COLUMN api_keys.used_at IS 'none';
COMMENT ON COLUMN api_keys.expires_at IS 'none';
COMMENT ON COLUMN api_keys.revoked_at IS 'none';

COMMENT ON COLUMN customers.org_id IS 'none';
COMMENT ON COLUMN customers.id IS 'none';
COMMENT ON COLUMN customers.canonical_id IS 'none';
COMMENT ON COLUMN customers.name IS 'personal by id';
COMMENT ON COLUMN customers.locale IS 'none';
COMMENT ON COLUMN customers.notes IS 'personal by id';
COMMENT ON COLUMN customers.custom_fields IS 'personal by id';
COMMENT ON COLUMN customers.created_at IS 'none';
COMMENT ON COLUMN customers.updated_at IS 'none';
COMMENT ON COLUMN customers.seen_at IS 'none';

COMMENT ON COLUMN identities.org_id IS 'none';
COMMENT ON COLUMN identities.id IS 'none';
COMMENT ON COLUMN identities.customer_id IS 'none';
COMMENT ON COLUMN identities.kind IS 'none';
COMMENT ON COLUMN identities.value IS 'personal by customer_id empty unique';
COMMENT ON COLUMN identities.canonical IS 'personal by customer_id';
COMMENT ON COLUMN identities.match_key IS 'personal by customer_id empty unique';
COMMENT ON COLUMN identities.name IS 'personal by customer_id';
COMMENT ON COLUMN identities.proof IS 'none';
COMMENT ON COLUMN identities.verified_at IS 'none';
COMMENT ON COLUMN identities.verified_by IS 'none';
COMMENT ON COLUMN identities.reason IS 'personal by customer_id';
COMMENT ON COLUMN identities.confidence IS 'none';
COMMENT ON COLUMN identities.source IS 'none';
COMMENT ON COLUMN identities.created_at IS 'none';
COMMENT ON COLUMN identities.ended_at IS 'none';

COMMENT ON COLUMN customer_merges.org_id IS 'none';
COMMENT ON COLUMN customer_merges.id IS 'none';
COMMENT ON COLUMN customer_merges.from_id IS 'none';
COMMENT ON COLUMN customer_merges.into_id IS 'none';
COMMENT ON COLUMN customer_merges.reason IS 'personal by from_id';
COMMENT ON COLUMN customer_merges.evidence IS 'personal by from_id';
COMMENT ON COLUMN customer_merges.actor_kind IS 'none';
COMMENT ON COLUMN customer_merges.actor_id IS 'none';
COMMENT ON COLUMN customer_merges.at IS 'none';
COMMENT ON COLUMN customer_merges.undone_at IS 'none';
COMMENT ON COLUMN customer_merges.undone_by IS 'none';

COMMENT ON COLUMN merge_suggestions.org_id IS 'none';
COMMENT ON COLUMN merge_suggestions.id IS 'none';
COMMENT ON COLUMN merge_suggestions.customer_id IS 'none';
COMMENT ON COLUMN merge_suggestions.other_id IS 'none';
COMMENT ON COLUMN merge_suggestions.reason IS 'personal by customer_id';
COMMENT ON COLUMN merge_suggestions.evidence IS 'personal by customer_id';
COMMENT ON COLUMN merge_suggestions.created_at IS 'none';
COMMENT ON COLUMN merge_suggestions.settled_at IS 'none';
COMMENT ON COLUMN merge_suggestions.accepted IS 'none';
COMMENT ON COLUMN merge_suggestions.settled_by IS 'none';

COMMENT ON COLUMN brands.org_id IS 'none';
COMMENT ON COLUMN brands.id IS 'none';
COMMENT ON COLUMN brands.name IS 'none';
COMMENT ON COLUMN brands.voice IS 'none';
COMMENT ON COLUMN brands.created_at IS 'none';

COMMENT ON COLUMN inboxes.org_id IS 'none';
COMMENT ON COLUMN inboxes.id IS 'none';
COMMENT ON COLUMN inboxes.channel IS 'none';
COMMENT ON COLUMN inboxes.name IS 'none';
COMMENT ON COLUMN inboxes.address IS 'none';
COMMENT ON COLUMN inboxes.brand_id IS 'none';
COMMENT ON COLUMN inboxes.team_id IS 'none';
COMMENT ON COLUMN inboxes.active IS 'none';
COMMENT ON COLUMN inboxes.settings IS 'none';
COMMENT ON COLUMN inboxes.secrets IS 'secret inbox {id} {key}';
COMMENT ON COLUMN inboxes.hours IS 'none';
COMMENT ON COLUMN inboxes.reopen_hours IS 'none';
COMMENT ON COLUMN inboxes.route_key IS 'none';
COMMENT ON COLUMN inboxes.health_state IS 'none';
COMMENT ON COLUMN inboxes.health_text IS 'none';
COMMENT ON COLUMN inboxes.health_at IS 'none';
COMMENT ON COLUMN inboxes.last_in_at IS 'none';
COMMENT ON COLUMN inboxes.last_out_at IS 'none';
COMMENT ON COLUMN inboxes.cursor IS 'none';
COMMENT ON COLUMN inboxes.lease_by IS 'none';
COMMENT ON COLUMN inboxes.lease_until IS 'none';
COMMENT ON COLUMN inboxes.created_at IS 'none';

COMMENT ON COLUMN receipts.org_id IS 'none';
COMMENT ON COLUMN receipts.id IS 'none';
COMMENT ON COLUMN receipts.n IS 'none';
COMMENT ON COLUMN receipts.inbox_id IS 'none';
COMMENT ON COLUMN receipts.external_hash IS 'none';
COMMENT ON COLUMN receipts.external_id IS 'personal by inbox_id+external_id > external_ids.message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN receipts.body IS 'personal by inbox_id+external_id > external_ids.message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN receipts.headers IS 'personal by inbox_id+external_id > external_ids.message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN receipts.facts IS 'personal by inbox_id+external_id > external_ids.message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN receipts.received_at IS 'none';
COMMENT ON COLUMN receipts.state IS 'none';
COMMENT ON COLUMN receipts.attempts IS 'none';
COMMENT ON COLUMN receipts.error IS 'personal by inbox_id+external_id > external_ids.message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN receipts.note IS 'personal by inbox_id+external_id > external_ids.message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN receipts.processed_at IS 'none';

COMMENT ON COLUMN canned_replies.org_id IS 'none';
COMMENT ON COLUMN canned_replies.id IS 'none';
COMMENT ON COLUMN canned_replies.shortcut IS 'none';
COMMENT ON COLUMN canned_replies.title IS 'none';
COMMENT ON COLUMN canned_replies.text IS 'none';
COMMENT ON COLUMN canned_replies.created_at IS 'none';

COMMENT ON COLUMN labels.org_id IS 'none';
COMMENT ON COLUMN labels.id IS 'none';
COMMENT ON COLUMN labels.name IS 'none';
COMMENT ON COLUMN labels.colour IS 'none';
COMMENT ON COLUMN labels.created_at IS 'none';

COMMENT ON COLUMN protocol_counters.org_id IS 'none';
COMMENT ON COLUMN protocol_counters.day IS 'none';
COMMENT ON COLUMN protocol_counters.n IS 'none';

COMMENT ON COLUMN conversations.org_id IS 'none';
COMMENT ON COLUMN conversations.id IS 'none';
COMMENT ON COLUMN conversations.protocol IS 'none';
COMMENT ON COLUMN conversations.customer_id IS 'none';
COMMENT ON COLUMN conversations.brand_id IS 'none';
COMMENT ON COLUMN conversations.subject IS 'personal by customer_id';
COMMENT ON COLUMN conversations.status IS 'none';
COMMENT ON COLUMN conversations.status_label IS 'none';
COMMENT ON COLUMN conversations.priority IS 'none';
COMMENT ON COLUMN conversations.label_ids IS 'none';
COMMENT ON COLUMN conversations.custom_fields IS 'personal by customer_id';
COMMENT ON COLUMN conversations.assignee_id IS 'none';
COMMENT ON COLUMN conversations.team_id IS 'none';
COMMENT ON COLUMN conversations.follower_ids IS 'none';
COMMENT ON COLUMN conversations.bots_paused IS 'none';
COMMENT ON COLUMN conversations.channel IS 'none';
COMMENT ON COLUMN conversations.inbox_id IS 'none';
COMMENT ON COLUMN conversations.last_seq IS 'none';
COMMENT ON COLUMN conversations.last_inbound_seq IS 'none';
COMMENT ON COLUMN conversations.preview IS 'personal by customer_id';
COMMENT ON COLUMN conversations.preview_kind IS 'none';
COMMENT ON COLUMN conversations.preview_author IS 'personal by customer_id';
COMMENT ON COLUMN conversations.waiting_since IS 'none';
COMMENT ON COLUMN conversations.snoozed_until IS 'none';
COMMENT ON COLUMN conversations.resolved_at IS 'none';
COMMENT ON COLUMN conversations.away_at IS 'none';
COMMENT ON COLUMN conversations.active_at IS 'none';
COMMENT ON COLUMN conversations.created_at IS 'none';

COMMENT ON COLUMN outside_threads.org_id IS 'none';
COMMENT ON COLUMN outside_threads.id IS 'none';
COMMENT ON COLUMN outside_threads.inbox_id IS 'none';
COMMENT ON COLUMN outside_threads.kind IS 'none';
COMMENT ON COLUMN outside_threads.key IS 'personal by organisation empty unique';
COMMENT ON COLUMN outside_threads.name IS 'personal by organisation';

COMMENT ON COLUMN participants.org_id IS 'none';
COMMENT ON COLUMN participants.id IS 'none';
COMMENT ON COLUMN participants.conversation_id IS 'none';
COMMENT ON COLUMN participants.identity_id IS 'none';
COMMENT ON COLUMN participants.role IS 'none';
COMMENT ON COLUMN participants.created_at IS 'none';

COMMENT ON COLUMN legs.org_id IS 'none';
COMMENT ON COLUMN legs.id IS 'none';
COMMENT ON COLUMN legs.conversation_id IS 'none';
COMMENT ON COLUMN legs.inbox_id IS 'none';
COMMENT ON COLUMN legs.identity_id IS 'none';
COMMENT ON COLUMN legs.outside_thread_id IS 'none';
COMMENT ON COLUMN legs.join_reason IS 'none';
COMMENT ON COLUMN legs.last_inbound_at IS 'none';
COMMENT ON COLUMN legs.last_outbound_at IS 'none';
COMMENT ON COLUMN legs.created_at IS 'none';

COMMENT ON COLUMN messages.org_id IS 'none';
COMMENT ON COLUMN messages.id IS 'none';
COMMENT ON COLUMN messages.conversation_id IS 'none';
COMMENT ON COLUMN messages.seq IS 'none';
COMMENT ON COLUMN messages.at IS 'none';
COMMENT ON COLUMN messages.author_kind IS 'none';
COMMENT ON COLUMN messages.author_id IS 'none';
COMMENT ON COLUMN messages.visibility IS 'none';
COMMENT ON COLUMN messages.inbox_id IS 'none';
COMMENT ON COLUMN messages.leg_id IS 'none';
COMMENT ON COLUMN messages.content IS 'personal by conversation_id > conversations.customer_id empty {"v":1,"kind":"text","text":""}';
COMMENT ON COLUMN messages.has_body IS 'none';
COMMENT ON COLUMN messages.reply_to_id IS 'none';
COMMENT ON COLUMN messages.automatic IS 'none';
COMMENT ON COLUMN messages.echo IS 'none';
COMMENT ON COLUMN messages.client_id IS 'none';
COMMENT ON COLUMN messages.join_reason IS 'none';
COMMENT ON COLUMN messages.edited_at IS 'none';
COMMENT ON COLUMN messages.deleted_at IS 'none';
COMMENT ON COLUMN messages.created_at IS 'none';

COMMENT ON COLUMN external_ids.org_id IS 'none';
COMMENT ON COLUMN external_ids.inbox_id IS 'none';
COMMENT ON COLUMN external_ids.external_id IS 'personal by message_id > messages.conversation_id > conversations.customer_id empty unique';
COMMENT ON COLUMN external_ids.message_id IS 'none';

COMMENT ON COLUMN message_bodies.org_id IS 'none';
COMMENT ON COLUMN message_bodies.message_id IS 'none';
COMMENT ON COLUMN message_bodies.html IS 'personal by message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN message_bodies.text IS 'personal by message_id > messages.conversation_id > conversations.customer_id';

COMMENT ON COLUMN message_search.org_id IS 'none';
COMMENT ON COLUMN message_search.message_id IS 'none';
COMMENT ON COLUMN message_search.conversation_id IS 'none';
COMMENT ON COLUMN message_search.terms IS 'search';

COMMENT ON COLUMN attachments.org_id IS 'none';
COMMENT ON COLUMN attachments.id IS 'none';
COMMENT ON COLUMN attachments.message_id IS 'none';
COMMENT ON COLUMN attachments.position IS 'none';
COMMENT ON COLUMN attachments.kind IS 'none';
COMMENT ON COLUMN attachments.name IS 'personal by message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN attachments.type IS 'none';
COMMENT ON COLUMN attachments.size IS 'none';
COMMENT ON COLUMN attachments.file_id IS 'none';
COMMENT ON COLUMN attachments.thumbnail_id IS 'none';
COMMENT ON COLUMN attachments.width IS 'none';
COMMENT ON COLUMN attachments.height IS 'none';
COMMENT ON COLUMN attachments.seconds IS 'none';
COMMENT ON COLUMN attachments.inline IS 'none';
COMMENT ON COLUMN attachments.content_id IS 'personal by message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN attachments.ref IS 'personal by message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN attachments.state IS 'none';
COMMENT ON COLUMN attachments.error IS 'personal by message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN attachments.attempts IS 'none';
COMMENT ON COLUMN attachments.next_at IS 'none';
COMMENT ON COLUMN attachments.uploaded_by IS 'none';
COMMENT ON COLUMN attachments.created_at IS 'none';

COMMENT ON COLUMN reactions.org_id IS 'none';
COMMENT ON COLUMN reactions.message_id IS 'none';
COMMENT ON COLUMN reactions.author IS 'none';
COMMENT ON COLUMN reactions.emoji IS 'personal by message_id > messages.conversation_id > conversations.customer_id';
COMMENT ON COLUMN reactions.at IS 'none';

COMMENT ON COLUMN dispatches.org_id IS 'none';
COMMENT ON COLUMN dispatches.id IS 'none';
COMMENT ON COLUMN dispatches.n IS 'none';
COMMENT ON COLUMN dispatches.message_id IS 'none';
COMMENT ON COLUMN dispatches.conversation_id IS 'none';
COMMENT ON COLUMN dispatches.inbox_id IS 'none';
COMMENT ON COLUMN dispatches.leg_id IS 'none';
COMMENT ON COLUMN dispatches.state IS 'none';
COMMENT ON COLUMN dispatches.attempts IS 'none';
COMMENT ON COLUMN dispatches.next_at IS 'none';
COMMENT ON COLUMN dispatches.external_id IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN dispatches.error_code IS 'none';
COMMENT ON COLUMN dispatches.error_text IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN dispatches.created_at IS 'none';
COMMENT ON COLUMN dispatches.updated_at IS 'none';

COMMENT ON COLUMN read_marks.org_id IS 'none';
COMMENT ON COLUMN read_marks.conversation_id IS 'none';
COMMENT ON COLUMN read_marks.reader IS 'none';
COMMENT ON COLUMN read_marks.seq IS 'none';

COMMENT ON COLUMN drafts.org_id IS 'none';
COMMENT ON COLUMN drafts.conversation_id IS 'none';
COMMENT ON COLUMN drafts.person_id IS 'none';
COMMENT ON COLUMN drafts.text IS 'personal by conversation_id > conversations.customer_id';
COMMENT ON COLUMN drafts.leg_id IS 'none';
COMMENT ON COLUMN drafts.internal IS 'none';
COMMENT ON COLUMN drafts.at IS 'none';

COMMENT ON COLUMN switch_offers.org_id IS 'none';
COMMENT ON COLUMN switch_offers.id IS 'none';
COMMENT ON COLUMN switch_offers.conversation_id IS 'none';
COMMENT ON COLUMN switch_offers.identity_id IS 'none';
COMMENT ON COLUMN switch_offers.inbox_id IS 'none';
COMMENT ON COLUMN switch_offers.token_hash IS 'none';
COMMENT ON COLUMN switch_offers.code_hash IS 'none';
COMMENT ON COLUMN switch_offers.created_at IS 'none';
COMMENT ON COLUMN switch_offers.expires_at IS 'none';
COMMENT ON COLUMN switch_offers.used_at IS 'none';

COMMENT ON COLUMN switch_misses.org_id IS 'none';
COMMENT ON COLUMN switch_misses.id IS 'none';
COMMENT ON COLUMN switch_misses.inbox_id IS 'none';
COMMENT ON COLUMN switch_misses.match_key IS 'personal by organisation';
COMMENT ON COLUMN switch_misses.live IS 'none';
COMMENT ON COLUMN switch_misses.at IS 'none';

COMMENT ON COLUMN subject_keys.org_id IS 'none';
COMMENT ON COLUMN subject_keys.id IS 'none';
COMMENT ON COLUMN subject_keys.subject_id IS 'none';
COMMENT ON COLUMN subject_keys.sealed IS 'secret subject {org_id} {subject_id}';
COMMENT ON COLUMN subject_keys.created_at IS 'none';
COMMENT ON COLUMN subject_keys.destroyed_at IS 'none';

COMMENT ON COLUMN sign_in_keys.id IS 'none';
COMMENT ON COLUMN sign_in_keys.person_id IS 'none';
COMMENT ON COLUMN sign_in_keys.sealed IS 'secret sign-in {person_id}';
COMMENT ON COLUMN sign_in_keys.created_at IS 'none';
COMMENT ON COLUMN sign_in_keys.destroyed_at IS 'none';
