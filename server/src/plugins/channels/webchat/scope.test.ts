import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { type Browser, makeBrowser } from '../../../modules/people/testing-browser.ts';
import { readVisitorToken, visitorToken } from './visitor.ts';

/** What a visitor of the chat reaches: the talk of their own browser, and nothing else, by whatever way. */

type Visitor = { browser: Browser; token: string; conversationId: string };

let town: Town;
let shop: Shop;
let other: Shop;
let inboxKey: string;
let own: Visitor;
let stranger: Visitor;
let foreign: Visitor;

const secretWords = 'o número do meu cartão';
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  other = await town.shop('Beta');
  inboxKey = await openChat(shop);
  own = await visit(inboxKey, 'Oi');
  stranger = await visit(inboxKey, secretWords);
  foreign = await visit(await openChat(other), secretWords);
});
afterAll(() => town?.stop());

async function openChat(of: Shop): Promise<string> {
  const made = await of.owner.ok('POST', '/api/inboxes', {
    channel: 'webchat',
    name: 'Site',
    settings: { name: 'Site' },
  });
  return made.publicKey;
}

async function visit(key: string, text: string): Promise<Visitor> {
  const browser = makeBrowser(town.url);
  const { token } = await browser.ok('POST', `/api/chat/${key}/session`, {});
  browser.headers.authorization = `Bearer ${token}`;
  await browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text });
  const conversationId = await vi.waitFor(async () => {
    const { conversation } = await browser.ok('GET', '/api/chat/messages');
    if (!conversation) throw new Error('not read yet');
    return conversation.id as string;
  }, 20_000);
  return { browser, token, conversationId };
}

it('lesson 67: a visitor reads the own talk only, whatever the request names', async () => {
  const asked = [
    '',
    '?after=0',
    '?before=1000000',
    `?conversationId=${stranger.conversationId}`,
    `?rid=${stranger.conversationId}`,
    `?after=0&identityId=${stranger.conversationId}`,
  ];
  for (const query of asked) {
    const { status, text } = await own.browser.call('GET', `/api/chat/messages${query}`);
    expect([200, 400], query).toContain(status);
    expect(text, query).not.toContain(secretWords);
    expect(text, query).not.toContain(stranger.conversationId);
  }
  const { conversation, items } = await own.browser.ok('GET', '/api/chat/messages');
  expect(conversation.id).toBe(own.conversationId);
  expect(items.map((item: { content: { text: string } }) => item.content.text)).toEqual(['Oi']);
});

it('lesson 67: a visitor’s token opens nothing of the desk, and of no other chat', async () => {
  const desk = [
    ['GET', '/api/conversations?view=all'],
    ['GET', `/api/conversations/${own.conversationId}`],
    ['GET', `/api/conversations/${stranger.conversationId}/messages`],
    ['GET', '/api/customers'],
    ['GET', '/api/session'],
    ['GET', '/api/people'],
    ['POST', `/api/conversations/${own.conversationId}/messages`],
  ] as const;
  for (const [method, path] of desk) {
    const { status } = await own.browser.call(method, path, method === 'POST' ? {} : undefined);
    expect(status, path).toBe(401);
  }
  // Resuming under the key of another chat begins anew.
  const elsewhere = makeBrowser(town.url);
  const key = await openChat(other);
  const opened = await elsewhere.ok('POST', `/api/chat/${key}/session`, { token: stranger.token });
  expect(opened.conversation).toBeNull();
  expect(opened.messages).toEqual([]);
});

it('lesson 67: the socket follows the own talk, and refuses every other topic', async () => {
  const socket = new WebSocket(`${town.url.replace('http', 'ws')}/api/chat/live`, [`meada.${own.token}`]);
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  const topics = [
    'desk',
    `conversation:${stranger.conversationId}`,
    `conversation:${own.conversationId}`,
    `customer:${stranger.conversationId}`,
  ];
  socket.send(JSON.stringify({ t: 'hello', topics, cursor: null }));
  const refused = () => heard.filter((text) => text.includes('"refused"')).length;
  await vi.waitFor(() => expect(refused()).toBe(topics.length), 10_000);
  for (const visitor of [stranger, foreign])
    await visitor.browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text: secretWords });
  await shop.owner.ok('POST', `/api/conversations/${own.conversationId}/messages`, {
    clientId: randomUUID(),
    content: { kind: 'text', text: 'só entre nós' },
    internal: true,
  });
  await own.browser.ok('POST', '/api/chat/messages', { clientId: randomUUID(), text: 'fim' });
  await vi.waitFor(() => expect(heard.join()).toContain('fim'), 20_000);
  // A refusal names what was asked for, and nothing more.
  const told = heard.filter((text) => !text.includes('"refused"')).join();
  for (const hidden of [secretWords, 'só entre nós', stranger.conversationId, foreign.conversationId])
    expect(told).not.toContain(hidden);
  socket.close();
});

it('lessons 40, 67: only the whole signed form of a token is one', () => {
  const { kernel } = town;
  const visitor = readVisitorToken(kernel, own.token);
  if (!visitor) throw new Error('no token');
  const parts = own.token.split('.');
  const body = parts.slice(0, 5).join('.');
  const packed = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
  const forms = [
    visitor.visitorId,
    `${visitor.orgId}.${visitor.inboxId}.${visitor.visitorId}`,
    body,
    `${body}.`,
    `${body}.${'A'.repeat(22)}`,
    `${body}.${kernel.secrets.sign('file', body)}`,
    `${body}.${kernel.secrets.sign('', body)}`,
    // The form before there were site users, signed as it was then.
    ((old) => `${old}.${kernel.secrets.sign('visitor', old)}`)(parts.slice(0, 4).join('.')),
    own.token.slice(0, -2),
    `${own.token}.x`,
    // Another visitor under the same signature.
    [parts[0], parts[1], packed(randomUUID()), ...parts.slice(3)].join('.'),
  ];
  for (const form of forms) expect(readVisitorToken(kernel, form), form).toBeNull();
  expect(readVisitorToken(kernel, visitorToken(kernel, visitor))).toEqual(visitor);
});
