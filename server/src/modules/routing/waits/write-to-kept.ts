import { Locale } from '@meada/contract/primitives';
import type { WaitSettings } from '@meada/contract/routing';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { askCustomer, CannotAsk, noteInThread } from '../../conversations/index.ts';
import { displayOf } from '../../customers/index.ts';
import { settingsOf } from '../rows/queue.ts';
import { type Carried, carryPlace, placeOfNow } from './carry-place.ts';
import { claimOtherWays } from './other-ways.ts';
import { turnWords } from './texts.ts';

const purpose = 'service';

/**
 * Follows the log: whose place was kept is written to when somebody begins with them, and from then on it goes on there; where
 * their conversation was merged, the place goes with it. What was written and did not arrive ends it, too. Twice over an event
 * does no harm: a place is settled once.
 */
export async function writeToKept(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  const moved = events.filter((event) => event.conversationId !== null && isTurn(event));
  for (const [orgId, list] of Map.groupBy(moved, (event) => event.orgId)) {
    const ids = [...new Set(list.map(({ conversationId }) => conversationId ?? ''))];
    const kept = await inTransaction(kernel, systemActor(orgId), (ctx) => openOf(ctx, ids));
    for (const id of kept) await settle(kernel, orgId, id);
  }
  await endUndelivered(kernel, events);
}

/** It may be somebody's turn, or the place may belong elsewhere. */
function isTurn({ name, facts }: LoggedEvent): boolean {
  if (name === 'work.changed') return facts.state === 'active' || facts.state === 'done';
  if (name === 'conversation.changed')
    return (facts.what as string[]).some((one) => one === 'status' || one === 'assignee');
  return name === 'conversation.regrouped';
}

/** What told somebody that it is their turn came back: they do not know it. */
async function endUndelivered(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  const fates = events.filter(({ name, facts }) => name === 'message.changed' && facts.what === 'dispatch');
  for (const [orgId, list] of Map.groupBy(fates, (event) => event.orgId)) {
    const ids = [...new Set(list.map(({ facts }) => String(facts.messageId)))];
    const actor = systemActor(orgId);
    const failed = await inTransaction(kernel, actor, async (ctx) => {
      const { rows } = await sql<{ id: string }>`
        SELECT k.id FROM kept_places k JOIN dispatches d ON d.org_id = k.org_id AND d.message_id = k.message_id AND d.state = 'failed'
        WHERE k.org_id = ${orgId} AND k.message_id = ANY (${ids}::uuid[]) AND k.state = 'written' ORDER BY k.id`.execute(
        ctx.db,
      );
      for (const { id } of rows) await failSent(ctx, id);
      return rows;
    });
    for (const { id } of failed) await inTransaction(kernel, actor, (ctx) => claimOtherWays(ctx, id));
  }
}

