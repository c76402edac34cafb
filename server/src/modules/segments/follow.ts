import type { SegmentTree } from '@meada/contract/segments';
import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { settleMembers } from './store.ts';

/** Customers asked anew in one statement. */
const askedAtOnce = 500;
/** Events that change nothing a condition asks for. */
const idle = new Set(['dispatch.queued', 'read_mark.changed', 'suggestion.created', 'suggestion.settled']);

/**
 * Keeps the members of segments behind the log: whoever an event tells of is asked anew, in every segment. Twice over an
 * event does no harm: what counts is how the customer is now.
 */
export async function keepSegments(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  const told = events.filter(({ name }) => !/^(segment|deadline)\./.test(name) && !idle.has(name));
  for (const [orgId, list] of Map.groupBy(told, (event) => event.orgId)) {
    const customers = list.flatMap(({ customerId, facts }) => [customerId, facts.customerId, facts.otherId]);
    const conversations = list.flatMap(({ conversationId, facts }) => [conversationId, facts.otherId]);
    await keepThose(kernel, orgId, { customers: idsIn(customers), conversations: idsIn(conversations) });
  }
}

const idsIn = (values: readonly unknown[]): string[] => [
  ...new Set(values.filter((value): value is string => typeof value === 'string')),
];

type Told = { customers: string[]; conversations: string[] };

async function keepThose(kernel: Kernel, orgId: string, told: Told): Promise<void> {
  if (told.customers.length + told.conversations.length === 0) return;
  const found = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const segments = await liveSegments(ctx);
    return { segments, ids: segments.length > 0 ? await affected(ctx, told) : [] };
  });
  for (let from = 0; from < found.ids.length; from += askedAtOnce) {
    const ids = found.ids.slice(from, from + askedAtOnce);
    // A segment at a time: nobody who works on another waits for this one.
    for (const id of found.segments)
      await inTransaction(kernel, systemActor(orgId), (ctx) => settleThose(ctx, id, ids));
  }
}

const liveSegments = async (ctx: Ctx): Promise<string[]> => {
  const rows = await ctx.db
    .selectFrom('segments')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('state', 'in', ['ready', 'running'])
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
};

/** Whom events tell of, with the customers they stand for now: a root that was merged leaves, its new root may come. */
async function affected(ctx: Ctx, { customers, conversations }: Told): Promise<string[]> {
  const { rows } = await sql<{ id: string; root: string }>`
    SELECT c.id, c.canonical_id AS root FROM customers c WHERE c.org_id = ${ctx.orgId} AND (
      c.id = ANY (${customers}::uuid[]) OR c.id IN (
        SELECT v.customer_id FROM conversations v WHERE v.org_id = ${ctx.orgId} AND v.id = ANY (${conversations}::uuid[])))`.execute(
    ctx.db,
  );
  return [...new Set(rows.flatMap(({ id, root }) => [id, root]))].sort();
}

async function settleThose(ctx: Ctx, segmentId: string, ids: readonly string[]): Promise<void> {
  const row = await ctx.db
    .selectFrom('segments')
    .select(['id', 'conditions', 'computed_at'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', segmentId)
    .where('state', 'in', ['ready', 'running'])
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  // While it is worked out for the first time, whoever comes was there before: only later it is news.
  const held = { id: row.id, conditions: row.conditions as SegmentTree, computed: row.computed_at !== null };
  await settleMembers(ctx, held, { ids });
}
