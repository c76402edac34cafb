import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import { tokenHash } from '../../../kernel/ids.ts';
import { type LoadedInbox, loadInboxes } from '../../inboxes/index.ts';
import { codeHash, riskPerDay } from '../ingest/switching.ts';
import { switchToken } from '../tokens.ts';
import { switchTexts } from './texts.ts';

export type Offer = {
  inbox: LoadedInbox;
  link: string;
  /** Six digits to be written on the other channel; null when the day's risk for codes is spent. */
  code: string | null;
  expiresAt: Date;
};

/** A code lives ten minutes (issue A); a link that an agent gives may be opened later in the day. */
export const codeMinutes = 10;
const linkHours = 24;
/** More live codes than this would make a blind guess too likely to hit. */
const liveCodesAtMost = 20;

export type OfferInput = { conversationId: string; identityId: string; inboxId: string; withCode: boolean };

/**
 * Offers to go on with a conversation in another channel: a link that carries a random token (single use, expiring, kept
 * as a hash) and perhaps a short code.
 */
export async function offerSwitch(ctx: Ctx, input: OfferInput): Promise<Offer> {
  const [inbox] = await loadInboxes(ctx, ctx.db, [input.inboxId]);
  const target = found(inbox, 'inbox');
  const switchLink = target.plugin.switchLink;
  if (!target.active || !switchLink)
    throw refused('The conversation cannot go on in this inbox.', 'body.inboxId');
  const conversation = found(await loadConversation(ctx, input.conversationId), 'conversation');
  const token = switchToken(ctx.ids.bytes(16));
  const code = input.withCode ? await newCode(ctx, target.id) : null;
  const now = ctx.clock.now();
  const lifetime = input.withCode ? codeMinutes * 60_000 : linkHours * 3_600_000;
  const expiresAt = new Date(now.getTime() + lifetime);
  await ctx.db
    .insertInto('switch_offers')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      conversation_id: input.conversationId,
      identity_id: input.identityId,
      inbox_id: target.id,
      token_hash: tokenHash(token),
      code_hash: code ? codeHash(ctx.secrets.key('switch code'), target.id, code) : null,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
  const texts = switchTexts(conversation.locale, { protocol: conversation.protocol, token });
  return { inbox: target, link: switchLink(token, target.settings, texts), code, expiresAt };
}

function loadConversation(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('conversations')
    .innerJoin('customers', (join) =>
      join
        .onRef('customers.org_id', '=', 'conversations.org_id')
        .onRef('customers.id', '=', 'conversations.customer_id'),
    )
    .innerJoin('organisations', 'organisations.id', 'conversations.org_id')
    .select(({ fn }) => [
      'conversations.protocol',
      fn.coalesce('customers.locale', 'organisations.locale').as('locale'),
    ])
    .where('conversations.id', '=', id)
    .executeTakeFirst();
}

/** A code that no live offer of the inbox has, or null when the risk of codes is spent for today. */
async function newCode(ctx: Ctx, inboxId: string): Promise<string | null> {
  const now = ctx.clock.now();
  const [live, spent] = await Promise.all([
    ctx.db
      .selectFrom('switch_offers')
      .select('code_hash')
      .where('inbox_id', '=', inboxId)
      .where('code_hash', 'is not', null)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .execute(),
    ctx.db
      .selectFrom('switch_misses')
      .select(({ fn }) => fn.sum<number | null>('live').as('spent'))
      .where('at', '>', new Date(now.getTime() - 86_400_000))
      .executeTakeFirst(),
  ]);
  // One more live code makes every wrong try dearer: a code that could not be tried is not offered.
  const price = live.length + 1;
  if (live.length >= liveCodesAtMost || Number(spent?.spent ?? 0) + price > riskPerDay) return null;
  const taken = new Set(live.map((row) => row.code_hash?.toString('hex')));
  const key = ctx.secrets.key('switch code');
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const code = ctx.ids.digits(6);
    if (!taken.has(codeHash(key, inboxId, code).toString('hex'))) return code;
  }
  return null;
}

/** Inboxes a conversation can go on in: active, reachable by link, and not the one it is in. */
export async function switchInboxes(ctx: Ctx, exceptInboxId: string | null): Promise<LoadedInbox[]> {
  const inboxes = await loadInboxes(ctx, ctx.db);
  return inboxes.filter((inbox) => inbox.active && inbox.plugin.switchLink && inbox.id !== exceptInboxId);
}
