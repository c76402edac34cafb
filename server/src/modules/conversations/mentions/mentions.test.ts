import { randomUUID } from 'node:crypto';
import type { Mention } from '@meada/contract/mentions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { editMessage } from '../edit-message.ts';
import { addInbox, addPerson, addTalk, addTeam, type Desk, openDesk, type Talk } from '../factories.ts';
import { markRead } from '../mark-read.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { changeFollowers } from './change-followers.ts';
import { seeMentions } from './see-mentions.ts';
import { listMentions } from './views.ts';

let desk: Desk;
let ana: PersonActor;
let rui: PersonActor;
let lia: PersonActor;
let teamId: string;
let talk: Talk;
beforeAll(async () => {
  desk = await openDesk();
  teamId = await addTeam(desk, 'Trocas');
  ana = await addPerson(desk, { name: 'Ana' });
  rui = await addPerson(desk, { name: 'Rui', visibility: 'assigned' });
  lia = await addPerson(desk, { name: 'Lia', visibility: 'team', teamIds: [teamId] });
  await desk.as(null, (ctx) =>
    ctx.db
      .insertInto('team_members')
      .values({ org_id: ctx.orgId, team_id: teamId, person_id: lia.id })
      .execute(),
  );
  talk = await addTalk(desk, await addInbox(desk, 'chat'), { assigneeId: ana.id });
});
afterAll(() => desk.close());

/** A note with its names: `[Rui]` names Rui. */
function noteOf(words: string, whom: Record<string, Partial<Mention>>) {
  const mentions: Mention[] = [];
  let text = '';
  for (const part of words.split(/(\[\w+\])/)) {
    const name = /^\[(\w+)\]$/.exec(part)?.[1];
    if (name)
      mentions.push({
        personId: null,
        teamId: null,
        start: text.length,
        length: name.length + 1,
        ...whom[name],
      });
    text += name ? `@${name}` : part;
  }
  return { text, mentions };
}
const write = (
  actor: PersonActor,
  note: { text: string; mentions: Mention[] },
  more: { letIn?: string[]; internal?: boolean } = {},
) =>
  desk.as(actor, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text: note.text },
      internal: true,
      attachmentIds: [],
      mentions: note.mentions,
      ...more,
    }),
  );
const listOf = (actor: PersonActor, query: { unseen?: boolean; limit?: number; cursor?: string } = {}) =>
  desk.as(actor, (ctx) => listMentions(ctx, { query: { unseen: false, limit: 20, ...query } }));
const sees = (actor: PersonActor) =>
  desk
    .as(actor, (ctx) => readOne(ctx, talk.id))
    .then(
      () => true,
      () => false,
    );

describe('a note that names a colleague', () => {
  test('asks before it lets somebody in who may not see the conversation; then they do, and are told', async () => {
    const note = noteOf('[Rui], pode ver o estoque?', { Rui: { personId: rui.id } });
    await expect(write(ana, note)).rejects.toMatchObject({ code: 'cannot_see', about: [rui.id] });
    expect(await sees(rui)).toBe(false);
    const sent = await write(ana, note, { letIn: [rui.id] });
    expect(sent.mentions).toEqual(note.mentions);
    expect(await sees(rui)).toBe(true);
    expect(await listOf(rui)).toMatchObject({
      unseen: 1,
      items: [{ messageId: sent.id, seq: sent.seq, by: { name: 'Ana' }, text: note.text, seenAt: null }],
    });
    // The second time they see it already.
    await write(ana, note);
    expect((await listOf(rui)).unseen).toBe(2);
    expect((await listOf(ana)).items).toEqual([]);
  });

  test('is looked at by reading the conversation up to it, or by saying so', async () => {
    const seq = (await desk.as(ana, (ctx) => readOne(ctx, talk.id))).lastSeq;
    await desk.as(rui, (ctx) => markRead(ctx, { conversationId: talk.id, seq: seq - 1, unread: false }));
    expect((await listOf(rui, { unseen: true })).items.map((item) => item.seq)).toEqual([seq]);
    await desk.as(rui, (ctx) => seeMentions(ctx, { body: { messageId: null } }));
    expect(await listOf(rui, { unseen: true })).toMatchObject({ unseen: 0, items: [] });
    expect((await listOf(rui)).items).toHaveLength(2);
  });

  test('names a team: everybody in it is told; pages go on where the last one ended', async () => {
    const note = noteOf('Alguém de [Trocas]?', { Trocas: { teamId } });
    await expect(write(ana, note)).rejects.toMatchObject({ code: 'cannot_see', about: [lia.id] });
    for (let times = 0; times < 3; times += 1) await write(ana, note, { letIn: [lia.id] });
    const first = await listOf(lia, { limit: 2 });
    const second = await listOf(lia, { limit: 2, cursor: first.next ?? '' });
    const seqs = [...first.items, ...second.items].map((item) => item.seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => other - one));
    expect(seqs).toHaveLength(3);
  });

  test('keeps the names where they are after an edit', async () => {
    const sent = await write(
      ana,
      noteOf('[Rui] e [Lia]', { Rui: { personId: rui.id }, Lia: { personId: lia.id } }),
    );
    const edited = await desk.as(ana, (ctx) =>
      editMessage(ctx, { messageId: sent.id, text: 'Combinado com @Lia hoje' }),
    );
    expect(edited.mentions).toEqual([{ personId: lia.id, teamId: null, start: 14, length: 4 }]);
  });

  test('is refused where it makes no sense', async () => {
    const good = noteOf('[Lia]', { Lia: { personId: lia.id } });
    const refused = { code: 'refused' };
    await expect(write(ana, good, { internal: false })).rejects.toMatchObject(refused);
    await expect(write(ana, noteOf('[Eu]', { Eu: { personId: randomUUID() } }))).rejects.toMatchObject(
      refused,
    );
    await expect(write(ana, noteOf('[Eu]', { Eu: { teamId: randomUUID() } }))).rejects.toMatchObject(refused);
    await expect(write(ana, good, { letIn: [randomUUID()] })).rejects.toMatchObject(refused);
    await expect(write(ana, { text: 'Lia', mentions: good.mentions })).rejects.toMatchObject(refused);
  });
});

describe('followers', () => {
  const change = (actor: PersonActor, body: { addIds?: string[]; removeIds?: string[] }) =>
    desk.as(actor, (ctx) =>
      changeFollowers(ctx, { params: { id: talk.id }, body: { addIds: [], removeIds: [], ...body } }),
    );

  test('are taken off and see it no longer; what named them is theirs no longer either', async () => {
    await change(ana, { removeIds: [rui.id] });
    expect(await sees(rui)).toBe(false);
    expect(await listOf(rui)).toMatchObject({ unseen: 0, items: [] });
    await expect(change(rui, { addIds: [rui.id] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(ana, { removeIds: [rui.id] })).rejects.toMatchObject({ code: 'refused' });
  });

  test('are let in by a colleague', async () => {
    await change(ana, { addIds: [rui.id, ana.id] });
    expect(await sees(rui)).toBe(true);
    const { followerIds } = await desk.as(ana, (ctx) => readOne(ctx, talk.id));
    expect(followerIds).toEqual(expect.arrayContaining([rui.id, ana.id]));
    await expect(change(ana, { addIds: [randomUUID()] })).rejects.toMatchObject({ code: 'refused' });
  });
});
