import { randomUUID } from 'node:crypto';
import type { Ctx } from '../../kernel/ctx.ts';
import { addCustomer, addTalk, type Caller, type Talk } from '../conversations/factories.ts';
import { restoreState, stateOf } from '../conversations/index.ts';
import {
  mergeConversations,
  splitConversation,
  undoRegrouping,
} from '../conversations/testing-regroupings.ts';
import type { RoutedHouse } from './testing-house.ts';

type Field = {
  house: RoutedHouse;
  inboxes: string[];
  talks: Talk[];
  pick: <T>(list: readonly T[]) => T | undefined;
};

/** What changes who has a conversation without anybody asking routing: merging, splitting, taking back what was done. */
export function regroupings(field: Field): Record<string, () => Promise<unknown>> {
  const { house, inboxes, talks, pick } = field;
  const { desk, boss } = house;
  const callers: Caller[] = [];
  const done: string[] = [];
  const as = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => desk.as(boss, work);
  const again = async (): Promise<void> => {
    if (callers.length < 5) callers.push(await addCustomer(desk));
    const caller = pick(callers);
    if (caller) talks.push(await addTalk(desk, pick(inboxes) as string, { caller }));
  };
  return {
    ...{ again, againToo: again },
    merge: async () => {
      const from = pick(
        talks.filter(({ customerId }) => callers.some((one) => one.customerId === customerId)),
      );
      const into = pick(
        talks.filter(({ customerId, id }) => customerId === from?.customerId && id !== from.id),
      );
      if (!from || !into) return;
      const pair = { conversationId: from.id, intoId: into.id };
      done.push((await as((ctx) => mergeConversations(ctx, pair))).regroupingId);
    },
    split: async () => {
      const talk = pick(talks);
      if (!talk) return;
      const input = { conversationId: talk.id, clientId: randomUUID(), messageIds: [talk.messageId] };
      const { regroupingId, conversation } = await as((ctx) => splitConversation(ctx, input));
      done.push(regroupingId);
      talks.push({ ...talk, id: conversation.id });
    },
    undo: async () => {
      const regroupingId = pick(done.slice(-5));
      if (regroupingId) await as((ctx) => undoRegrouping(ctx, { regroupingId }));
    },
    ...restores(as, field),
  };
}

/** A conversation put back to what it was some time ago, as the undoing of a macro does. */
function restores(
  as: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
  { talks, pick }: Field,
): Record<string, () => Promise<unknown>> {
  const states: { id: string; before: Awaited<ReturnType<typeof stateOf>> }[] = [];
  return {
    remember: async () => {
      const talk = pick(talks);
      if (talk) states.push({ id: talk.id, before: await as((ctx) => stateOf(ctx, talk.id)) });
    },
    restore: async () => {
      const one = pick(states.slice(-10));
      if (!one) return;
      const { id: conversationId, before } = one;
      await as(async (ctx) => {
        const after = await stateOf(ctx, conversationId);
        await restoreState(ctx, { conversationId, before, after, answered: false });
      });
    },
  };
}
