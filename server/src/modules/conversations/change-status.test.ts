import { randomUUID } from 'node:crypto';
import type { StatusCategory } from '@meada/contract/routes/conversations';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { changeStatus } from './change-status.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from './factories.ts';
import { sendMessage } from './send-message.ts';
import { wakeSnoozed } from './wake-snoozed.ts';

let desk: Desk;
let ana: PersonActor;
let inboxId: string;

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());

type Step =
  | { do: 'status'; status: StatusCategory; minutes: number }
  | { do: 'reply' | 'note' | 'wake' }
  | { do: 'wait'; minutes: number };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('status' as const),
    status: fc.constantFrom<StatusCategory>('open', 'pending', 'snoozed', 'resolved'),
    minutes: fc.integer({ min: -5, max: 60 }),
  }),
  fc.record({ do: fc.constantFrom('reply' as const, 'note' as const, 'wake' as const) }),
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
);

async function take(talk: Talk, step: Step): Promise<void> {
  if (step.do === 'wait') return desk.clock.advance(step.minutes * 60_000);
  if (step.do === 'wake') return void (await wakeSnoozed(desk.kernel));
  if (step.do === 'status') {
    const until = new Date(desk.clock.now().getTime() + step.minutes * 60_000).toISOString();
    const change = { conversationId: talk.id, status: step.status, until };
    await desk
      .as(ana, (ctx) => changeStatus(ctx, change))
      .catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'refused', field: 'body.until' });
        expect(step.status === 'snoozed' && step.minutes <= 0).toBe(true);
      });
    return;
  }
  await desk.as(ana, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text: 'x' },
      internal: step.do === 'note',
      attachmentIds: [],
    }),
  );
}

const rowOf = (talk: Talk) =>
  desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('conversations')
      .select(['status', 'snoozed_until', 'resolved_at', 'waiting_since', 'last_seq'])
      .select((from) => [
        from
          .selectFrom('messages')
          .whereRef('messages.conversation_id', '=', 'conversations.id')
          .select((m) => m.fn.countAll().as('n'))
          .as('count'),
        from
          .selectFrom('messages')
          .whereRef('messages.conversation_id', '=', 'conversations.id')
          .select((m) => m.fn.max('seq').as('n'))
          .as('highest'),
      ])
      .where('id', '=', talk.id)
      .executeTakeFirstOrThrow(),
  );

test('LESSONS 24: whatever is done in whatever order, status, times and numbers fit together', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 8 }), async (steps) => {
      const talk = await addTalk(desk, inboxId);
      let replied = false;
      for (const step of steps) {
        await take(talk, step);
        replied ||= step.do === 'reply';
        const row = await rowOf(talk);
        expect(row.snoozed_until !== null).toBe(row.status === 'snoozed');
        expect(row.resolved_at !== null).toBe(row.status === 'resolved');
        if (row.status === 'resolved' || replied) expect(row.waiting_since).toBeNull();
        expect([row.count, row.highest]).toEqual([row.last_seq, row.last_seq]);
      }
    }),
    { numRuns: 25 },
  );
});
