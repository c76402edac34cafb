import type { Ctx } from '../../../kernel/ctx.ts';

/** What somebody writes when they hand a task back: the tasks' own module keeps it with the task. */
export type TaskWords = {
  say(ctx: Ctx, words: { taskId: string; personId: string; text: string }): Promise<void>;
};

declare module '../../../kernel/ctx.ts' {
  interface Ports {
    taskWords: TaskWords;
  }
}
