import { Content } from '@meada/contract/content';
import { Locale } from '@meada/contract/primitives';
import type { ChatWait } from '@meada/contract/routes/chat-waits';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { displayOf } from '../../customers/index.ts';
import { type BusinessHours, hoursOfRow, opensNext } from '../../hours/index.ts';
import { settingsOf } from '../rows/queue.ts';
import { placeWays, shownWay, wayName } from './ways.ts';

type Row = {
  conversation_id: string;
  queue_id: string;
  settings: unknown;
  said_at: Date;
  position: number | null;
  low: number | null;
  high: number | null;
  late: boolean;
  nobody: boolean;
  hours: BusinessHours | null;
  locale: string;
  kept_channel: string | null;
  kept_kind: string | null;
  kept_canonical: string | null;
  kept_key: string | null;
  call: unknown;
  promised_at: Date | null;
};

/** What those who wait in chats are told now, by conversation; nothing for who waits no longer, or is not told. */
export async function chatWaits(
  ctx: Ctx,
  conversationIds: readonly string[],
): Promise<Map<string, ChatWait>> {
  const rows = await rowsOf(ctx, conversationIds);
  const waits = new Map<string, ChatWait>();
  for (const [, list] of Map.groupBy(rows, ({ queue_id }) => queue_id)) {
    const { wait } = settingsOf({ settings: list[0]?.settings });
    if (!wait.tell) continue;
    const ways = await placeWays(ctx, wait);
    for (const row of list) {
      const locale = Locale.safeParse(row.locale).data ?? 'pt-BR';
      waits.set(row.conversation_id, {
        ...{ at: row.said_at.toISOString(), position: row.position, low: row.low, high: row.high },
        ...{ late: row.late, nobody: row.nobody, opensAt: opensAt(ctx, row.hours) },
        ...{ offersCall: wait.call, places: ways.map((way) => shownWay(way, locale)) },
        ...{ kept: keptIn(ctx, row, locale), call: callIn(row) },
      });
    }
  }
  return waits;
}

async function rowsOf(ctx: Ctx, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    SELECT t.conversation_id, t.queue_id, q.settings, t.said_at, t.position, t.low, t.high, t.late, t.nobody,
      coalesce(${hoursOfRow('x')}, ${hoursOfRow('q')}) AS hours, coalesce(r.locale, z.locale) AS locale,
      kx.channel AS kept_channel, i.kind AS kept_kind, i.canonical AS kept_canonical,
      i.match_key AS kept_key,
      m.content AS call, b.promised_at
    FROM told_waits t
    JOIN work_items w ON w.org_id = t.org_id AND w.id = t.item_id AND w.state IN ('waiting', 'offered')
    JOIN queues q ON q.org_id = t.org_id AND q.id = t.queue_id
    JOIN conversations c ON c.org_id = t.org_id AND c.id = t.conversation_id AND c.status = 'open'
    JOIN inboxes x ON x.org_id = c.org_id AND x.id = c.inbox_id
    JOIN organisations z ON z.id = c.org_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
    LEFT JOIN kept_places k ON k.org_id = t.org_id AND k.conversation_id = t.conversation_id AND k.settled_at IS NULL
    LEFT JOIN inboxes kx ON kx.org_id = k.org_id AND kx.id = k.inbox_id
    LEFT JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    LEFT JOIN callbacks b ON b.org_id = t.org_id AND b.conversation_id = t.conversation_id AND b.settled_at IS NULL
    LEFT JOIN messages m ON m.org_id = b.org_id AND m.id = b.message_id
    WHERE t.org_id = ${ctx.orgId} AND t.conversation_id = ANY (${[...ids]}::uuid[]) AND t.ended_at IS NULL`.execute(
    ctx.db,
  );
  return rows;
}

/** When somebody is there again; null: somebody is, or nobody knows. */
function opensAt(ctx: Ctx, hours: BusinessHours | null): string | null {
  const now = ctx.clock.now().getTime();
  const opens = hours ? opensNext(hours, now) : now;
  return opens === null || opens === now ? null : new Date(opens).toISOString();
}

function nameOf(ctx: Ctx, channel: string, locale: Locale): string {
  const manifest = ctx.ports.channels.get(channel)?.manifest;
  return manifest ? wayName(manifest, locale) : channel;
}

function keptIn(ctx: Ctx, row: Row, locale: Locale): ChatWait['kept'] {
  const { kept_channel: channel, kept_kind: kind, kept_canonical: canonical, kept_key: match_key } = row;
  if (channel === null || kind === null || canonical === null || match_key === null) return null;
  const name = nameOf(ctx, channel, locale);
  return { channel, name, address: displayOf(ctx.ports.identityKinds, { kind, canonical, match_key }) };
}

function callIn({ call, promised_at }: Row): ChatWait['call'] {
  const read = Content.safeParse(call);
  if (!promised_at || !read.success || read.data.kind !== 'callback') return null;
  return { phone: read.data.phone, promisedAt: promised_at.toISOString() };
}

type Gone = {
  conversation_id: string;
  channel: string;
  kind: string;
  canonical: string;
  match_key: string;
  locale: string;
};

/** Where conversations go on whose customer asked to be written to elsewhere and was, by conversation. */
export async function goneOn(
  ctx: Ctx,
  conversationIds: readonly string[],
): Promise<Map<string, NonNullable<ChatWait['kept']>>> {
  if (conversationIds.length === 0) return new Map();
  const { rows } = await sql<Gone>`
    SELECT DISTINCT ON (k.conversation_id) k.conversation_id, x.channel, i.kind, i.canonical, i.match_key,
      coalesce(r.locale, z.locale) AS locale
    FROM kept_places k
    JOIN conversations c ON c.org_id = k.org_id AND c.id = k.conversation_id AND c.inbox_id = k.inbox_id AND c.status <> 'resolved'
    JOIN inboxes x ON x.org_id = k.org_id AND x.id = k.inbox_id
    JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    JOIN organisations z ON z.id = k.org_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
    WHERE k.org_id = ${ctx.orgId} AND k.conversation_id = ANY (${[...conversationIds]}::uuid[]) AND k.state = 'written'
    ORDER BY k.conversation_id, k.created_at DESC`.execute(ctx.db);
  return new Map(
    rows.map(({ conversation_id, channel, locale: spoken, ...address }) => {
      const locale = Locale.safeParse(spoken).data ?? 'pt-BR';
      const name = nameOf(ctx, channel, locale);
      return [conversation_id, { channel, name, address: displayOf(ctx.ports.identityKinds, address) }];
    }),
  );
}

/**
 * Legs on which conversations go on after a place was kept: the address was only claimed by a browser, so the browser does not
 * read what is said there.
 */
export async function hiddenLegs(ctx: Ctx, conversationIds: readonly string[]): Promise<Set<string>> {
  if (conversationIds.length === 0) return new Set();
  // What was said there and came along with a merging or splitting is hidden as it was before.
  const { rows } = await sql<{ id: string }>`SELECT l.id FROM legs l
    WHERE l.org_id = ${ctx.orgId} AND l.conversation_id = ANY (${[...conversationIds]}::uuid[])
      AND EXISTS (SELECT FROM kept_places k WHERE k.org_id = l.org_id AND k.identity_id = l.identity_id AND k.leg_id IS NOT NULL
        AND (k.leg_id = l.id OR (k.inbox_id = l.inbox_id AND l.join_reason = 'moved')))`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}
