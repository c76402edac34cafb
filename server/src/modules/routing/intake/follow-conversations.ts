import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { seedReasons } from '../agents/seed-reasons.ts';
import { loadRules } from './places.ts';
import { settleConversations } from './settle-conversations.ts';

/** Conversations that are locked at once. */
const atOnce = 50;
const concerned = /^(conversation|duty|callback)\.|^message\.created$|^deadline\.changed$/;

/**
 * Keeps work items behind the log: whatever happens in a conversation is looked at anew. Seeing an event twice does no
 * harm, and organisations without queues cost one look.
 */
export async function followConversations(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  for (const [orgId, list] of Map.groupBy(events, (event) => event.orgId)) {
    if (list.some(({ name }) => name === 'organisation.created'))
      await inTransaction(kernel, systemActor(orgId), seedReasons);
    const ids = new Set(list.filter(tells).flatMap(idsIn));
    const opened = list.some(
      ({ name, facts }) => name === 'routing.changed' && (facts.what === 'queue' || facts.what === 'rule'),
    );
    const turned = turnedIn(list);
    if (ids.size === 0 && turned.size === 0 && !opened) continue;
    if (!(await inTransaction(kernel, systemActor(orgId), concerns))) continue;
    const waiting = await inTransaction(kernel, systemActor(orgId), (ctx) =>
      opened ? strayed(ctx, null) : turnedByRules(ctx, turned),
    );
    await settle(kernel, orgId, [...new Set([...ids, ...waiting])].sort());
  }
}

/** Notes the house itself writes change nothing. */
const tells = ({ name, facts, actor }: LoggedEvent): boolean =>
  concerned.test(name) &&
  !(name === 'message.created' && facts.authorKind === 'system') &&
  !(name === 'conversation.changed' && actor.kind === 'system' && String(facts.what) === 'assignee') &&
  !(name === 'conversation.changed' && String(facts.what) === 'guest');

const idsIn = ({ conversationId, facts }: LoggedEvent): string[] =>
  [conversationId, facts.otherId].filter((id): id is string => typeof id === 'string');

async function settle(kernel: Kernel, orgId: string, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += atOnce)
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      settleConversations(ctx, ids.slice(from, from + atOnce)),
    );
}

/** Whether there is anything to keep: a queue, or work that is still open. */
async function concerns(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    SELECT EXISTS (SELECT FROM queues WHERE org_id = ${ctx.orgId} AND archived_at IS NULL)
      OR EXISTS (SELECT FROM work_items WHERE org_id = ${ctx.orgId} AND done_at IS NULL) AS any`.execute(
    ctx.db,
  );
  return rows[0]?.any ?? false;
}

const strayedAtMost = 10_000;

/** Who came into which segments or left them. */
function turnedIn(events: readonly LoggedEvent[]): Map<string, string[]> {
  const told = events.filter(({ name }) => name === 'segment.entered' || name === 'segment.left');
  const bySegment = Map.groupBy(told, ({ facts }) => String(facts.segmentId));
  return new Map([...bySegment].map(([id, list]) => [id, list.map(({ facts }) => String(facts.customerId))]));
}

/** What waits of customers who came into segments that rules ask for, or left them. Without such rules nothing is looked for. */
async function turnedByRules(ctx: Ctx, turned: ReadonlyMap<string, readonly string[]>): Promise<string[]> {
  if (turned.size === 0) return [];
  const rules = (await loadRules(ctx)).filter(({ active }) => active);
  const asked = new Set(rules.flatMap(({ conditions }) => conditions.segmentIds));
  const customers = [...turned].flatMap(([id, list]) => (asked.has(id) ? list : []));
  return customers.length === 0 ? [] : strayed(ctx, [...new Set(customers)]);
}

/**
 * Conversations that wait and are not in a queue, or that nobody has begun: queues, their inboxes or the rules changed, or what
 * is known of these customers did.
 */
async function strayed(ctx: Ctx, customers: readonly string[] | null): Promise<string[]> {
  const theirs = customers
    ? sql`EXISTS (SELECT FROM customers u WHERE u.org_id = c.org_id AND u.id = c.customer_id
        AND u.canonical_id = ANY (${[...customers]}::uuid[]))`
    : sql`true`;
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c
    WHERE c.org_id = ${ctx.orgId} AND c.waiting_since IS NOT NULL AND c.status = 'open' AND ${theirs} AND NOT EXISTS (
      SELECT FROM work_items w WHERE w.org_id = c.org_id AND w.conversation_id = c.id AND w.done_at IS NULL
      AND w.kind <> 'hand_over' AND NOT (w.state = 'waiting' AND w.left_by IS NULL))
    ORDER BY c.waiting_since, c.id LIMIT ${strayedAtMost}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}
