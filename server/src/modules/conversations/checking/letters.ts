import type { CheckWay } from '@meada/contract/routes/identities';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { type CheckedIdentity, hiddenPlace, openCheck } from '../../customers/index.ts';
import { checkOptOut } from '../opt-out/check.ts';
import { checkAddress, knownWay, usableInbox } from '../sending/leg.ts';
import { post } from '../sending/post.ts';
import { channelCannot, checkChannel, checkWindow } from '../sending/rules.ts';
import { insertConversation } from '../starting/insert.ts';
import { updateConversation } from '../store.ts';
import { checkTexts } from './texts.ts';

type Sent = { checkId: string; inboxId: string; conversationId: string; expiresAt: Date };

/**
 * Sends a code to an address that is known, proven or not: whoever asks for something in its holder's name must answer it.
 * Throws what sending to the address throws, and `too_many`.
 */
export const sendCodeTo = (ctx: Ctx, identity: CheckedIdentity): Promise<Sent> =>
  sendTo(ctx, identity, { way: 'code' });

/**
 * Sends a code or link to an address, in a conversation of its own that is resolved from the start. The stored message has
 * dots where the secret goes.
 */
export async function sendTo(
  ctx: Ctx,
  identity: CheckedIdentity,
  body: { way: CheckWay; inboxId?: string | undefined },
): Promise<Sent> {
  const inboxId = body.inboxId ?? (await inboxFor(ctx, identity));
  const way = await wayTo(ctx, inboxId, identity);
  const check = await openCheck(ctx, { identityId: identity.id, way: body.way, inboxId });
  const words = checkTexts(identity.locale, { way: body.way, firm: identity.firm, secret: hiddenPlace });
  const content = { v: 1 as const, kind: 'text' as const, text: words.text };
  checkChannel(way.manifest, content, []);
  checkWindow({ ...way, byPerson: false }, content, ctx.clock.now());
  await checkOptOut(ctx, way);
  const conversation = await insertConversation(ctx, {
    id: ctx.ids.uuid(),
    customerId: identity.rootId,
    inboxId,
    inbox: way.inbox,
    subject: way.manifest.capabilities.subject ? words.subject : null,
  });
  const messageId = await post(ctx, conversation, { clientId: ctx.ids.uuid(), content, files: [], way });
  await keepAside(ctx, { messageId, checkId: check.id, identity });
  await updateConversation(ctx, conversation, { status: 'resolved', resolved_at: ctx.clock.now() });
  ctx.audit({
    action: 'identity.check_sent',
    subject: { kind: 'customer', id: identity.rootId },
    facts: { kind: identity.kind, way: body.way, inboxId },
  });
  ctx.emit({ name: 'customer.changed', facts: { customerId: identity.rootId } });
  return { checkId: check.id, inboxId, conversationId: conversation.id, expiresAt: check.expiresAt };
}

async function wayTo(ctx: Ctx, inboxId: string, identity: CheckedIdentity) {
  const inbox = await usableInbox(ctx, inboxId, 'body.inboxId');
  const { channel, manifest } = inbox;
  checkAddress(manifest, { kind: identity.kind, ended_at: null }, 'body.inboxId');
  const place = { inboxId, identityId: identity.id, side: 'private' as const };
  const { lastInboundAt } = await knownWay(ctx, { conversationId: null, ...place });
  if (!lastInboundAt && !manifest.capabilities.startsConversation)
    throw channelCannot('On this channel the customer has to write first.', 'body.inboxId');
  return { legId: null, ...place, channel, manifest, lastInboundAt, publicInboundAt: null, inbox };
}

/** The inbox that writes to such addresses: the one this address wrote to last, else the oldest that may write first. */
async function inboxFor(ctx: Ctx, identity: CheckedIdentity): Promise<string> {
  const { rows } = await sql<{ id: string; channel: string; last: Date | null }>`
    SELECT b.id, b.channel, (SELECT max(l.last_inbound_at) FROM legs l WHERE l.org_id = b.org_id AND l.inbox_id = b.id
      AND l.identity_id = ${identity.id}) AS last
    FROM inboxes b WHERE b.org_id = ${ctx.orgId} AND b.active ORDER BY last DESC NULLS LAST, b.created_at, b.id`.execute(
    ctx.db,
  );
  const fit = rows.find(({ channel, last }) => {
    const manifest = ctx.ports.channels.get(channel)?.manifest;
    if (!manifest?.identityKinds.some((kind) => kind.kind === identity.kind)) return false;
    return last !== null || manifest.capabilities.startsConversation;
  });
  if (!fit) throw refused('No inbox of the firm writes to such an address.', 'body.inboxId');
  return fit.id;
}

/**
 * The message belongs to the check; no human wrote it. Writing to an address to prove it does not make it one that was
 * written to: else an answer of its true holder would prove it for whoever claimed it.
 */
async function keepAside(
  ctx: Ctx,
  kept: { messageId: string; checkId: string; identity: CheckedIdentity },
): Promise<void> {
  await sql`UPDATE messages SET automatic = 'auto_reply' WHERE org_id = ${ctx.orgId} AND id = ${kept.messageId}`.execute(
    ctx.db,
  );
  await sql`UPDATE identity_checks SET message_id = ${kept.messageId}
    WHERE org_id = ${ctx.orgId} AND id = ${kept.checkId}`.execute(ctx.db);
  await sql`UPDATE identities SET source = ${kept.identity.source}
    WHERE org_id = ${ctx.orgId} AND id = ${kept.identity.id} AND source = 'outbound'`.execute(ctx.db);
}
