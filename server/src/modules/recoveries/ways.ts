import type { ChannelManifest } from '@meada/contract/channels';
import type { AbandonmentKind, RecoveryWay } from '@meada/contract/routes/abandonments';
import type { PreferredHours, StatedPreference } from '@meada/contract/routes/preferences';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { addressesOf, displayOf, type IdentityRow, type Refuses, refusalsOf } from '../customers/index.ts';
import { type BusinessHours, hoursOfRow } from '../hours/index.ts';
import { zoneOf } from '../organisations/index.ts';
import { type Way, wayTo } from './rules.ts';

/** The ways to customers who left: their addresses on the firm's inboxes, with what is known of each. */

type Left = {
  id: string;
  kind: AbandonmentKind;
  root_id: string;
  conversation_id: string | null;
  inbox_id: string;
  at: Date;
};

type Known = {
  inboxes: readonly Inbox[];
  addresses: ReadonlyMap<string, readonly IdentityRow[]>;
  /** When they last wrote (ms), by inbox and address. */
  wrote: ReadonlyMap<string, number>;
  likes: ReadonlyMap<string, Likes>;
  refuses: Refuses;
  /** Conversation, inbox and address of what did not arrive. */
  failed: ReadonlySet<string>;
};

/** The best way to each, by the abandonment's id; nothing for who cannot be reached. A few queries however many there are. */
export async function waysTo(ctx: Ctx, left: readonly Left[]): Promise<Map<string, RecoveryWay>> {
  if (left.length === 0) return new Map();
  const roots = [...new Set(left.map((one) => one.root_id))];
  const inboxes = await inboxesOf(ctx);
  const known: Known = {
    inboxes,
    addresses: await addressesOf(ctx, roots),
    wrote: await windowsOf(ctx, roots, inboxes),
    likes: await likesOf(ctx, roots),
    refuses: await refusalsOf(ctx, roots, 'service'),
    failed: await failedPlaces(ctx, left),
  };
  const now = ctx.clock.now().getTime();
  const timeZone = await zoneOf(ctx);
  return new Map(
    left.flatMap((one) => {
      const hours = known.likes.get(one.root_id)?.hours ?? null;
      const ways = waysOf(ctx, one, known);
      const { kind, inbox_id: leftInboxId } = one;
      const way = wayTo({ kind, leftInboxId, leftAt: one.at.getTime(), ways, hours, timeZone, now });
      return way ? [[one.id, way] as const] : [];
    }),
  );
}

function waysOf(ctx: Ctx, left: Left, known: Known): Way[] {
  const { root_id: root } = left;
  const brand = known.inboxes.find(({ id }) => id === left.inbox_id)?.brandId;
  const like = known.likes.get(root);
  return known.inboxes.flatMap((inbox) =>
    (known.addresses.get(root) ?? []).flatMap((address): Way[] => {
      const { manifest } = inbox;
      const fits = manifest.identityKinds.some((one) => one.kind === address.kind);
      const lastAt = known.wrote.get(`${inbox.id} ${address.id}`) ?? null;
      if ((!fits && lastAt === null) || address.opted_out_at || address.undeliverable_at) return [];
      // An answer where they wrote is one; a word elsewhere is what they asked not to get, or comes from a brand they do not know.
      const isStrange = brand !== undefined && inbox.brandId !== brand;
      const refused = known.refuses(root, { channel: inbox.channel, matchKey: address.match_key });
      if (lastAt === null && (isStrange || refused)) return [];
      const { windowHours, startsConversation, sends } = manifest.capabilities;
      return [
        {
          inboxId: inbox.id,
          channel: inbox.channel,
          identityId: address.id,
          address: displayOf(ctx.ports.identityKinds, address),
          starts: startsConversation && sends.includes('text'),
          openUntil: lastAt !== null && windowHours !== null ? lastAt + windowHours * 3_600_000 : null,
          lastAt,
          failed: known.failed.has(`${left.conversation_id} ${inbox.id} ${address.match_key}`),
          proven: address.verified_at !== null,
          preferred: like?.channel === inbox.channel,
          hours: inbox.hours,
        },
      ];
    }),
  );
}

type Inbox = {
  id: string;
  channel: string;
  brandId: string;
  hours: BusinessHours | null;
  manifest: ChannelManifest;
};

/** The firm's inboxes that are on: what they can and when they are attended, and nothing secret of theirs. */
async function inboxesOf(ctx: Ctx): Promise<Inbox[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel', 'brand_id as brandId', hoursOfRow<BusinessHours | null>('inboxes').as('hours')])
    .where('org_id', '=', ctx.orgId)
    .where('active', '=', true)
    .execute();
  return rows.flatMap((row) => {
    const manifest = ctx.ports.channels.get(row.channel)?.manifest;
    return manifest ? [{ ...row, manifest }] : [];
  });
}

/** Where those whose place was kept could not be written to. */
async function failedPlaces(ctx: Ctx, left: readonly Left[]): Promise<Set<string>> {
  const ids = left.flatMap((one) => one.conversation_id ?? []);
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ place: string }>`
    SELECT concat_ws(' ', k.conversation_id, k.inbox_id, i.match_key) AS place
    FROM kept_places k JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    WHERE k.org_id = ${ctx.orgId} AND k.conversation_id = ANY(${ids}::uuid[]) AND k.state = 'failed'`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ place }) => place));
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
