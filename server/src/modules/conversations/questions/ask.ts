import type { Outgoing } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import type { AnnouncementTemplate } from '@meada/contract/routes/announcements';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found } from '../../../kernel/errors.ts';
import { mayContact } from '../../customers/index.ts';
import { templateContent, templateFor } from '../announcing/by-template.ts';
import { checkOptOut } from '../opt-out/check.ts';
import { checkAddress, findWay, usableInbox, type Way } from '../sending/leg.ts';
import { post } from '../sending/post.ts';
import { checkChannel, isWindowOpen } from '../sending/rules.ts';
import {
  emitChanged,
  insertNote,
  type LockedConversation,
  lockSeen,
  type SystemNote,
  updateConversation,
} from '../store.ts';
import { legRows } from '../views/legs.ts';

/** What is asked, in the form a channel can carry. */
export type Question = { content: Outgoing; html: string | null };
export type Asking = {
  conversationId: string;
  /** What it is for, as the ledger of consents calls it. */
  purpose: string;
  locale: Locale;
  templates: readonly AnnouncementTemplate[];
  /** What is filled into a template beside the customer's own fields. */
  filling: Record<string, string>;
  /** Where the customer asked to be written to; else the way they wrote by last. */
  to?: { inboxId: string; identityId: string };
  question(way: Pick<Way, 'manifest'>): Question;
  /** It is the customer's alone: never to an address of somebody else who takes part. */
  theirsAlone?: boolean;
};

/** Why nothing was asked, in the words of `surveys.reason`. */
export class CannotAsk extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`cannot ask: ${reason}`);
    this.reason = reason;
  }
}

/**
 * Puts a question of the house to the customer of a resolved conversation, on the way they wrote by last, as a word of no
 * human: the conversation stays resolved (or waits on), keeps its place in the list and its preview. Throws `CannotAsk`.
 */
export async function askCustomer(ctx: Ctx, asking: Asking): Promise<{ messageId: string; legId: string }> {
  const conversation = await lockSeen(ctx, asking.conversationId);
  const way = asking.to
    ? await wayAsked(ctx, conversation, asking.to)
    : await wayBack(ctx, conversation, asking.theirsAlone);
  const { content, html } = wordsFor(ctx, asking, way);
  try {
    checkChannel(way.manifest, content, []);
    await checkOptOut(ctx, way);
  } catch (error) {
    if (error instanceof Failure) throw new CannotAsk(error.code);
    throw error;
  }
  const { purpose } = asking;
  const consent = await mayContact(ctx, { identityId: way.identityId, purpose, channel: way.channel });
  if (!consent.allowed) throw new CannotAsk(consent.because === 'withdrawn' ? 'refused' : 'consent');
  const before = await keptOf(ctx, conversation.id);
  const letter = html ? { html, cc: [], bcc: [], quotedId: null, inlineIds: [] } : null;
  const clientId = ctx.ids.uuid();
  const messageId = await post(ctx, conversation, { clientId, content, files: [], way, letter });
  await sql`UPDATE messages SET automatic = 'auto_reply', purpose = ${purpose}
    WHERE org_id = ${ctx.orgId} AND id = ${messageId}`.execute(ctx.db);
  await updateConversation(ctx, conversation, before);
  return { messageId, legId: way.legId ?? (await legOf(ctx, messageId)) };
}

async function legOf(ctx: Ctx, messageId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('messages')
    .select('leg_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', messageId)
    .executeTakeFirst();
  return found(row?.leg_id, 'leg');
}

/** The way to an address of theirs. */
async function wayAsked(
  ctx: Ctx,
  conversation: LockedConversation,
  to: NonNullable<Asking['to']>,
): Promise<Way> {
  try {
    const way = await findWay(ctx, conversation, { to });
    if (!way.manifest.capabilities.sends.includes('text')) throw new CannotAsk('channel');
    return way;
  } catch (error) {
    if (error instanceof Failure) throw new CannotAsk('channel');
    throw error;
  }
}

type UsedWay = Way & { legId: string };

