import type { ResponseOf } from '@meada/contract/route';
import type { pullNext as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadQueues, type Queues } from '../intake/facts.ts';
import { type AgentRow, loadAgents } from '../rows/agent.ts';
import { columns, type ItemRow } from '../rows/item.ts';
import { settingsOf } from '../rows/queue.ts';
import { workAfter } from '../views/items.ts';
import { isEligible } from './eligible.ts';
import { give, hasRoom, holdWork, noCapacity, personId } from './hold.ts';

const lookedAt = 200;

/** Takes the most urgent item that is for the caller; null when there is none. Throws `no_capacity`. */
export async function pullNext(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const agent = found((await loadAgents(ctx, [me]))[0], 'agent');
  const queues = await loadQueues(ctx);
  if (body.queueId) found(queues.byId.get(body.queueId), 'queue');
  const at = ctx.clock.now();
  const waiting = await waitingFor(
    ctx,
    reachable(queues, agent).filter((id) => !body.queueId || id === body.queueId),
  );
  let full = false;
  for (const item of waiting) {
    const queue = queues.byId.get(item.queue_id);
    if (!queue || !isEligible(agent, { item, queue, at })) continue;
    const got = await tryOne(ctx, item.id, me);
    if (got === 'taken') continue;
    if (got === 'full') full = true;
    else return { item: await workAfter(ctx, item) };
    if (item.class === 'deferred') break;
  }
  if (full) throw noCapacity();
  return { item: null };
}

/** Queues whose items may be for the agent: their own, and those that overflow to one of them or have it stand in. */
const reachable = ({ byId }: Queues, agent: AgentRow): string[] =>
  [...byId.values()]
    .filter((row) => {
      const over = settingsOf(row).steps.flatMap(({ overflowTo }) => overflowTo);
      return [row.id, ...over, row.after?.id ?? ''].some((id) => agent.queues.includes(id));
    })
    .map(({ id }) => id);

async function waitingFor(ctx: Ctx, queueIds: readonly string[]): Promise<ItemRow[]> {
  const { rows } = await sql<ItemRow>`
    SELECT ${sql.raw(columns)} FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.done_at IS NULL AND w.state = 'waiting' AND w.queue_id = ANY (${[...queueIds]}::uuid[])
    ORDER BY w.class = 'deferred', w.urgency, w.id LIMIT ${lookedAt}`.execute(ctx.db);
  return rows;
}

/** What one try has locked is let go before the next: everybody locks in one order. */
async function tryOne(ctx: Ctx, id: string, me: string): Promise<'got' | 'taken' | 'full'> {
  await ctx.client.query('SAVEPOINT pull');
  const got = await attempt(ctx, id, me);
  if (got !== 'got') await ctx.client.query('ROLLBACK TO SAVEPOINT pull');
  return got;
}

async function attempt(ctx: Ctx, id: string, me: string): Promise<'got' | 'taken' | 'full'> {
  try {
    const hold = await holdWork(ctx, id, [me]);
    if (hold.item.state !== 'waiting') return 'taken';
    if (!hasRoom(hold, me)) return 'full';
    await give(ctx, hold, { agentId: me, why: 'pulled' });
    return 'got';
  } catch (error) {
    if (error instanceof Failure && error.code === 'taken') return 'taken';
    throw error;
  }
}
