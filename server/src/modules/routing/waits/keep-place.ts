import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, Failure, refused } from '../../../kernel/errors.ts';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { noteInThread, takeBackCallback } from '../../conversations/index.ts';
import { claimAddressOf, displayOf, lockIdentities } from '../../customers/index.ts';
import { knownIn } from '../agents/known.ts';
import { holdPlace } from './place.ts';
import { placeWays, type Way } from './ways.ts';

export type Keeping = { conversationId: string; inboxId: string; address: string };

/** One address is written to at most so often in a day on the word of browsers: nobody is pestered through us. */
const perDay = 3;

/**
 * Keeps the place of who waits in a chat: they may go, and are written to at this address when it is their turn. The address
 * is a claim. Asked again, the newest way counts; a wish to be called is taken back. Throws `not_found`, `refused`,
 * `opted_out`, `too_many`; 409 when they wait no longer or the queue does not offer it.
 */
export async function keepPlace(ctx: Ctx, { conversationId, inboxId, address }: Keeping): Promise<void> {
  await knownIn(ctx, 'inboxes', [inboxId]);
  // Before the conversation, as those who receive messages do.
  await lockIdentities(ctx);
  const place = await holdPlace(ctx, conversationId);
  const way = (await placeWays(ctx, place.settings)).find(({ id }) => id === inboxId);
  if (!way) throw conflict('This way is not offered here.', 'body.inboxId');
  const house = { ...ctx, actor: systemActor(ctx.orgId) };
  const identityId = await claimAddressOf(house, {
    ...{ customerId: place.customerId, kind: way.kind, value: readAddress(way, address) },
  });
  const known = await addressOf(ctx, identityId);
  if (known.optedOut && way.manifest.capabilities.optOut)
    throw new Failure('opted_out', 'This address asked for no more messages.', { field: 'body.address' });
  if (known.keptToday >= perDay)
    throw new Failure('too_many', 'This address was given too often today.', { field: 'body.address' });
  await takeBackCallback(ctx, { conversationId });
  await settleOpen(ctx, conversationId, 'taken_back');
  await ctx.db
    .insertInto('kept_places')
    .values({
      ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), conversation_id: conversationId },
      ...{ inbox_id: inboxId, identity_id: identityId, created_at: ctx.clock.now() },
    })
    .execute();
  const shown = displayOf(ctx.ports.identityKinds, known);
  const values = { channel: way.channel, address: shown };
  await noteInThread(house, conversationId, { code: 'place_kept', values });
  ctx.emit({ name: 'wait.changed', facts: { conversationId, what: 'kept' } });
}

/** The address as the channel's kind reads it; a telephone without a country is one of Brazil. */
function readAddress({ asks }: Way, address: string): string {
  if (asks === 'email') return address;
  const phone = canonicalPhone(address, 'BR');
  if (!phone) throw refused('This is no telephone number.', 'body.address');
  return phone;
}

type Known = { kind: string; match_key: string; canonical: string; optedOut: boolean; keptToday: number };

/** The address, and how often it was given lately by whomever. */
async function addressOf(ctx: Ctx, identityId: string): Promise<Known> {
  const since = new Date(ctx.clock.now().getTime() - 86_400_000);
  const { rows } = await sql<Known>`
    SELECT i.kind, i.match_key, i.canonical,
      EXISTS (SELECT FROM identities a WHERE a.org_id = i.org_id AND a.match_key = i.match_key AND a.kind = i.kind
        AND a.opted_out_at IS NOT NULL) AS "optedOut",
      (SELECT count(*)::int FROM identities a JOIN kept_places k ON k.org_id = a.org_id AND k.identity_id = a.id
        WHERE a.org_id = i.org_id AND a.match_key = i.match_key AND k.created_at > ${since}
          AND k.state IN ('open', 'written')) AS "keptToday"
    FROM identities i WHERE i.org_id = ${ctx.orgId} AND i.id = ${identityId}`.execute(ctx.db);
  return rows[0] as Known;
}

/** Ends the place that is kept, if one is; answers whether it was. */
export async function settleOpen(ctx: Ctx, conversationId: string, state: string): Promise<boolean> {
  const row = await ctx.db
    .updateTable('kept_places')
    .set({ state, settled_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('conversation_id', '=', conversationId)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  return row.numUpdatedRows > 0n;
}
