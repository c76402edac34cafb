import type { Locale } from '@meada/contract/primitives';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { askCustomer, noteInThread } from '../conversations/index.ts';
import { loadHistory } from './history.ts';
import { evidenceOf } from './make-history.ts';
import { lockRequest, type OpenRequest, tellRequest, updateRequest } from './store.ts';
import { historyLink } from './tokens.ts';
import { cancellationWords, dayWords, historyWords, momentWords } from './words.ts';

/** An answer to what the customer asked for by right: it rests on law, and needs no consent. */
const purpose = 'service';

/**
 * Sends what was asked for, a history by its link, on the way the customer wrote by last, as a word of no human: it takes nothing from
 * the queue and answers no demand. Throws `CannotAsk`.
 */
export async function sendRequest(ctx: Ctx, { requestId }: { requestId: string }): Promise<void> {
  const request = await lockRequest(ctx, requestId);
  if (request?.state !== 'asked') return;
  const { conversationId } = request;
  const place = await placeOf(ctx, conversationId);
  const text = request.kind === 'history' ? historyText(ctx, request, place) : receiptText(request, place);
  const { messageId, legId } = await askCustomer(ctx, {
    ...{ conversationId, purpose, locale: place.locale, templates: [], filling: {}, theirsAlone: true },
    question: () => ({ content: { v: 1, kind: 'text', text }, html: null }),
  });
  await updateRequest(ctx, requestId, {
    ...{ state: 'sent', sent_at: ctx.clock.now(), message_id: messageId },
    ...(request.kind === 'history' ? await evidenceFor(ctx, request, legId) : {}),
  });
  await noteInThread(ctx, conversationId, { code: `sac_${request.kind}_sent` });
  tellRequest(ctx, { conversationId, requestId, state: 'sent' });
}

/** The fingerprint is that of what whoever holds the address can read. */
async function evidenceFor(ctx: Ctx, { conversationId, upToSeq }: OpenRequest, legId: string) {
  return evidenceOf(await loadHistory(ctx, { conversationId, upToSeq, legId }));
}

type Place = { protocol: string; locale: Locale; zone: string };

async function placeOf(ctx: Ctx, conversationId: string): Promise<Place> {
  const { rows } = await sql<Place>`
    SELECT c.protocol, coalesce(k.locale, z.locale) AS locale, z.time_zone AS zone
    FROM conversations c JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers k ON k.org_id = o.org_id AND k.id = o.canonical_id JOIN organisations z ON z.id = c.org_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId}`.execute(ctx.db);
  return rows[0] ?? { protocol: '', locale: 'pt-BR', zone: 'UTC' };
}

function historyText(ctx: Ctx, { id, expiresAt }: OpenRequest, { protocol, locale, zone }: Place): string {
  const link = historyLink(ctx, { orgId: ctx.orgId, requestId: id });
  return historyWords(locale, {
    protocol,
    link,
    until: dayWords(locale, zone, expiresAt ?? ctx.clock.now()),
  });
}

function receiptText(
  { effect, effectiveOn, askedAt }: OpenRequest,
  { protocol, locale, zone }: Place,
): string {
  const day = effectiveOn ? dayWords(locale, 'UTC', new Date(`${effectiveOn}T12:00:00Z`)) : '';
  const moment = momentWords(locale, zone, askedAt);
  return cancellationWords(locale, effect ?? 'immediate', { protocol, moment, day });
}
