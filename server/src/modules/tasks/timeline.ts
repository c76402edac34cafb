import { may } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { type KeptLine, lineOf, type TimelineSource } from '../timeline/index.ts';
import { tasksOf } from './views.ts';

const told = new Set(['created', 'done', 'reopened']);

/** What the task is called, to whoever sees it. */
async function tell(ctx: Ctx, kept: readonly KeptLine[]): Promise<Map<string, string>> {
  if (!may(ctx.actor, 'tasks.read')) return new Map();
  const ids = [...new Set(kept.flatMap(({ refId }) => refId ?? []))];
  const titles = new Map((await tasksOf(ctx, ids)).map((task) => [task.id, task.title]));
  return new Map(
    kept.flatMap(({ id, refId }) => {
      const title = titles.get(refId ?? '');
      return title ? [[id, title] as const] : [];
    }),
  );
}

/** Tasks about somebody that were made, done and taken up again. */
export const taskLines: TimelineSource = {
  kinds: ['task'],
  events: ['task.changed'],
  lines: async (_ctx, events) =>
    events.flatMap((event) => {
      const { what, customerId, taskId } = event.facts;
      if (typeof customerId !== 'string' || !told.has(String(what))) return [];
      const made = { kind: 'task', key: `event:${event.id}`, refId: String(taskId), facts: { what } };
      return [lineOf(event, made)];
    }),
  tell,
};
