import type { TaskWords } from '../routing/index.ts';

/** Words of who hands a task back stand with it as a comment of theirs. */
export const taskWords: TaskWords = {
  say: async (ctx, { taskId, personId, text }) => {
    const said = { id: ctx.ids.uuid(), task_id: taskId, person_id: personId, text, at: ctx.clock.now() };
    await ctx.db
      .insertInto('task_comments')
      .values({ org_id: ctx.orgId, ...said })
      .execute();
  },
};
