import { randomUUID } from 'node:crypto';
import type { Conversation, ConversationItem, Message } from '@meada/contract/routes/conversations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemActor } from '../../kernel/actor.ts';
import { heldClock } from '../../kernel/clock.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import { foundOrganisation } from '../people/index.ts';
import { addCustomer, addInbox, addTalk, type Desk, type Talk } from './factories.ts';

/** The routes over real HTTP; every answer is held against the contract by the app itself. */

let app: TestApp;
let cookie: string;
let talk: Talk;
let desk: Desk;
const password = 'a password nobody guesses';

beforeAll(async () => {
  app = await startTestApp({ env: { ROLES: 'web' } });
  const owner = { name: 'Dona', email: 'dona@loja.example', password };
  const { orgId } = await foundOrganisation(app.kernel, { organisation: { name: 'Loja' }, owner });
  const brand = await inTransaction(app.kernel, systemActor(orgId), (ctx) =>
    ctx.db.selectFrom('brands').select('id').executeTakeFirstOrThrow(),
  );
  desk = {
    kernel: app.kernel,
    clock: heldClock('2026-03-02T12:00:00Z'),
    database: app.database,
    orgId,
    brandId: brand.id,
    as: (actor, work) => inTransaction(app.kernel, actor ?? systemActor(orgId), work),
    close: async () => {},
  };
  const [channel] = app.kernel.ports.channels.keys();
  talk = await addTalk(desk, await addInbox(desk, channel ?? ''));
  const answer = await call('POST', '/api/session', { email: owner.email, password });
  cookie = answer.cookies;
});
afterAll(() => app.stop());

async function call(method: string, path: string, body?: object) {
  const answer = await fetch(`${app.url}${path}`, {
    method,
    headers: { 'x-meada-csrf': '1', 'content-type': 'application/json', cookie: cookie ?? '' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const cookies = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { status: answer.status, body: (await answer.json()) as unknown, cookies };
}
const good = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const answer = await call(method, path, body);
  expect({ path, ...answer }).toMatchObject({ path, status: 200 });
  return answer.body as T;
};
const text = (words: string) => ({ v: 1, kind: 'text', text: words });

test('an agent’s day: list, open, answer, note, read, draft, snooze, resolve', async () => {
  const at = `/api/conversations/${talk.id}`;
  const list = await good<{ items: ConversationItem[] }>(
    'GET',
    '/api/conversations?view=waiting&status=open',
  );
  expect(list.items.map((item) => item.id)).toEqual([talk.id]);
  expect(await good('GET', '/api/conversations/counts')).toMatchObject({ all: 1, waiting: 1, mine: 0 });
  const one = await good<Conversation>('GET', at);
  expect(await good('GET', `/api/conversations/${one.protocol.replaceAll('-', '')}`)).toMatchObject({
    id: talk.id,
  });
  const answer = { clientId: randomUUID(), content: text('Olá!'), legId: talk.legId };
  const sent = await good<Message>('POST', `${at}/messages`, answer);
  expect(await good<Message>('POST', `${at}/messages`, answer)).toEqual(sent);
  await good('POST', `${at}/messages`, {
    clientId: randomUUID(),
    content: text('nota'),
    internal: true,
    replyToId: sent.id,
  });
  const page = await good<{ items: Message[]; hasMore: boolean }>('GET', `${at}/messages?limit=2`);
  expect([page.items.map((item) => item.seq), page.hasMore]).toEqual([[2, 3], true]);
  expect(page.items[1]?.replyTo).toMatchObject({ id: sent.id, text: 'Olá!', author: 'Dona' });
  const later = await good<{ items: Message[]; hasMore: boolean }>('GET', `${at}/messages?after=1&limit=1`);
  expect([later.items.map((item) => item.seq), later.hasMore]).toEqual([[2], true]);
  await good('GET', `/api/messages/${sent.id}/body`);
  await good('PUT', `${at}/read-mark`, { seq: 3 });
  await good('PUT', `${at}/draft`, { text: 'rascunho' });
  await good('PUT', `${at}/follow`, { follow: true });
  await good('POST', `${at}/switch`, {});
  await good('PATCH', at, { subject: 'Troca', customFields: { pedido: 12 }, botsPaused: true });
  await good('PUT', `${at}/status`, {
    status: 'snoozed',
    until: '2999-01-01T00:00:00-03:00',
    note: 'Volta',
  });
  await good('PUT', `${at}/status`, { status: 'resolved' });
  await good('PUT', `${at}/assignment`, { assigneeId: null });
  expect(await good<Conversation>('GET', at)).toMatchObject({
    status: 'resolved',
    subject: 'Troca',
    customFields: { pedido: 12 },
    botsPaused: true,
    assigneeId: null,
    readSeq: 3,
    draft: { text: 'rascunho', legId: null, internal: false },
  });
});

test('a foreign, a random and a malformed id are answered alike; unknown keys are refused', async () => {
  const other = await foundOrganisation(app.kernel, {
    organisation: { name: 'Outra' },
    owner: { name: 'Outro', email: 'outro@outra.example', password },
  });
  const far: Desk = {
    ...desk,
    orgId: other.orgId,
    as: (_actor, work) => inTransaction(app.kernel, systemActor(other.orgId), work),
  };
  const brand = await far.as(null, (ctx) =>
    ctx.db.selectFrom('brands').select('id').executeTakeFirstOrThrow(),
  );
  const [channel] = app.kernel.ports.channels.keys();
  const hidden = await addTalk(
    { ...far, brandId: brand.id },
    await addInbox({ ...far, brandId: brand.id }, channel ?? ''),
    {
      caller: await addCustomer(far),
    },
  );
  const answers = [];
  for (const id of [hidden.id, randomUUID()])
    answers.push(
      await call('GET', `/api/conversations/${id}`),
      await call('GET', `/api/conversations/${id}/messages`),
    );
  answers.push(
    await call('GET', `/api/messages/${hidden.messageId}/body`),
    await call('GET', '/api/conversations/x'),
  );
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 404));
  const unknown = await call('PATCH', `/api/conversations/${talk.id}`, { orgId: other.orgId });
  expect(unknown).toMatchObject({ status: 400, body: { code: 'malformed', field: 'body.orgId' } });
  const wrong = await call('GET', '/api/conversations?cursor=%00');
  expect(wrong).toMatchObject({ status: 400, body: { field: 'query.cursor' } });
});
