import type { ChannelManifest } from '@meada/contract/channels';
import type { Side } from '@meada/contract/public';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import { addParticipant, insertLeg, type LockedConversation } from '../store.ts';
import { lastFrom, legRows } from '../views/legs.ts';
import { channelCannot } from './rules.ts';

/** Where a message goes: a leg, what its channel can do, and when the address last wrote to this inbox. */
export type Way = {
  /** null: the leg is opened by this message. */
  legId: string | null;
  inboxId: string;
  channel: string;
  identityId: string;
  side: Side;
  manifest: ChannelManifest;
  lastInboundAt: Date | null;
  /** When it last said something in public there, for a first private answer. */
  publicInboundAt: Date | null;
};

export type WayInput = {
  legId?: string | undefined;
  to?: { inboxId: string; identityId: string; side?: Side | undefined } | undefined;
};

/** The way a message is to take: a leg of this conversation, another address of its customer, or the proposed leg. */
export async function findWay(ctx: Ctx, conversation: LockedConversation, input: WayInput): Promise<Way> {
  if (input.to) return wayTo(ctx, conversation, input.to);
  const legs = await legRows(ctx, conversation.id);
  const leg = input.legId === undefined ? legs[0] : legs.find((row) => row.id === input.legId);
  if (!leg && input.legId === undefined)
    throw refused('This conversation has no channel yet; say to which address.', 'body.to');
  const { id, inbox_id, channel, identity, side, address_inbound_at, public_inbound_at } = found(leg, 'leg');
  const manifest = await usableInbox(ctx, inbox_id, 'body.legId');
  return {
    legId: id,
    inboxId: inbox_id,
    channel,
    identityId: identity.id,
    side,
    manifest: manifest.manifest,
    lastInboundAt: address_inbound_at,
    publicInboundAt: public_inbound_at,
  };
}

export type UsableInbox = {
  channel: string;
  manifest: ChannelManifest;
  brandId: string;
  teamId: string | null;
  priority: string;
};

/** An inbox that is switched on and whose plug-in is here; 404 for a foreign one. */
export async function usableInbox(ctx: Ctx, inboxId: string, field: string): Promise<UsableInbox> {
  const inbox = found(
    await ctx.db
      .selectFrom('inboxes')
      .select(['channel', 'active', 'brand_id', 'team_id', 'priority'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', inboxId)
      .executeTakeFirst(),
    'inbox',
  );
  const manifest = ctx.ports.channels.get(inbox.channel)?.manifest;
  if (!inbox.active || !manifest) throw channelCannot('This inbox is switched off.', field);
  return {
    channel: inbox.channel,
    manifest,
    brandId: inbox.brand_id,
    teamId: inbox.team_id,
    priority: inbox.priority,
  };
}

/** An address of the conversation's customer or of somebody who takes part in it; others are answered like unknown ones. */
async function wayTo(
  ctx: Ctx,
  conversation: LockedConversation,
  { inboxId, identityId, side = 'private' }: NonNullable<WayInput['to']>,
): Promise<Way> {
  const { channel, manifest } = await usableInbox(ctx, inboxId, 'body.to.inboxId');
  const result = await sql<{ id: string; kind: string; ended_at: Date | null }>`
    SELECT i.id, i.kind, i.ended_at FROM identities i
    JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId} AND (o.canonical_id = ${conversation.canonical_id}
      OR EXISTS (SELECT FROM participants p WHERE p.org_id = i.org_id AND p.identity_id = i.id
        AND p.conversation_id = ${conversation.id}))`.execute(ctx.db);
  const identity = found(result.rows[0], 'address');
  checkAddress(manifest, identity, 'body.to.identityId');
  const place = { inboxId, identityId: identity.id, side };
  const known = await knownWay(ctx, { conversationId: conversation.id, ...place });
  if (side === 'public' && !known.legId)
    throw channelCannot('Nothing was said in public there.', 'body.to.side');
  const inPublic =
    manifest.capabilities.public?.privateReplyHours === undefined ? null : known.publicInboundAt;
  const answers = known.lastInboundAt ?? inPublic;
  if (!known.legId && !answers && !manifest.capabilities.startsConversation)
    throw channelCannot('On this channel the customer has to write first.', 'body.to.inboxId');
  return { ...place, ...known, channel, manifest };
}

/** The address is one this channel sends to, and still theirs. */
export function checkAddress(
  manifest: ChannelManifest,
  identity: { kind: string; ended_at: Date | null },
  field: string,
): void {
  if (identity.ended_at) throw refused('This address is theirs no longer.', field);
  if (!manifest.identityKinds.some((kind) => kind.kind === identity.kind))
    throw channelCannot('This channel does not send to such an address.', field);
}

/** The leg of this conversation to an address, and when that address last wrote to the inbox in any conversation. */
export async function knownWay(
  ctx: Ctx,
  place: { conversationId: string | null; inboxId: string; identityId: string; side: Side },
): Promise<{ legId: string | null; lastInboundAt: Date | null; publicInboundAt: Date | null }> {
  const side = sql<Side>`${place.side}`;
  const result = await sql<{ leg_id: string | null; last: Date | null; last_public: Date | null }>`
    SELECT (SELECT k.id FROM legs k WHERE k.org_id = i.org_id AND k.conversation_id = ${place.conversationId}
        AND k.inbox_id = l.inbox_id AND k.identity_id = i.id AND k.side = ${side}) AS leg_id,
      ${lastFrom('l', 'i', side)} AS last, ${lastFrom('l', 'i', sql<Side>`'public'`)} AS last_public
    FROM identities i CROSS JOIN (SELECT ${place.inboxId}::uuid AS inbox_id) l
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${place.identityId}`.execute(ctx.db);
  const row = result.rows[0];
  return {
    legId: row?.leg_id ?? null,
    lastInboundAt: row?.last ?? null,
    publicInboundAt: row?.last_public ?? null,
  };
}

/** The leg's id, opened if it is not there yet. The first leg of a new conversation is no switch. */
export async function openLeg(ctx: Ctx, conversation: LockedConversation, way: Way): Promise<string> {
  if (way.legId) return way.legId;
  const place = { conversationId: conversation.id, identityId: way.identityId };
  const legId = await insertLeg(ctx, { ...place, inboxId: way.inboxId, side: way.side });
  await addParticipant(ctx, { ...place, role: 'requester' });
  if (conversation.last_seq > 1)
    ctx.emit({
      name: 'conversation.switched',
      facts: { conversationId: conversation.id, inboxId: way.inboxId, legId },
    });
  return legId;
}
