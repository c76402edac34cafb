import type { Columns } from '../../../kernel/db/bulk.ts';
import type { Writes } from './batch.ts';

/** What each list of a batch is written into, in the order foreign keys ask for. */
export const inserts: { list: keyof Writes; table: string; columns: Columns; suffix?: string }[] = [
  {
    list: 'customers',
    table: 'customers',
    columns: {
      id: 'uuid',
      canonical_id: 'uuid',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
      seen_at: 'timestamptz',
      name: 'text',
    },
  },
  {
    list: 'identities',
    table: 'identities',
    columns: {
      id: 'uuid',
      customer_id: 'uuid',
      kind: 'text',
      value: 'text',
      canonical: 'text',
      match_key: 'text',
      name: 'text',
      proof: 'text',
      verified_at: 'timestamptz',
      confidence: 'real',
      source: 'text',
      created_at: 'timestamptz',
    },
  },
];
export const insertsAfterConversations: typeof inserts = [
  {
    list: 'outsideThreads',
    table: 'outside_threads',
    columns: { id: 'uuid', inbox_id: 'uuid', kind: 'text', key: 'text', name: 'text', url: 'text' },
  },
];
export const insertsAfterLegs: typeof inserts = [
  {
    list: 'participants',
    table: 'participants',
    columns: {
      id: 'uuid',
      conversation_id: 'uuid',
      identity_id: 'uuid',
      role: 'text',
      created_at: 'timestamptz',
    },
    suffix: 'ON CONFLICT DO NOTHING',
  },
  {
    list: 'messages',
    table: 'messages',
    columns: {
      id: 'uuid',
      conversation_id: 'uuid',
      seq: 'integer',
      at: 'timestamptz',
      author_kind: 'text',
      author_id: 'uuid',
      visibility: 'text',
      inbox_id: 'uuid',
      leg_id: 'uuid',
      content: 'jsonb',
      facts: 'jsonb',
      has_body: 'text',
      reply_to_id: 'uuid',
      automatic: 'text',
      echo: 'boolean',
      client_id: 'text',
      join_reason: 'text',
      created_at: 'timestamptz',
    },
  },
  {
    list: 'externalIds',
    table: 'external_ids',
    columns: { inbox_id: 'uuid', external_id: 'text', message_id: 'uuid' },
    // A Message-ID that was used before keeps its first bearer; doubles were found before by the external id.
    suffix: 'ON CONFLICT DO NOTHING',
  },
  { list: 'bodies', table: 'message_bodies', columns: { message_id: 'uuid', html: 'text', text: 'text' } },
  {
    list: 'files',
    table: 'files',
    columns: { id: 'uuid', hash: 'bytea', size: 'bigint', type: 'text', created_at: 'timestamptz' },
  },
  {
    list: 'attachments',
    table: 'attachments',
    columns: {
      id: 'uuid',
      message_id: 'uuid',
      position: 'integer',
      kind: 'text',
      name: 'text',
      type: 'text',
      size: 'bigint',
      file_id: 'uuid',
      width: 'integer',
      height: 'integer',
      seconds: 'real',
      inline: 'boolean',
      content_id: 'text',
      ref: 'text',
      state: 'text',
      created_at: 'timestamptz',
    },
  },
  {
    list: 'dispatches',
    table: 'dispatches',
    columns: {
      id: 'uuid',
      message_id: 'uuid',
      conversation_id: 'uuid',
      inbox_id: 'uuid',
      leg_id: 'uuid',
      state: 'text',
      next_at: 'timestamptz',
      created_at: 'timestamptz',
      updated_at: 'timestamptz',
    },
  },
  {
    list: 'misses',
    table: 'switch_misses',
    columns: { inbox_id: 'uuid', match_key: 'text', live: 'integer', at: 'timestamptz' },
  },
];

export const updates: { list: keyof Writes; table: string; columns: Columns }[] = [
  { list: 'customerNames', table: 'customers', columns: { name: 'text' } },
  {
    list: 'identityChanges',
    table: 'identities',
    columns: { proof: 'text', verified_at: 'timestamptz', ended_at: 'timestamptz', confidence: 'real' },
  },
  {
    list: 'uploads',
    table: 'attachments',
    columns: { message_id: 'uuid', position: 'integer', uploaded_by: 'text' },
  },
  {
    list: 'messageChanges',
    table: 'messages',
    columns: { content: 'jsonb', edited_at: 'timestamptz', deleted_at: 'timestamptz' },
  },
  { list: 'hidings', table: 'messages', columns: { hidden_at: 'timestamptz' } },
  {
    list: 'amendmentChanges',
    table: 'amendments',
    columns: { state: 'text', error_code: 'text', error_text: 'text', updated_at: 'timestamptz' },
  },
  {
    list: 'dispatchChanges',
    table: 'dispatches',
    columns: { state: 'text', error_code: 'text', error_text: 'text', updated_at: 'timestamptz' },
  },
];
