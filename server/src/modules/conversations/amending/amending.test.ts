import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { Inbound } from '@meada/contract/channels';
import type { Message } from '@meada/contract/routes/conversations';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { deleteMessage } from '../delete-message.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { editMessage } from '../edit-message.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { reactToMessage } from '../react-to-message.ts';
import { sendMessage } from '../send-message.ts';
import { messageById } from '../sending/post.ts';
import { readVersions } from '../views/versions.ts';
import { amendInbox } from './worker.ts';

const asked: OutboundAmendment[] = [];
let answer: AmendResult | 'throw' = { state: 'sent' };
const amends = {
  edit: { kinds: ['text' as const], hours: 24 },
  delete: { hours: 48 },
  react: { hours: null, emojis: ['👍', '❤'] },
};
const able: ChannelPlugin = {
  ...paperChannel('able', { amends, windowHours: 24 }),
  send: async (message) => ({ state: 'sent', externalId: message.dispatchId }),
  amend: async (amendment) => {
    asked.push(amendment);
    if (answer === 'throw') throw new Error('the line broke');
    return answer;
  },
};
const unable: ChannelPlugin = { ...paperChannel('unable'), send: able.send };

let desk: Desk;
let ana: PersonActor;
let bia: PersonActor;
let talk: Talk;
let mute: Talk;
beforeAll(async () => {
  desk = await openDesk([able, unable]);
  [ana, bia] = [await addPerson(desk), await addPerson(desk, { name: 'Bia' })];
  talk = await addTalk(desk, await addInbox(desk, 'able'));
  mute = await addTalk(desk, await addInbox(desk, 'unable'));
  for (const one of [talk, mute])
    await desk.as(null, (ctx) =>
      ctx.db
        .insertInto('external_ids')
        .values({
          org_id: ctx.orgId,
          inbox_id: one.inboxId,
          external_id: `in:${one.id}`,
          message_id: one.messageId,
        })
        .execute(),
    );
});
afterAll(() => desk?.close());
beforeEach(() => {
  asked.length = 0;
  answer = { state: 'sent' };
});

async function write(text: string, where = talk, internal = false): Promise<Message> {
  const content = { v: 1 as const, kind: 'text' as const, text };
  const rest = {
    attachmentIds: [],
    clientId: desk.kernel.ids.uuid(),
    ...(internal ? {} : { legId: where.legId }),
  };
  const message = await desk.as(ana, (ctx) =>
    sendMessage(ctx, { conversationId: where.id, content, internal, ...rest }),
  );
  await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId: where.inboxId }, makePace(desk.clock));
  return message;
}
const edit = (id: string, text: string, by = ana) =>
  desk.as(by, (ctx) => editMessage(ctx, { messageId: id, text }));
const remove = (id: string, by = ana) => desk.as(by, (ctx) => deleteMessage(ctx, { messageId: id }));
const react = (id: string, emoji: string | null, by = ana) =>
  desk.as(by, (ctx) => reactToMessage(ctx, { messageId: id, emoji }));
const work = () => amendInbox(desk.kernel, { orgId: desk.orgId, inboxId: talk.inboxId });
const read = (id: string) => desk.as(ana, (ctx) => messageById(ctx, id));
const versions = async (id: string) =>
  (await desk.as(ana, (ctx) => readVersions(ctx, id))).items.map((one) => one.text);
const textOf = ({ content }: Message) => ('text' in content ? content.text : '');

it('an edit stands in the thread when the platform has made it, with what was said before kept', async () => {
  const { id } = await write('Boa trade');
  const waiting = await edit(id, 'Boa tarde');
  expect([textOf(waiting), waiting.amendment]).toMatchObject([
    'Boa trade',
    { state: 'queued', text: 'Boa tarde' },
  ]);
  expect(await work()).toBe(1);
  const made = await read(id);
  expect([textOf(made), made.amendment]).toEqual(['Boa tarde', null]);
  expect(made.editedAt).not.toBeNull();
  expect(asked).toMatchObject([
    { kind: 'edit', before: { text: 'Boa trade' }, content: { text: 'Boa tarde' } },
  ]);
  expect(await versions(id)).toEqual(['Boa trade']);
});

it.each([
  ['failed', { state: 'failed', code: 'too_late', text: 'No.' } as const],
  ['unknown', { state: 'unknown', code: 'no_answer', text: '?' } as const],
  ['unknown', 'throw' as const],
])(
  'a change that is %s leaves the thread as it is, says so, and is not made again by itself',
  async (state, said) => {
    const { id } = await write('Um');
    answer = said;
    await edit(id, 'Dois');
    await work();
    expect(await work()).toBe(0);
    desk.clock.advance(200_000);
    expect(await work()).toBe(0);
    expect(asked).toHaveLength(1);
    const after = await read(id);
    expect([textOf(after), after.amendment?.state]).toEqual(['Um', state]);
    answer = { state: 'sent' };
    await edit(id, 'Dois');
    await work();
    const made = await read(id);
    expect([textOf(made), made.amendment]).toEqual(['Dois', null]);
  },
);

