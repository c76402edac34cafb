import { keyedHash, tokenHash } from '../../../kernel/ids.ts';
import { decideMerge, keyAddress, mergeInto } from '../../customers/index.ts';
import { codeIn, readReplyToken } from '../tokens.ts';
import {
  type Arriving,
  type Batch,
  canonicalOf,
  conversationOf,
  externalKey,
  type OfferState,
  participantKey,
} from './batch.ts';
import { isErased } from './erased.ts';
import { tokensOf } from './mentions.ts';
import { goesOnIn } from './redirects.ts';
import { proves, type Sender, senderOf, suggest, verifyIdentity } from './senders.ts';
import { writeBatch } from './write.ts';

/** Wrong codes an identity may send in a day. */
export const triesPerIdentity = 5;
/**
 * Risk an organisation spends in a day: each wrong try costs as much as codes were live then. A guess hits with
 * live / 1,000,000, so the chance of any hit in a day stays ≤ 100 / 1,000,000 = 1e-4 whatever the number of live codes.
 */
export const riskPerDay = 100;

export type Named = { conversationId: string; reason: 'token' | 'code'; offer: OfferState | null };

/** What a code is kept as: keyed, so that the database alone does not tell it. */
export const codeHash = (key: Buffer, inboxId: string, code: string): Buffer =>
  keyedHash(key, `${inboxId} ${code}`);

/** The conversation that a token or code of ours in the message names, if it stands. */
export function namedConversation({ batch, inbox, item }: Arriving, sender: Sender): Named | null {
  for (const token of tokensOf(item)) {
    const written = readReplyToken(batch.ctx.secrets, batch.ctx.orgId, token);
    const replyTo = written && goesOnIn(batch, written);
    if (
      replyTo &&
      batch.conversations.has(replyTo) &&
      !isErased(batch, { kind: 'conversation', id: replyTo })
    )
      return { conversationId: replyTo, reason: 'token', offer: null };
    const hash = tokenHash(token).toString('hex');
    const offer = standing(batch, inbox.id, (candidate) => candidate.tokenHash === hash);
    if (offer) return use(batch, offer, 'token');
  }
  const code = item.content.kind === 'text' ? codeIn(item.content.text) : null;
  return code && proves(item.proof) ? byCode(batch, { inboxId: inbox.id, code }, sender) : null;
}

function byCode(batch: Batch, said: { inboxId: string; code: string }, sender: Sender): Named | null {
  const { inboxId, code } = said;
  const { matchKey } = sender.identity;
  const live = batch.offers.filter(
    (offer) => offer.codeHash !== null && !offer.used && offer.inboxId === inboxId,
  );
  const tries = batch.risk.tries.get(matchKey) ?? 0;
  if (live.length === 0 || tries >= triesPerIdentity || batch.risk.spent + live.length > riskPerDay)
    return null;
  const hash = codeHash(batch.ctx.secrets.key('switch code'), inboxId, code).toString('hex');
  const offer = live.find((candidate) => candidate.codeHash === hash);
  if (offer) return use(batch, offer, 'code');
  batch.risk.tries.set(matchKey, tries + 1);
  batch.risk.spent += live.length;
  batch.writes.misses.push({ inbox_id: inboxId, match_key: matchKey, live: live.length, at: batch.now });
  return null;
}

function standing(
  batch: Batch,
  inboxId: string,
  fits: (offer: OfferState) => boolean,
): OfferState | undefined {
  return batch.offers.find(
    (offer) => !offer.used && offer.inboxId === inboxId && offer.expiresAt > batch.now && fits(offer),
  );
}

function use(batch: Batch, offer: OfferState, reason: 'token' | 'code'): Named {
  offer.used = true;
  batch.writes.offersUsed.push(offer.id);
  return { conversationId: offer.conversationId, reason, offer };
}

/**
 * An unproven sender who answers a message of ours (by the signed reply token, or by the id of an outgoing message, which
 * cannot be guessed) from an address that already takes part: the answer proves the address (DESIGN §4).
 */
