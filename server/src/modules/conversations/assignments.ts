import type { Ctx } from '../../kernel/ctx.ts';

/** What a module to the right has to say when a person assigns a conversation: routing keeps count of who has what. */
export type Assignments = {
  /** After the conversation is written, in its transaction. Throws `no_capacity` where the person has no room for it. */
  assigned(ctx: Ctx, conversationId: string): Promise<void>;
};

declare module '../../kernel/ctx.ts' {
  interface Ports {
    assignments: Assignments;
  }
}