it('lesson D26: a change cut off by a killed worker is unknown and not made again', async () => {
  const { id } = await write('Um');
  await edit(id, 'Dois');
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('amendments')
      .set({ state: 'sending', next_at: new Date(desk.clock.now().getTime() + 1000) })
      .where('message_id', '=', id)
      .execute(),
  );
  desk.clock.advance(1001);
  expect(await work()).toBe(0);
  expect(asked).toEqual([]);
  expect((await read(id)).amendment?.state).toBe('unknown');
});

it('changes of one message go in order; one that may be tried again waits as long as it is told', async () => {
  const { id } = await write('Um');
  answer = { state: 'retry', code: 'too_many_requests', text: '', afterSeconds: 60 };
  await edit(id, 'Dois');
  await remove(id);
  await work();
  expect(await work()).toBe(0);
  desk.clock.advance(60_000);
  answer = { state: 'sent' };
  await work();
  await work();
  expect(asked.map((one) => one.kind)).toEqual(['edit', 'edit', 'deletion']);
  const gone = await read(id);
  expect([gone.deletedAt !== null, textOf(gone)]).toEqual([true, '']);
  expect(await versions(id)).toEqual(['Um', 'Dois']);
});

it('reacts to the customer as one firm, in the platform’s spelling, and takes it back', async () => {
  await react(talk.messageId, '👍');
  await work();
  await react(talk.messageId, '❤️', bia);
  await work();
  const put = await read(talk.messageId);
  expect(put.reactions).toEqual([{ emoji: '❤', by: 'Bia', personId: bia.id }]);
  expect(asked.map((one) => one.kind === 'reaction' && one.emoji)).toEqual(['👍', '❤']);
  await react(talk.messageId, null);
  await work();
  expect((await read(talk.messageId)).reactions).toEqual([]);
});

it('a status of the platform settles a change: a refused reaction goes', async () => {
  answer = { state: 'sent', externalId: 'reaction:1' };
  await react(talk.messageId, '👍');
  await work();
  const at = desk.clock.now().toISOString();
  const error = { code: '131009', text: 'Too old', permanent: true };
  const item: Inbound = { kind: 'status', externalId: 'reaction:1', state: 'failed', at, error };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  const place = { orgId: desk.orgId, inboxId: talk.inboxId };
  await receive(desk.kernel, place, [{ externalId: 's', body, headers: {}, facts: {} }]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const after = await read(talk.messageId);
  expect([after.reactions, after.amendment]).toMatchObject([
    [],
    { state: 'failed', error: { code: '131009' } },
  ]);
});

it('notes are their author’s to edit and delete, at once, and everybody’s to react to', async () => {
  const { id } = await write('Nota', talk, true);
  await expect(edit(id, 'x', bia)).rejects.toMatchObject({ code: 'refused' });
  await expect(remove(id, bia)).rejects.toMatchObject({ code: 'refused' });
  await react(id, '🎉', bia);
  await react(id, '👍');
  const edited = await edit(id, 'Nota certa');
  expect([textOf(edited), edited.amendment, edited.reactions.length]).toEqual(['Nota certa', null, 2]);
  expect((await remove(id)).deletedAt).not.toBeNull();
  expect(await versions(id)).toEqual(['Nota', 'Nota certa']);
  await expect(edit(id, 'x')).rejects.toMatchObject({ code: 'conflict' });
  expect(asked).toEqual([]);
  const audit = await desk.as(null, (ctx) =>
    ctx.db.selectFrom('audit_entries').select('action').where('subject_id', '=', id).orderBy('id').execute(),
  );
  expect(audit.map((row) => row.action)).toEqual(['message.edited', 'message.deleted']);
});

it('nothing is offered where the channel cannot, and nobody changes another’s words', async () => {
  const { id } = await write('Um', mute);
  for (const attempt of [() => edit(id, 'Dois'), () => remove(id), () => react(mute.messageId, '👍')])
    await expect(attempt()).rejects.toMatchObject({ code: 'channel_cannot' });
  const own = await write('Minha');
  await expect(edit(own.id, 'Tua', bia)).rejects.toMatchObject({ code: 'refused' });
  await expect(edit(talk.messageId, 'Tua')).rejects.toMatchObject({ code: 'refused' });
  await expect(react(own.id, '👍')).rejects.toMatchObject({ code: 'channel_cannot' });
  await expect(react(talk.messageId, '🦄')).rejects.toMatchObject({
    code: 'channel_cannot',
    field: 'body.emoji',
  });
  await expect(edit(own.id, '  ')).rejects.toMatchObject({ code: 'refused' });
  expect(await work()).toBe(0);
});

it('time ends what may be changed', async () => {
  const { id } = await write('Um');
  desk.clock.advance(24 * 3_600_000);
  await expect(edit(id, 'Dois')).rejects.toMatchObject({ code: 'channel_cannot' });
  await expect(react(talk.messageId, '👍')).rejects.toMatchObject({ code: 'channel_cannot' });
  await remove(id);
  desk.clock.advance(24 * 3_600_000);
  await expect(remove(id)).rejects.toMatchObject({ code: 'channel_cannot' });
});
