import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { scheduleMessage } from '../scheduling/schedule-message.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let inboxId: string;
let talk: Talk;
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk, { name: 'Ana' });
  rui = await addPerson(desk, { name: 'Rui' });
  inboxId = await addInbox(desk, 'chat');
});
beforeEach(async () => {
  talk = await addTalk(desk, inboxId);
});
afterAll(() => desk.close());

type Said = { seenSeq?: number; despite?: boolean; internal?: boolean; clientId?: string };
const bodyOf = ({ clientId = randomUUID(), internal = false, ...said }: Said) => ({
  clientId,
  content: { v: 1 as const, kind: 'text' as const, text: 'Temos, sim!' },
  internal,
  attachmentIds: [],
  ...said,
});
const answer = (actor: PersonActor | null, said: Said = {}) =>
  desk.as(actor, (ctx) => sendMessage(ctx, { conversationId: talk.id, ...bodyOf(said) }));
const lastSeq = async () => (await desk.as(ana, (ctx) => readOne(ctx, talk.id))).lastSeq;
const stopped = { code: 'answered_meanwhile', field: 'body.seenSeq' };

describe('an answer on top of a colleague’s', () => {
  test('is stopped, and goes out when the writer says so; nothing is sent twice', async () => {
    const seenSeq = await lastSeq();
    await answer(rui, { seenSeq });
    const mine = { clientId: randomUUID(), seenSeq };
    await expect(answer(ana, mine)).rejects.toMatchObject(stopped);
    expect(await lastSeq()).toBe(seenSeq + 1);
    const sent = await answer(ana, { ...mine, despite: true });
    // The same number again is answered with what was sent, whatever has come since.
    expect(await answer(ana, mine)).toMatchObject({ id: sent.id });
  });

  test('of two at once, the second is stopped', async () => {
    for (let round = 0; round < 15; round += 1) {
      talk = await addTalk(desk, inboxId);
      const seenSeq = await lastSeq();
      const both = await Promise.allSettled([answer(ana, { seenSeq }), answer(rui, { seenSeq })]);
      expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(both.find((one) => one.status === 'rejected')).toMatchObject({ reason: stopped });
      expect(await lastSeq()).toBe(seenSeq + 1);
    }
  });

  test('also when the colleague’s can still be taken back, in either order', async () => {
    const seenSeq = await lastSeq();
    const later = (actor: PersonActor, said: Said) =>
      desk.as(actor, (ctx) =>
        scheduleMessage(ctx, {
          conversationId: talk.id,
          clientId: randomUUID(),
          messages: [bodyOf(said)],
          draftHtml: null,
          when: { seconds: 5 },
          unlessAnswered: true,
        }),
      );
    await later(rui, { seenSeq });
    await expect(answer(ana, { seenSeq })).rejects.toMatchObject(stopped);
    await expect(later(ana, { seenSeq })).rejects.toMatchObject(stopped);
    await later(ana, { seenSeq, despite: true });
  });

  test('is not stopped by notes, own answers, the customer, or the firm’s programs', async () => {
    const seenSeq = await lastSeq();
    await answer(rui, { internal: true });
    await answer(ana, {});
    await answer(null, {});
    await answer(ana, { seenSeq });
    // A note goes beside whatever was answered.
    await answer(rui, { seenSeq, internal: true });
  });

  test('who says nothing of what they saw is not asked: programs go on as before', async () => {
    await answer(rui);
    await answer(ana);
  });
});
