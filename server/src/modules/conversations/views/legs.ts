import type { ChannelCapabilities } from '@meada/contract/channels';
import type { Side } from '@meada/contract/public';
import type { JoinReason, Leg } from '@meada/contract/routes/conversations';
import type { Identity } from '@meada/contract/routes/customers';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { deadSince, identityOf as shownIdentity } from '../../customers/index.ts';

/** An identity as the database has it, in JSON. */
export type IdentityJson = {
  id: string;
  kind: string;
  value: string;
  canonical: string;
  match_key: string;
  name: string | null;
  proof: string;
  verified_at: string | null;
  confidence: number;
  source: string;
  opted_out_at: string | null;
  undeliverable_at: string | null;
  undeliverable_reason: string | null;
  soft_bounces: number;
};

export const identityJson = (alias: string) => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`jsonb_build_object('id', ${column('id')}, 'kind', ${column('kind')}, 'value', ${column('value')},
    'canonical', ${column('canonical')}, 'match_key', ${column('match_key')}, 'name', ${column('name')}, 'proof', ${column('proof')},
    'verified_at', ${column('verified_at')}, 'confidence', ${column('confidence')}, 'source', ${column('source')},
    'opted_out_at', ${column('opted_out_at')}, 'undeliverable_at', ${deadSince(alias)},
    'undeliverable_reason', ${column('undeliverable_reason')}, 'soft_bounces', ${column('soft_bounces')})`;
};

/** The identity as the contract shows it: a telephone as people read it, a CPF masked. */
export const identityOf = ({ ports }: Pick<Ctx, 'ports'>, row: IdentityJson): Identity =>
  shownIdentity(ports.identityKinds, {
    ...row,
    verified_at: row.verified_at === null ? null : new Date(row.verified_at),
    opted_out_at: row.opted_out_at === null ? null : new Date(row.opted_out_at),
    undeliverable_at: row.undeliverable_at === null ? null : new Date(row.undeliverable_at),
    confidence: Math.min(1, Math.max(0, row.confidence)),
  });

export type LegRow = {
  id: string;
  inbox_id: string;
  channel: string;
  side: Side;
  url: string | null;
  thread_name: string | null;
  join_reason: string;
  last_inbound_at: Date | null;
  /** Last message of this address on this inbox in any conversation: the platform's window knows no conversations. */
  address_inbound_at: Date | null;
  /** The same of what it said in public. */
  public_inbound_at: Date | null;
  last_used: Date | null;
  identity: IdentityJson;
};

/**
 * When an address last wrote to an inbox, in any conversation and as any customer who holds it: the platform's window is
 * the address's. `l` has the inbox, `i` is the identity.
 */
export const lastFrom = (l: string, i: string, side: RawBuilder<Side>) => sql<Date | null>`
  (SELECT max(w.last_inbound_at) FROM identities a
    JOIN legs w ON w.org_id = a.org_id AND w.identity_id = a.id AND w.inbox_id = ${sql.ref(`${l}.inbox_id`)}
    WHERE a.org_id = ${sql.ref(`${i}.org_id`)} AND a.match_key = ${sql.ref(`${i}.match_key`)}
      AND a.kind = ${sql.ref(`${i}.kind`)} AND w.side = ${side})`;

/**
 * Legs of a conversation, the one to be proposed first: that of the customer's last message, or where they asked since to be
 * written to; dead addresses last.
 */
export async function legRows(ctx: Ctx, conversationId: string): Promise<LegRow[]> {
  const result = await sql<LegRow>`
    SELECT l.id, l.inbox_id, x.channel, l.side, l.join_reason, l.last_inbound_at, coalesce(u.url, t.url) AS url,
      CASE WHEN t.kind IN ('post', 'group') THEN t.name END AS thread_name,
      ${lastFrom('l', 'i', sql<Side>`l.side`)} AS address_inbound_at,
      ${lastFrom('l', 'i', sql<Side>`'public'`)} AS public_inbound_at,
      greatest(l.last_outbound_at, l.created_at) AS last_used, ${identityJson('i')} AS identity
    FROM legs l
    JOIN inboxes x ON x.org_id = l.org_id AND x.id = l.inbox_id
    JOIN identities i ON i.org_id = l.org_id AND i.id = l.identity_id
    LEFT JOIN outside_threads t ON t.org_id = l.org_id AND t.id = l.outside_thread_id
    LEFT JOIN public_duties u ON u.org_id = l.org_id AND u.leg_id = l.id AND u.settled_at IS NULL
    WHERE l.org_id = ${ctx.orgId} AND l.conversation_id = ${conversationId}
    ORDER BY (${deadSince('i')} IS NOT NULL),
      greatest(l.last_inbound_at, CASE l.join_reason WHEN 'kept_place' THEN l.created_at END) DESC NULLS LAST,
      last_used DESC, l.id`.execute(ctx.db);
  return result.rows;
}

/** End of the window for free text, or null where there is none. A window nobody has opened ended long ago. */
export function windowEnd(capabilities: ChannelCapabilities | undefined, facts: WindowFacts): Date | null {
  const ordinary = capabilities?.windowHours ?? null;
  const hours = facts.byPerson ? (capabilities?.personWindowHours ?? ordinary) : ordinary;
  if (hours === null || facts.side === 'public') return null;
  const { lastInboundAt, publicInboundAt } = facts;
  if (lastInboundAt) return hoursAfter(lastInboundAt, hours);
  // Nobody has written in private: what was said in public may be answered there once, within a time of its own.
  const reply = capabilities?.public?.privateReplyHours;
  if (reply === undefined || !publicInboundAt) return new Date(0);
  return reply === null ? null : hoursAfter(publicInboundAt, reply);
}

const hoursAfter = (at: Date, hours: number): Date => new Date(at.getTime() + hours * 3_600_000);

/** What a window depends on beside the channel. */
export type WindowFacts = {
  side: Side;
  lastInboundAt: Date | null;
  publicInboundAt: Date | null;
  /** A person would write, not a program. */
  byPerson: boolean;
};

export function legOf(ctx: Pick<Ctx, 'ports' | 'actor'>, row: LegRow, proposed: boolean): Leg {
  const capabilities = ctx.ports.channels.get(row.channel)?.manifest.capabilities;
  return {
    id: row.id,
    inboxId: row.inbox_id,
    channel: row.channel,
    class: capabilities?.class ?? 'deferred',
    identity: identityOf(ctx, row.identity),
    side: row.side,
    url: row.url,
    threadName: row.thread_name,
    windowEndsAt:
      windowEnd(capabilities, {
        side: row.side,
        lastInboundAt: row.address_inbound_at,
        publicInboundAt: row.public_inbound_at,
        byPerson: ctx.actor.kind === 'person',
      })?.toISOString() ?? null,
    lastInboundAt: row.last_inbound_at?.toISOString() ?? null,
    proposed,
    joinReason: row.join_reason as JoinReason,
    usedByCustomer: row.address_inbound_at !== null,
  };
}