async function openOf(ctx: Ctx, conversationIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT k.id FROM kept_places k
    WHERE k.org_id = ${ctx.orgId} AND k.conversation_id = ANY (${[...conversationIds]}::uuid[]) AND k.settled_at IS NULL
    ORDER BY k.id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

async function settle(kernel: Kernel, orgId: string, id: string): Promise<void> {
  try {
    await inTransaction(kernel, systemActor(orgId), (ctx) => write(ctx, id));
  } catch (error) {
    if (!(error instanceof CannotAsk)) throw error;
    await inTransaction(kernel, systemActor(orgId), (ctx) => fail(ctx, id, error.reason));
    await inTransaction(kernel, systemActor(orgId), (ctx) => claimOtherWays(ctx, id));
  }
}

type Kept = Carried & {
  inbox_id: string;
  identity_id: string;
  channel: string;
  kind: string;
  match_key: string;
  canonical: string;
  protocol: string;
  firm: string;
  name: string | null;
  locale: string;
  settings: unknown;
  /** Somebody of ours has it, or will have it. */
  taken: boolean;
  /** It stands in a line again. */
  waits: boolean;
  resolved: boolean;
  /** They have written there of themselves since. */
  wrote: boolean;
};

/** The place and its conversation, held; null when it was settled meanwhile. */
async function hold(ctx: Ctx, id: string): Promise<Kept | null> {
  // All it may belong to at once and in order, as regroupings hold them.
  await sql`SELECT FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id IN (
    SELECT unnest(ARRAY[k.conversation_id, k.carried_from, m.merged_into_id]) FROM kept_places k
    JOIN conversations m ON m.org_id = k.org_id AND m.id = k.conversation_id
    WHERE k.org_id = ${ctx.orgId} AND k.id = ${id}) ORDER BY c.id FOR UPDATE`.execute(ctx.db);
  const { rows } = await sql<Kept>`
    SELECT k.conversation_id, c.merged_into_id, k.carried_from, c.status = 'resolved' AS resolved,
      coalesce((SELECT f.merged_into_id IS NULL FROM conversations f WHERE f.org_id = k.org_id AND f.id = k.carried_from), false)
        AS stands_again, k.inbox_id, k.identity_id, x.channel, i.kind, i.match_key, i.canonical, c.protocol,
      coalesce(b.name, z.name) AS firm, r.name, coalesce(r.locale, z.locale) AS locale, w.settings,
      c.status = 'open' AND c.assignee_id IS NOT NULL AS taken, coalesce(w.state IN ('waiting', 'offered'), false) AS waits,
      EXISTS (SELECT FROM legs l JOIN identities a ON a.org_id = l.org_id AND a.id = l.identity_id
        WHERE l.org_id = c.org_id AND l.conversation_id = c.id AND l.inbox_id = k.inbox_id
          AND a.match_key = i.match_key AND l.last_inbound_at >= k.created_at) AS wrote
    FROM kept_places k
    JOIN conversations c ON c.org_id = k.org_id AND c.id = k.conversation_id
    JOIN inboxes x ON x.org_id = k.org_id AND x.id = k.inbox_id
    JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    JOIN organisations z ON z.id = k.org_id
    LEFT JOIN brands b ON b.org_id = c.org_id AND b.id = c.brand_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers r ON r.org_id = o.org_id AND r.id = o.canonical_id
    LEFT JOIN LATERAL (SELECT w.state, q.settings FROM work_items w
      JOIN queues q ON q.org_id = w.org_id AND q.id = w.queue_id
      WHERE w.org_id = c.org_id AND w.conversation_id = c.id ORDER BY w.created_at DESC LIMIT 1) w ON true
    WHERE k.org_id = ${ctx.orgId} AND k.id = ${id} AND k.settled_at IS NULL`.execute(ctx.db);
  return rows[0] ?? null;
}

/** The place, held where its conversation goes on by now; null when it is settled. */
async function held(ctx: Ctx, id: string): Promise<Kept | null> {
  const kept = await hold(ctx, id);
  const to = kept && placeOfNow(kept);
  if (!kept || !to) return kept;
  return (await carryPlace(ctx, { id, place: kept, toId: to })) ? hold(ctx, id) : null;
}

async function write(ctx: Ctx, id: string): Promise<void> {
  const kept = await held(ctx, id);
  // Back in the line, or still before anybody's eyes: the place is kept on.
  if (!kept || kept.waits) return;
  if (kept.resolved || kept.wrote) return close(ctx, id, { kept, state: 'over' });
  if (!kept.taken) return;
  const locale = Locale.safeParse(kept.locale).data ?? 'pt-BR';
  const {
    conversation_id: conversationId,
    inbox_id: inboxId,
    identity_id: identityId,
    firm,
    protocol,
  } = kept;
  const asked = await askCustomer(ctx, {
    ...{ conversationId, purpose, locale, templates: templatesOf(kept), to: { inboxId, identityId } },
    filling: { name: kept.name?.trim().split(/\s+/)[0] ?? '', firm, protocol },
    question: () => ({
      content: { v: 1, kind: 'text', text: turnWords(locale, firm, protocol) },
      html: null,
    }),
  });
  await sql`UPDATE legs SET join_reason = 'kept_place' WHERE org_id = ${ctx.orgId} AND id = ${asked.legId}
    AND last_inbound_at IS NULL`.execute(ctx.db);
  await close(ctx, id, { kept, state: 'written', ...asked });
  await noteInThread(ctx, conversationId, { code: 'place_written', values: valuesOf(ctx, kept) });
}

const templatesOf = ({ settings }: Kept): WaitSettings['templates'] =>
  settings ? settingsOf({ settings }).wait.templates : [];

const valuesOf = (ctx: Ctx, { channel, ...address }: Kept): Record<string, string> => ({
  channel,
  address: displayOf(ctx.ports.identityKinds, address),
});

type Closing = { kept: Kept; state: string; messageId?: string; legId?: string };

async function close(ctx: Ctx, id: string, { kept, state, messageId, legId }: Closing): Promise<void> {
  await ctx.db
    .updateTable('kept_places')
    .set({ state, settled_at: ctx.clock.now(), message_id: messageId ?? null, leg_id: legId ?? null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  ctx.emit({ name: 'wait.changed', facts: { conversationId: kept.conversation_id, what: state } });
}

/** They cannot be written to there: who has them reads so, and they are to be won back by another way. */
async function fail(ctx: Ctx, id: string, reason: string): Promise<void> {
  const kept = await held(ctx, id);
  if (!kept) return;
  await failed(ctx, id, { kept, reason });
}

type Failing = {
  kept: Pick<Kept, 'conversation_id' | 'channel' | 'kind' | 'match_key' | 'canonical'>;
  reason: string;
};

async function failed(ctx: Ctx, id: string, { kept, reason }: Failing): Promise<void> {
  await sql`UPDATE kept_places SET state = 'failed', reason = ${reason}, settled_at = ${ctx.clock.now()}
    WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  const { conversation_id: conversationId } = kept;
  ctx.emit({ name: 'wait.changed', facts: { conversationId, what: 'failed' } });
  const { channel, ...address } = kept;
  const shown = displayOf(ctx.ports.identityKinds, address);
  await noteInThread(ctx, conversationId, {
    code: 'place_failed',
    values: { channel, address: shown, reason },
  });
}

/** The message that told them came back. */
async function failSent(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql<Failing['kept']>`
    SELECT k.conversation_id, x.channel, i.kind, i.match_key, i.canonical
    FROM kept_places k JOIN inboxes x ON x.org_id = k.org_id AND x.id = k.inbox_id
    JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id
    WHERE k.org_id = ${ctx.orgId} AND k.id = ${id} AND k.state = 'written' FOR UPDATE OF k`.execute(ctx.db);
  const [kept] = rows;
  if (kept) await failed(ctx, id, { kept, reason: 'undelivered' });
}
