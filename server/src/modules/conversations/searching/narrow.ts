import type { searchMessages as route } from '@meada/contract/routes/search';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { viewerOf } from '../../people/index.ts';
import { hasStatus } from '../statuses/views.ts';
import { seenBy, seenParts } from '../visibility.ts';
import { factWords } from './index-messages.ts';

/** What a search of messages is narrowed to: by the index where it knows, by the rows themselves in the end. */

type Filters = Input<typeof route>['query'];
/** `inboxes`: those that inbox and channel mean together; null for any. */
export type Narrowed = Filters & { inboxes: readonly string[] | null };
/** A message that the words fit. */
export type Found = { id: string; conversationId: string; at: string };

/** Conversations a person sees, or a filter leaves, that are searched one by one; more of them are met on the way. */
const fewConversations = 300;
/** Conversations of a customer that are searched. */
const conversationsAtMost = 2000;
/** Inboxes the index is asked for; messages of more are met on the way. */
const inboxesAtMost = 100;

/** The filters, with the inboxes of the channel. */
export async function narrowedBy(ctx: Ctx, filters: Filters): Promise<Narrowed> {
  const { inboxId, channel } = filters;
  if (channel === undefined) return { ...filters, inboxes: inboxId === undefined ? null : [inboxId] };
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('channel', '=', channel)
    .execute();
  const ids = rows.map((row) => row.id);
  return { ...filters, inboxes: inboxId === undefined ? ids : ids.filter((id) => id === inboxId) };
}

/** The only conversations that are searched; null for all. */
export async function amongOf(ctx: Ctx, filters: Narrowed): Promise<string[] | null> {
  if (filters.inboxes?.length === 0) return [];
  if (filters.conversationId) return [filters.conversationId];
  if (filters.customerId) return conversationsOf(ctx, filters.customerId);
  const { labelId } = filters;
  if (labelId !== undefined)
    return few(ctx, [sql`SELECT id FROM meada_labelled(${labelId}::uuid, ${fewConversations + 1}) AS l(id)`]);
  const isNarrow = filters.statusId !== undefined || filters.assigneeId !== undefined;
  if (!isNarrow && viewerOf(ctx.actor).visibility !== 'assigned') return null;
  const narrow = ofConversation(filters);
  return few(
    ctx,
    seenParts(ctx.actor).map(
      (part) => sql`(SELECT c.id FROM conversations c
        WHERE c.org_id = ${ctx.orgId} AND ${sql.join([part, ...narrow], sql` AND `)} LIMIT ${fewConversations + 1})`,
    ),
  );
}

/** What these find together, null when it is not few. */
async function few(ctx: Ctx, parts: RawBuilder<unknown>[]): Promise<string[] | null> {
  if (parts.length === 0) return [];
  // As a table: of a single part in brackets PostgreSQL takes no second LIMIT.
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM (${sql.join(parts, sql` UNION `)}) AS p LIMIT ${fewConversations + 1}`.execute(ctx.db);
  return rows.length > fewConversations ? null : rows.map((row) => row.id);
}

async function conversationsOf(ctx: Ctx, customerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c JOIN customers g ON g.org_id = c.org_id AND g.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND g.canonical_id =
      (SELECT x.canonical_id FROM customers x WHERE x.org_id = ${ctx.orgId} AND x.id = ${customerId}::uuid)
    ORDER BY c.active_at DESC LIMIT ${conversationsAtMost}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** What the index knows of the filters: of each list, one. */
export const factsOf = ({ author, personId, visibility, files, inboxes }: Narrowed): string[][] => [
  ...(author === undefined ? [] : [[factWords.author(author)]]),
  ...(personId === undefined ? [] : [[factWords.person(personId)]]),
  ...(visibility === undefined ? [] : [[factWords.visibility(visibility)]]),
  ...(files === undefined ? [] : [[factWords.files]]),
  // What went through no inbox is where its conversation is.
  ...(inboxes && inboxes.length <= inboxesAtMost ? [[null, ...inboxes].map(factWords.inbox)] : []),
];

/**
 * Of these messages, in their order, those that the filters mean and the actor sees. Their conversations first: where few
 * are seen, few messages are read.
 */
export async function fitting(ctx: Ctx, looked: readonly Found[], filters: Narrowed): Promise<Found[]> {
  if (looked.length === 0) return [];
  const ids = looked.map((one) => one.id);
  const within = looked.map((one) => one.conversationId);
  const { rows } = await sql<{ id: string }>`
    WITH seen AS MATERIALIZED (
      SELECT c.id, c.inbox_id FROM conversations c
      WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${[...new Set(within)]}::uuid[])
        AND ${sql.join([seenBy(ctx.actor), ...ofConversation(filters)], sql` AND `)}),
    left_over AS MATERIALIZED (
      SELECT f.id FROM unnest(${ids}::uuid[], ${within}::uuid[]) AS f(id, conversation_id) JOIN seen s ON s.id = f.conversation_id)
    SELECT m.id FROM messages m JOIN seen c ON c.id = m.conversation_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ANY(ARRAY(SELECT l.id FROM left_over l)) AND m.deleted_at IS NULL
      AND ${sql.join([sql`true`, ...conditions(filters)], sql` AND `)}`.execute(ctx.db);
  const kept = new Set(rows.map((row) => row.id));
  return looked.filter((one) => kept.has(one.id));
}

type Condition = RawBuilder<SqlBool>;
const given = (all: (Condition | false | undefined)[]): Condition[] =>
  all.filter((condition) => condition !== false && condition !== undefined);

const conditions = (filters: Narrowed): Condition[] =>
  given([
    filters.inboxes !== null &&
      sql<SqlBool>`coalesce(m.inbox_id, c.inbox_id) = ANY(${filters.inboxes}::uuid[])`,
    filters.author !== undefined && sql<SqlBool>`m.author_kind = ${filters.author}`,
    filters.personId !== undefined &&
      sql<SqlBool>`m.author_kind = 'person' AND m.author_id = ${filters.personId}::uuid`,
    filters.visibility !== undefined && sql<SqlBool>`m.visibility = ${filters.visibility}`,
    filters.files !== undefined &&
      sql<SqlBool>`EXISTS (SELECT FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id)`,
    filters.from !== undefined && sql<SqlBool>`m.at >= ${filters.from}::timestamptz`,
    filters.until !== undefined && sql<SqlBool>`m.at < ${filters.until}::timestamptz`,
  ]);

/** What the filters want of the conversation. */
const ofConversation = (filters: Narrowed): Condition[] =>
  given([
    filters.labelId !== undefined && sql<SqlBool>`${filters.labelId}::uuid = ANY(c.label_ids)`,
    filters.status !== undefined && sql<SqlBool>`c.status = ${filters.status}`,
    filters.statusId !== undefined && hasStatus(filters.statusId),
    filters.assigneeId !== undefined && sql<SqlBool>`c.assignee_id = ${filters.assigneeId}::uuid`,
  ]);
