import type { Content } from '@meada/contract/content';
import type { ClientFrame, ServerFrame } from '@meada/contract/frames';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { afterAll, beforeAll } from 'vitest';
import { type Stage, startBrowser, startStage } from './support/stage.ts';
import { manners } from './widget-manners.ts';
import { describeStories, type WidgetStage, type WidgetWorld } from './widget-stories.ts';
import { talking } from './widget-talking.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());

/** What a desk call needs: the person's cookie, too. */
type Person = { call: Call; cookie(): string };
type Call = (method: string, path: string, body?: unknown) => Promise<Response>;

const signedIn = new Map<string, Promise<Person>>();

/** The desk's API as one person uses it; signed in once, as people are. */
function deskOf(email: string): Promise<Person> {
  const person = signedIn.get(email) ?? signIn(email);
  signedIn.set(email, person);
  return person;
}

async function signIn(email: string): Promise<Person> {
  let cookie = '';
  const call: Call = async (method, path, body) => {
    const answer = await fetch(stage.app.url + path, {
      method,
      headers: { 'content-type': 'application/json', 'x-meada-csrf': '1', cookie },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const answer = await call('POST', '/api/session', { email, password: stage.password });
  cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return { call, cookie: () => cookie };
}

/** Hours in which the shop opens for one minute three days from now: closed, whenever the test runs. */
function closedNow() {
  const day = (new Date().getUTCDay() + 3) % 7;
  const week = [{ day, from: '03:00', to: '03:01' }];
  return { name: 'Fechado', timeZone: 'UTC', week, holidays: 'none' };
}

type Item = { id: string; lastSeq: number };
type Written = { author: { kind: string }; content: Content; attachments: unknown[] };

/** The chat of the demo shop; what happened before this story is left out. */
async function startWorld(): Promise<WidgetStage> {
  const marina = await deskOf('marina@demo.example');
  const { call: agent } = marina;
  const { call: owner } = await deskOf('helena@demo.example');
  const { items: inboxes } = (await (await owner('GET', '/api/inboxes')).json()) as { items: Inbox[] };
  const inboxKey = await keyOf(stage.app.url);
  const inbox = inboxes.find((one) => 'askName' in one.settings || 'welcome' in one.settings);
  if (!inbox) throw new Error('the demo has no chat');
  const list = async () =>
    ((await (await agent('GET', '/api/conversations?view=all')).json()) as { items: Item[] }).items;
  const before = new Set((await list()).map((one) => one.id));
  const latest = async () => (await list()).find((one) => !before.has(one.id)) ?? null;
  const needed = async () => (await latest()) ?? Promise.reject(new Error('no conversation yet'));
  const written = async () => {
    const one = await latest();
    if (!one) return [];
    const answer = await agent('GET', `/api/conversations/${one.id}/messages`);
    const { items } = (await answer.json()) as { items: Written[] };
    return items.filter((message) => message.author.kind === 'customer');
  };
  return {
    server: stage.app.url,
    inboxKey,
    firm: firmOf(marina, needed),
    settings: async ({ open, ...settings }) => {
      const closed = async () => ((await (await owner('POST', '/api/hours', closedNow())).json()) as Item).id;
      const hoursId = open === false ? await closed() : null;
      await owner('PATCH', `/api/inboxes/${inbox.id}`, { settings, hoursId });
    },
    received: async () => (await written()).map(receivedOf),
    contact: async () => contactOf(agent, (await needed()).id),
    cutSockets: async () => {
      for (const client of stage.app.http?.websocketServer.clients ?? []) client.terminate();
    },
    stop: async () => {
      const settings = { askName: false, askEmail: false };
      await owner('PATCH', `/api/inboxes/${inbox.id}`, { settings, hoursId: null });
    },
  };
}

const receivedOf = ({ content, attachments }: Written) => ({
  text: ('text' in content && content.text) || '',
  files: attachments.length,
});

async function contactOf(agent: Call, id: string) {
  const { customer } = (await (await agent('GET', `/api/conversations/${id}`)).json()) as {
    customer: { name: string | null; id: string };
  };
  const record = (await (await agent('GET', `/api/customers/${customer.id}`)).json()) as {
    identities: { kind: string; value: string }[];
  };
  const email = record.identities.find((identity) => identity.value.includes('@'))?.value;
  return { name: customer.name ?? undefined, email };
}

function firmOf({ call: agent, cookie }: Person, needed: () => Promise<Item>): WidgetStage['firm'] {
  return {
    write: async (content) => {
      const { id } = await needed();
      await agent('POST', `/api/conversations/${id}/messages`, { clientId: crypto.randomUUID(), content });
    },
    read: async () => {
      const { id, lastSeq } = await needed();
      await agent('PUT', `/api/conversations/${id}/read-mark`, { seq: lastSeq });
    },
    typing: async (on) => {
      const { id } = await needed();
      await typed(cookie(), id, on);
    },
    resolve: async () => {
      const { id } = await needed();
      await agent('PUT', `/api/conversations/${id}/status`, { status: 'resolved' });
    },
  };
}

/** One signal over the desk's own socket, which stays open until the server has answered after it. */
function typed(cookie: string, conversationId: string, on: boolean): Promise<void> {
  const address = `${stage.app.url.replace(/^http/, 'ws')}/api/live`;
  // Node's own WebSocket takes headers; the type of the browser's does not know them.
  const socket = new WebSocket(address, { headers: { cookie } } as unknown as string[]);
  const send = (frame: ClientFrame) => socket.send(JSON.stringify(frame));
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('the desk has no socket'));
    socket.onopen = () => send({ t: 'hello', topics: [`conversation:${conversationId}`], cursor: null });
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.t === 'ready') {
        send({ t: 'typing', conversationId, on });
        send({ t: 'ping' });
      }
      if (frame.t !== 'pong') return;
      socket.close();
      resolve();
    };
  });
}

/** The public key, as the shop's page has it in its script tag. */
async function keyOf(url: string): Promise<string> {
  const page = await (await fetch(`${url}/loja`)).text();
  return /data-inbox="([^"]+)"/.exec(page)?.[1] ?? '';
}

const world: WidgetWorld = { start: startWorld, launch: startBrowser };
describeStories('widget: talking', world, talking);
describeStories('widget: manners', world, manners);