export function answeringSender(arriving: Arriving): Sender | null {
  const { batch, item } = arriving;
  if (proves(item.proof) || item.echo) return null;
  const keyed = keyAddress(batch.ctx.ports.identityKinds, item.from.kind, item.from.value);
  if (!keyed || keyed.anonymous) return null;
  for (const conversationId of answeredConversations(arriving)) {
    const rows = batch.identities.get(keyed.matchKey) ?? [];
    const inside = rows.find((row) => batch.participants.has(participantKey(conversationId, row.id)));
    if (!inside) continue;
    verifyIdentity(batch, inside, 'reply_token');
    return senderOf(batch, inside, true);
  }
  return null;
}

/** Conversations of the messages of ours that this one answers or speaks of. */
export function answeredConversations({ batch, inbox, item }: Arriving): string[] {
  const byToken = tokensOf(item).map((token) => readReplyToken(batch.ctx.secrets, batch.ctx.orgId, token));
  const byId = (item.replyTo ?? []).map((externalId) => {
    const known = batch.known.get(externalKey(inbox.id, externalId));
    return known?.outbound ? known.conversationId : null;
  });
  return [...byToken, ...byId].filter((id) => id !== null).filter((id) => batch.conversations.has(id));
}

/**
 * The act of switching says that the sender and the one who was offered are one human (DESIGN §4): an unverified side
 * is merged at once, two verified ones become a suggestion, and the conversation goes on meanwhile. An unproven sender
 * (a mail anybody can forge) proves nothing by it: it takes part and is suggested.
 */
export async function joinPeople(arriving: Arriving, named: Named, sender: Sender): Promise<Sender> {
  const { batch, item } = arriving;
  const conversation = conversationOf(batch, named.conversationId);
  const requester = canonicalOf(batch, conversation.customerId);
  const inside = batch.participants.has(participantKey(conversation.id, sender.identity.id));
  if (requester === sender.customerId || (!named.offer && !inside)) return sender;
  if (!proves(item.proof) && !sender.identity.verified) {
    suggest(batch, [requester, sender.customerId], 'switched_unproven');
    return sender;
  }
  const reason = named.reason === 'code' ? 'switched_by_code' : 'switched_by_link';
  return uniteWith(batch, sender, {
    otherId: requester,
    reason,
    evidence: { conversationId: conversation.id },
  });
}

type OtherOne = { otherId: string; reason: string; evidence?: Record<string, unknown> };

/** Makes one of two customers whom a proof says to be one human, or suggests it when both are verified. */
export async function uniteWith(batch: Batch, sender: Sender, other: OtherOne): Promise<Sender> {
  const a = batch.customers.get(canonicalOf(batch, other.otherId));
  const b = batch.customers.get(sender.customerId);
  if (!a || !b) throw new Error('a customer of the batch was not loaded');
  const decision = decideMerge(a, b);
  if (decision.kind === 'same') return sender;
  if (decision.kind === 'suggest') {
    suggest(batch, [a.id, b.id], other.reason);
    return sender;
  }
  // Both must be in the database before one is merged into the other.
  await writeBatch(batch);
  const root = await mergeInto(batch.ctx, {
    fromId: decision.from,
    intoId: decision.into,
    reason: other.reason,
    evidence: { ...other.evidence, identityId: sender.identity.id },
  });
  moveGroup(batch, decision.from, root);
  return { ...sender, customerId: root };
}

function moveGroup(batch: Batch, from: string, root: string): void {
  const verified = [from, root].some((id) => batch.customers.get(id)?.verified);
  for (const customer of batch.customers.values()) {
    if (customer.canonicalId === from || customer.canonicalId === root) {
      customer.canonicalId = root;
      customer.verified = verified;
    }
  }
  const own = new Set([...(batch.byCustomer.get(root) ?? []), ...(batch.byCustomer.get(from) ?? [])]);
  batch.byCustomer.set(root, own);
}
