import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { PersonActor } from './kernel/actor.ts';
import { type Hub, makeHub } from './kernel/live/hub.ts';
import { mountLive } from './kernel/live/socket.ts';
import { soon } from './kernel/testing/patience.ts';
import {
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  openDesk,
  type Talk,
} from './modules/conversations/factories.ts';
import { mayFollow, presentConversations } from './modules/conversations/index.ts';

/** What is taken away while it is being asked whether it may be followed. The asking is the real one, and takes a while. */

let desk: Desk;
let hub: Hub;
let http: FastifyInstance;
let url = '';
let ana: PersonActor;
let inboxId = '';
/** A socket of theirs that was there all the time. */
let witness: Awaited<ReturnType<typeof connect>>;
/** Answers that were given and have not come back yet. */
let held: { topic: string; answer: boolean; go(): void }[] = [];
const closed: string[] = [];
beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk, { name: 'Ana', visibility: 'assigned' });
  inboxId = await addInbox(desk, 'chat');
  hub = await makeHub(desk.kernel, [presentConversations]);
  hub.watch({ closed: (_connection, topic) => void closed.push(topic) });
  http = Fastify();
  await http.register(websocket);
  await http.register(async (app) =>
    mountLive(app, desk.kernel, {
      ...{ hub, path: '/live', authenticate: async () => ana, originAllowed: () => true },
      ...{ ownTopics: () => ['desk'], onSignal: () => {} },
      mayFollow: async (actor, topic) => {
        const answer = await mayFollow(desk.kernel, actor, topic);
        await new Promise<void>((go) => void held.push({ topic, answer, go }));
        return answer;
      },
    }),
  );
  url = (await http.listen({ port: 0, host: '127.0.0.1' })).replace('http', 'ws');
  witness = await connect();
  witness.say({ t: 'hello', topics: [], cursor: null });
  await vi.waitFor(() => expect(witness.frames.map(({ t }) => t)).toContain('ready'), soon);
});
afterAll(async () => {
  await hub?.stop();
  await http?.close();
  await desk?.close();
});

type Told = { t: string; name?: string; topic?: string; data?: { id: string } };
async function connect() {
  const client = new WebSocket(`${url}/live`);
  const frames: Told[] = [];
  client.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8'))));
  await new Promise((resolve) => client.once('open', resolve));
  return { frames, client, say: (frame: object) => client.send(JSON.stringify(frame)) };
}
const asked = (topic: string) =>
  vi.waitFor(() => {
    const found = held.find((one) => one.topic === topic);
    if (!found) throw new Error('not asked yet');
    return found;
  }, soon);
/** Taken away, and told to all who were there. */
async function taken(talk: Talk): Promise<void> {
  await desk.as(null, async (ctx) => {
    await ctx.db.updateTable('conversations').set({ assignee_id: null }).where('id', '=', talk.id).execute();
    ctx.emit({ name: 'conversation.changed', facts: { conversationId: talk.id, what: ['assignee'] } });
  });
  await vi.waitFor(() => expect(witness.frames.some((frame) => isGone(frame, talk))).toBe(true), soon);
}
const isGone = ({ name, data }: Told, { id }: Talk): boolean =>
  name === 'conversation.gone' && data?.id === id;

it('taken away while an open socket asks to follow it, it is not followed', async () => {
  held = [];
  const talk = await addTalk(desk, inboxId, { assigneeId: ana.id });
  const topic = `conversation:${talk.id}`;
  const socket = await connect();
  socket.say({ t: 'hello', topics: [], cursor: null });
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
  socket.say({ t: 'follow', topic });
  const one = await asked(topic);
  expect(one.answer).toBe(true);
  await taken(talk);
  one.go();
  await vi.waitFor(
    () => expect(socket.frames).toContainEqual({ t: 'refused', topic, code: 'not_found' }),
    soon,
  );
  socket.client.close();
});

it('taken away between the asking and the beginning of a socket, it is closed', async () => {
  held = [];
  const talk = await addTalk(desk, inboxId, { assigneeId: ana.id });
  const topic = `conversation:${talk.id}`;
  const socket = await connect();
  socket.say({ t: 'hello', topics: [topic], cursor: null });
  const one = await asked(topic);
  expect(one.answer).toBe(true);
  await taken(talk);
  one.go();
  await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
  expect(socket.frames.some((frame) => isGone(frame, talk))).toBe(true);
  expect(closed).toContain(topic);
  socket.client.close();
});
