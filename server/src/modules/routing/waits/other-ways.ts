import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { claimAddressOf, lockIdentities } from '../../customers/index.ts';
import { askedBy } from './ways.ts';

type Row = { customer_id: string; kind: string; match_key: string; canonical: string };

/**
 * A telephone that could not be written to by the channel asked for may be by another: it becomes an address of those kinds as
 * well, as much a claim as before, so that they can be proposed. In a transaction of its own, before any conversation is held.
 */
export async function claimOtherWays(ctx: Ctx, placeId: string): Promise<void> {
  await lockIdentities(ctx);
  const { rows } = await sql<Row>`
    SELECT c.customer_id, i.kind, i.match_key, i.canonical FROM kept_places k
    JOIN conversations c ON c.org_id = k.org_id AND c.id = k.conversation_id
    JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    WHERE k.org_id = ${ctx.orgId} AND k.id = ${placeId} AND k.state = 'failed'`.execute(ctx.db);
  const [place] = rows;
  if (!place?.match_key.startsWith('tel:')) return;
  const house = { ...ctx, actor: systemActor(ctx.orgId) };
  const value = `+${place.canonical.replace(/\D/g, '')}`;
  for (const kind of await kindsOf(ctx))
    if (kind !== place.kind) await claimAddressOf(house, { customerId: place.customer_id, kind, value });
}

/** Kinds of telephones on which the firm may begin by free text. */
async function kindsOf(ctx: Ctx): Promise<Set<string>> {
  const inboxes = await ctx.db
    .selectFrom('inboxes')
    .select('channel')
    .where('org_id', '=', ctx.orgId)
    .where('active', '=', true)
    .execute();
  return new Set(
    inboxes.flatMap(({ channel }) => {
      const manifest = ctx.ports.channels.get(channel)?.manifest;
      const begins = manifest?.capabilities.startsConversation && manifest.capabilities.windowHours === null;
      const asked = manifest && begins ? askedBy(manifest) : null;
      return asked?.asks === 'phone' ? [asked.kind] : [];
    }),
  );
}
