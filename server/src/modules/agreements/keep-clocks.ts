import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { countClocks } from './count.ts';
import { askRun } from './store.ts';

/** Conversations counted in one transaction. */
const atOnce = 100;
/** Whatever these tell of may be another agreement, another hour or another word. */
const moving = /^(message\.created|conversation\.(created|changed|switched|regrouped)|work\.|callback\.)/;
/** What may change the deadlines of everything that is open. */
const general = new Set(['hours.changed', 'agreement.changed', 'inbox.changed', 'sac.switched']);
const openAtMost = 1000;

/** Keeps the clocks behind the log. Twice over an event does no harm. */
export async function keepClocks(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  for (const [orgId, list] of Map.groupBy(events, (event) => event.orgId)) {
    const told = toldBy(list);
    if (!told.general && told.ids.size === 0 && told.customers.size === 0) continue;
    const usual = await inTransaction(kernel, systemActor(orgId), (ctx) => prepare(ctx, told));
    for (const [ids, anew] of [[usual, false] as const, [[...told.regrouped], true] as const])
      for (let from = 0; from < ids.length; from += atOnce)
        await inTransaction(kernel, systemActor(orgId), (ctx) =>
          countClocks(ctx, ids.slice(from, from + atOnce), { anew }),
        );
  }
}

type Told = { general: boolean; ids: Set<string>; regrouped: Set<string>; customers: Set<string> };

function toldBy(list: readonly LoggedEvent[]): Told {
  const told: Told = { general: false, ids: new Set(), regrouped: new Set(), customers: new Set() };
  for (const { name, conversationId, facts } of list) {
    // A queue's hours count where the inbox has none.
    if (general.has(name) || (name === 'routing.changed' && facts.what === 'queue')) told.general = true;
    if (name === 'segment.entered' || name === 'segment.left') told.customers.add(String(facts.customerId));
    if (conversationId !== null && moving.test(name)) told.ids.add(conversationId);
    if (name === 'conversation.regrouped' && conversationId !== null)
      for (const id of [conversationId, String(facts.otherId)]) told.regrouped.add(id);
  }
  for (const id of told.regrouped) told.ids.delete(id);
  return told;
}

/** The conversations to count; nobody's where the firm has no agreement and no SAC. A general change begins a run. */
async function prepare(ctx: Ctx, told: Told): Promise<string[]> {
  const { rows } = await sql<{ segments: boolean }>`
    SELECT coalesce(bool_or(jsonb_array_length(coalesce(conditions -> 'segmentIds', '[]')) > 0), false) AS segments
    FROM agreements WHERE org_id = ${ctx.orgId} HAVING count(*) > 0 OR EXISTS (SELECT FROM brands b
      WHERE b.org_id = ${ctx.orgId} AND (b.sac_since IS NOT NULL OR b.sac_until IS NOT NULL))`.execute(
    ctx.db,
  );
  if (!rows[0]) return [];
  if (told.general) await askRun(ctx);
  if (rows[0].segments && told.customers.size > 0)
    for (const id of await openOf(ctx, [...told.customers])) told.ids.add(id);
  return [...told.ids].filter((id) => !told.regrouped.has(id));
}

/** Conversations of customers that are not resolved. */
async function openOf(ctx: Ctx, customers: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM customers g JOIN conversations c ON c.org_id = g.org_id AND c.customer_id = g.id
    WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ANY(${[...customers]}::uuid[]) AND c.status <> 'resolved'
    LIMIT ${openAtMost}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
