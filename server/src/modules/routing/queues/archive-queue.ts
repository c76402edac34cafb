import type { archiveQueue as route } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadQueues } from '../intake/facts.ts';
import { loadRules } from '../intake/places.ts';
import { columns, type ItemRow } from '../rows/item.ts';
import { storeMoves } from '../rows/moves.ts';
import { settingsOf } from '../rows/queue.ts';
import { queueById } from '../views/queues.ts';
import { lockQueues } from './store.ts';

/**
 * Ends a queue. Its work goes to another one, or is no longer routed: conversations stay with who has them. 409 while
 * another queue overflows to it or a rule names it.
 */
export async function archiveQueue(
  ctx: Ctx,
  { params, query }: Pick<Input<typeof route>, 'params' | 'query'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'routing.manage');
  await lockQueues(ctx);
  const { id } = await queueById(ctx, params.id);
  const to = query.moveTo ? await queueById(ctx, query.moveTo) : null;
  if (to?.id === id) throw refused('It cannot take its own work.', 'query.moveTo');
  for (const other of (await loadQueues(ctx)).byId.values())
    if (
      other.id !== id &&
      (other.after?.id === id || settingsOf(other).steps.some(({ overflowTo }) => overflowTo.includes(id)))
    )
      throw conflict(`The queue ${other.name} overflows to it.`);
  const rule = (await loadRules(ctx)).find(({ queueId }) => queueId === id);
  if (rule) throw conflict(`The intake rule ${rule.name} puts work there.`);
  await moveWork(ctx, id, to && { id: to.id, ...to.settings });
  await ctx.db
    .updateTable('queues')
    .set({ archived_at: ctx.clock.now(), is_default: false })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
  await sql`DELETE FROM queue_inboxes WHERE org_id = ${ctx.orgId} AND queue_id = ${id}`.execute(ctx.db);
  ctx.emit({ name: 'routing.changed', facts: { what: 'queue', queueId: id } });
  ctx.audit({ action: 'queue.archived', subject: { kind: 'queue', id }, facts: { moveTo: to?.id ?? null } });
  return { ok: true };
}

type Target = { id: string; skills: readonly { skillId: string; level: number }[]; weight: number };

/** Who was only asked has had nothing to do with it. */
const hadBy = ({ state, agent_id }: ItemRow): string | null => (state === 'offered' ? null : agent_id);

/** What somebody has, is asked or asks for keeps the place it was counted for. */
const weightIn = ({ state, kind, weight }: ItemRow, to: Target): number =>
  state === 'waiting' && kind !== 'hand_over' ? to.weight : weight;

async function moveWork(ctx: Ctx, id: string, to: Target | null): Promise<void> {
  const { rows } = await sql<ItemRow>`SELECT ${sql.raw(columns)} FROM work_items w
    WHERE w.org_id = ${ctx.orgId} AND w.queue_id = ${id} AND w.done_at IS NULL ORDER BY w.id FOR UPDATE`.execute(
    ctx.db,
  );
  const at = ctx.clock.now();
  const skills = to?.skills.map(({ skillId, level }) => ({ skill: skillId, level })) ?? [];
  const moves = rows.map((before) => ({
    before,
    after: to
      ? { ...before, queue_id: to.id, skills, weight: weightIn(before, to) }
      : { ...before, state: 'done' as const, done_at: at, agent_id: hadBy(before) },
    spells: [],
    why: to ? 'moved' : 'queue_ended',
  }));
  await storeMoves(ctx, moves, { at, by: null });
}