/** Addresses of a customer's group. */
async function addressesOf(ctx: Ctx, root: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT i.id FROM customers g JOIN identities i ON i.org_id = g.org_id AND i.customer_id = g.id
    WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ${root}`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

/** The private way the customer wrote by last. Nothing is asked where others read along. */
async function wayBack(
  ctx: Ctx,
  { id: conversationId, canonical_id: root }: LockedConversation,
  theirsAlone = false,
): Promise<UsedWay> {
  const own = theirsAlone ? await addressesOf(ctx, root) : null;
  const legs = await legRows(ctx, conversationId);
  if (legs.some((leg) => leg.side === 'public')) throw new CannotAsk('public');
  const groups = await sql<{ id: string }>`
    SELECT l.id FROM legs l JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id
    WHERE l.org_id = ${ctx.orgId} AND l.conversation_id = ${conversationId} AND t.kind = 'group'`.execute(
    ctx.db,
  );
  if (groups.rows.length > 0) throw new CannotAsk('group');
  const used = legs.filter((leg) => leg.last_inbound_at !== null && (!own || own.has(leg.identity.id)));
  const [leg] = used.sort((a, b) => Number(b.last_inbound_at) - Number(a.last_inbound_at));
  if (!leg) throw new CannotAsk('one_sided');
  const { id, inbox_id, channel, identity, side, address_inbound_at, public_inbound_at } = leg;
  try {
    const { manifest } = await usableInbox(ctx, inbox_id, 'inbox');
    if (!manifest.capabilities.sends.includes('text')) throw new CannotAsk('channel');
    if (identity.undeliverable_at) throw new CannotAsk('undeliverable');
    const ended = await sql<{ ended_at: Date | null }>`SELECT ended_at FROM identities
      WHERE org_id = ${ctx.orgId} AND id = ${identity.id}`.execute(ctx.db);
    checkAddress(manifest, { kind: identity.kind, ended_at: ended.rows[0]?.ended_at ?? null }, 'identity');
    return {
      ...{ legId: id, inboxId: inbox_id, channel, identityId: identity.id, side, manifest },
      ...{ lastInboundAt: address_inbound_at, publicInboundAt: public_inbound_at },
    };
  } catch (error) {
    if (error instanceof Failure) throw new CannotAsk('channel');
    throw error;
  }
}

function wordsFor(ctx: Ctx, asking: Asking, way: Way): Question {
  if (isWindowOpen({ ...way, byPerson: false }, ctx.clock.now())) return asking.question(way);
  const { locale, filling } = asking;
  const template = templateFor(asking.templates, { wayInboxId: way.inboxId, locale });
  if (!template) throw new CannotAsk('window');
  try {
    const known = { filling: filling as never, fields: {}, locale };
    return { content: templateContent(template, known), html: null };
  } catch (error) {
    if (error instanceof Failure) throw new CannotAsk('template');
    throw error;
  }
}

type Kept = {
  waiting_since: Date | null;
  active_at: Date;
  preview: string | null;
  preview_kind: string;
  preview_author: string;
};

/** What the list shows of it: a question of the house changes none of that. */
async function keptOf(ctx: Ctx, conversationId: string): Promise<Kept> {
  const row = await ctx.db
    .selectFrom('conversations')
    .select(['waiting_since', 'active_at', 'preview', 'preview_kind', 'preview_author'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', conversationId)
    .executeTakeFirstOrThrow();
  return {
    waiting_since: row.waiting_since,
    active_at: row.active_at,
    preview: row.preview,
    preview_kind: row.preview_kind ?? 'text',
    preview_author: row.preview_author ?? 'system',
  };
}

/** Tells colleagues in the thread; the conversation is held from here on. */
export async function noteInThread(ctx: Ctx, conversationId: string, note: SystemNote): Promise<void> {
  const conversation = await lockSeen(ctx, conversationId, { shell: true });
  await insertNote(ctx, conversation, note);
  await updateConversation(ctx, conversation, {});
}

/** Says that what the list shows of a conversation is new. */
export const tellChanged = (ctx: Ctx, conversationId: string, what: string[]): void =>
  emitChanged(ctx, conversationId, what);
