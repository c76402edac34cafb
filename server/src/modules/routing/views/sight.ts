import type { WorkItem } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { may } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { notFound } from '../../../kernel/errors.ts';
import { findSeen, seenBy } from '../../conversations/index.ts';

/** That there is work, and nothing of what is said in it: for who leads a queue and does not see the conversation. */
export const unseen = (item: WorkItem): WorkItem => ({
  ...item,
  conversation: null,
  task: null,
  leftDraft: null,
  handOver: item.handOver && { ...item.handOver, note: null },
});

/** Items as the caller may read them. `shown`: what they may read whether they see the conversation or not. */
export async function inSight(
  ctx: Ctx,
  items: readonly WorkItem[],
  shown: (item: WorkItem) => boolean = () => false,
): Promise<WorkItem[]> {
  const ids = items.flatMap(({ conversation }) => conversation?.id ?? []);
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY (${ids}::uuid[])
      AND ${seenBy(ctx.actor)}`.execute(ctx.db);
  const tasks = await seenTasks(
    ctx,
    items.flatMap(({ task }) => task?.id ?? []),
  );
  const seen = new Set([...rows.map(({ id }) => id), ...tasks]);
  const sees = ({ conversation, task }: WorkItem): boolean => seen.has(conversation?.id ?? task?.id ?? '');
  return items.map((item) => (sees(item) || shown(item) ? item : unseen(item)));
}

/** The tasks among these the caller sees by themselves: responsible, of the team, who made it, who leads tasks. */
async function seenTasks(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0 || may(ctx.actor, 'tasks.manage')) return [...ids];
  if (ctx.actor.kind !== 'person') return [];
  const { id: me, teamIds } = ctx.actor;
  const { rows } = await sql<{ id: string }>`
    SELECT t.id FROM tasks t WHERE t.org_id = ${ctx.orgId} AND t.id = ANY (${[...ids]}::uuid[])
      AND (t.created_by = ${me} OR t.team_id = ANY (${[...teamIds]}::uuid[]) OR EXISTS (SELECT FROM task_people p
        WHERE p.org_id = t.org_id AND p.task_id = t.id AND p.person_id = ${me}))`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

type About = { conversation_id: string | null; task_id: string | null };

/** Whoever takes or moves others' work sees what it is about. Throws `not_found`. */
export async function checkSight(ctx: Ctx, item: About): Promise<void> {
  if (item.conversation_id !== null) await findSeen(ctx, item.conversation_id);
  if (item.task_id !== null && (await seenTasks(ctx, [item.task_id])).length === 0) throw notFound('task');
}
