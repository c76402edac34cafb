import type { ChannelManifest } from '@meada/contract/channels';
import type { AbandonmentKind, RecoveryWay } from '@meada/contract/routes/abandonments';
import type { PreferredHours, StatedPreference } from '@meada/contract/routes/preferences';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { addressesOf, displayOf } from '../customers/index.ts';
import { type BusinessHours, hoursOfRow } from '../hours/index.ts';
import { type Way, wayTo } from './rules.ts';

/** The ways to customers who left: their addresses on the firm's inboxes, with what is known of each. */

type Left = { id: string; kind: AbandonmentKind; root_id: string; inbox_id: string };

/** The best way to each, by the abandonment's id; nothing for who cannot be reached. A few queries however many there are. */
export async function waysTo(ctx: Ctx, left: readonly Left[]): Promise<Map<string, RecoveryWay>> {
  if (left.length === 0) return new Map();
  const roots = [...new Set(left.map((one) => one.root_id))];
  const inboxes = await inboxesOf(ctx);
  const addresses = await addressesOf(ctx, roots);
  const windows = await windowsOf(ctx, roots, inboxes);
  const likes = await likesOf(ctx, roots);
  const now = ctx.clock.now().getTime();
  const timeZone = await timeZoneOf(ctx);
  const silent = await askedNotOf(ctx, roots);
  return new Map(
    left.flatMap(({ id, kind, root_id: root, inbox_id: leftInboxId }) => {
      const like = likes.get(root);
      const ways = inboxes.flatMap((inbox) =>
        (addresses.get(root) ?? []).flatMap((address): Way[] => {
          const { manifest } = inbox;
          const fits = manifest.identityKinds.some((one) => one.kind === address.kind);
          const windowed = windows.get(`${inbox.id} ${address.id}`) ?? null;
          if ((!fits && windowed === null) || address.opted_out_at || address.undeliverable_at) return [];
          // An answer where they wrote is one; a word elsewhere is what they asked not to get.
          if (silent.has(root) && windowed === null) return [];
          const openUntil =
            windowed !== null && manifest.capabilities.windowHours !== null
              ? windowed + manifest.capabilities.windowHours * 3_600_000
              : null;
          return [
            {
              inboxId: inbox.id,
              channel: inbox.channel,
              identityId: address.id,
              address: displayOf(ctx.ports.identityKinds, address),
              starts:
                manifest.capabilities.startsConversation && manifest.capabilities.sends.includes('text'),
              openUntil,
              proven: address.verified_at !== null,
              preferred: like?.channel === inbox.channel,
              hours: inbox.hours,
            },
          ];
        }),
      );
      const way = wayTo({ kind, leftInboxId, ways, hours: like?.hours ?? null, timeZone, now });
      return way ? [[id, way] as const] : [];
    }),
  );
}

type Inbox = { id: string; channel: string; hours: BusinessHours | null; manifest: ChannelManifest };

/** The firm's inboxes that are on: what they can and when they are attended, and nothing secret of theirs. */
async function inboxesOf(ctx: Ctx): Promise<Inbox[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel', hoursOfRow<BusinessHours | null>('inboxes').as('hours')])
    .where('org_id', '=', ctx.orgId)
    .where('active', '=', true)
    .execute();
  return rows.flatMap((row) => {
    const manifest = ctx.ports.channels.get(row.channel)?.manifest;
    return manifest ? [{ ...row, manifest }] : [];
  });
}

/** When they last wrote over an address to an inbox (ms), by both. */
async function windowsOf(
  ctx: Ctx,
  roots: readonly string[],
  inboxes: readonly { id: string }[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ inbox_id: string; identity_id: string; at: Date }>`
    SELECT l.inbox_id, l.identity_id, max(l.last_inbound_at) AS at
    FROM customers g JOIN identities i ON i.org_id = g.org_id AND i.customer_id = g.id
    JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.last_inbound_at IS NOT NULL
    WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ANY(${[...roots]}::uuid[])
      AND l.inbox_id = ANY(${inboxes.map(({ id }) => id)}::uuid[])
    GROUP BY l.inbox_id, l.identity_id`.execute(ctx.db);
  return new Map(rows.map((row) => [`${row.inbox_id} ${row.identity_id}`, row.at.getTime()]));
}

type Likes = { channel?: string; hours?: PreferredHours };

/** What they said of how they like to be reached. */
async function likesOf(ctx: Ctx, roots: readonly string[]): Promise<Map<string, Likes>> {
  const { rows } = await sql<{ root: string; value: StatedPreference }>`
    SELECT DISTINCT ON (g.canonical_id, s.kind) g.canonical_id AS root, s.value
    FROM customers g JOIN customer_preferences s ON s.org_id = g.org_id AND s.customer_id = g.id
    WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ANY(${[...roots]}::uuid[])
    ORDER BY g.canonical_id, s.kind, s.at DESC`.execute(ctx.db);
  const likes = new Map<string, Likes>();
  for (const { root, value } of rows) {
    const like = likes.get(root) ?? {};
    if (value.kind === 'channel') like.channel = value.channel;
    if (value.kind === 'hours') like.hours = value.hours;
    likes.set(root, like);
  }
  return likes;
}

/** Who has asked not to be contacted, and has not taken that back. */
async function askedNotOf(ctx: Ctx, roots: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ root: string; state: string }>`
    SELECT DISTINCT ON (g.canonical_id) g.canonical_id AS root, k.state
    FROM customers g JOIN consents k ON k.org_id = g.org_id AND k.customer_id = g.id
    WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ANY(${[...roots]}::uuid[])
      AND k.purpose IS NULL AND k.channel IS NULL AND k.identity_id IS NULL
    ORDER BY g.canonical_id, k.n DESC`.execute(ctx.db);
  return new Set(rows.flatMap(({ root, state }) => (state === 'withdrawn' ? [root] : [])));
}

async function timeZoneOf(ctx: Ctx): Promise<string> {
  const row = await ctx.db
    .selectFrom('organisations')
    .select('time_zone')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  return row.time_zone;
}
