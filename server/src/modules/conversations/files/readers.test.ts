import { randomUUID } from 'node:crypto';
import type { Attachment } from '@meada/contract/content';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../../kernel/actor.ts';
import { heldClock } from '../../../kernel/clock.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import { fileExpiry, fileUrl } from '../../../kernel/files/address.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import { openTown, type Shop, type Town } from '../../customers/testing.ts';
import type { Browser, Socket } from '../../people/testing-browser.ts';
import { addInbox, addTalk, type Desk, type Talk } from '../factories.ts';

/** An address of a file is worth what its reader may see at the moment it is opened (LESSONS 65). */

let town: Town;
let shop: Shop;
let desk: Desk;
let talk: Talk;
let sent: Attachment;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web,live' } });
  shop = await town.shop('Alfa');
  const { orgId } = shop;
  const [brand] = (await shop.owner.ok('GET', '/api/brands')).items;
  desk = {
    kernel: town.kernel,
    clock: heldClock('2026-03-02T12:00:00Z'),
    database: town.database,
    orgId,
    brandId: brand.id,
    as: (actor, work) => inTransaction(town.kernel, actor ?? systemActor(orgId), work),
    close: async () => {},
  };
  talk = await addTalk(desk, await addInbox(desk, 'webchat'), { assigneeId: shop.ownerId });
  sent = await posted(talk);
});
afterAll(() => town?.stop());

const cookiesOf = ({ cookies }: Browser) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
async function upload(browser: Browser): Promise<Attachment> {
  const bytes = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#0f6b5c' } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'foto.png');
  const headers = { cookie: cookiesOf(browser), 'x-meada-csrf': '1' };
  const answer = await fetch(`${town.url}/api/files`, { method: 'POST', headers, body: form });
  return (await answer.json()) as Attachment;
}
/** A note with a picture, by the owner. */
async function posted(to: Talk): Promise<Attachment> {
  const { id } = await upload(shop.owner);
  const { attachments } = await shop.owner.ok('POST', `/api/conversations/${to.id}/messages`, {
    ...{ clientId: randomUUID(), content: { v: 1, kind: 'text', text: 'Veja' }, internal: true },
    attachmentIds: [id],
  });
  return attachments[0];
}
const statusOf = async (url: string | null): Promise<number> =>
  (await fetch(new URL(url ?? '/nowhere', town.url))).status;
/** What a reader's own screen has of the picture. */
async function shownTo(browser: Browser, of: Talk = talk): Promise<Attachment> {
  const { items } = await browser.ok('GET', `/api/conversations/${of.id}/messages`);
  const found = items.flatMap((message: { attachments: Attachment[] }) => message.attachments)[0];
  if (!found) throw new Error('no attachment');
  return found;
}
const both = ({ url, thumbnailUrl }: Attachment) => Promise.all([url, thumbnailUrl].map(statusOf));
const change = (id: string, body: object) => shop.owner.ok('PATCH', `/api/people/${id}`, body);

it('who loses sight of a conversation finds the addresses they kept shut, and others do not', async () => {
  const agent = await shop.join('agent');
  const seen = await shownTo(agent.browser);
  expect(await both(seen)).toEqual([200, 200]);
  expect(seen.url).not.toBe(sent.url);
  await change(agent.id, { visibility: 'assigned' });
  expect(await both(seen)).toEqual([404, 404]);
  expect(await both(sent)).toEqual([200, 200]);
  await change(agent.id, { visibility: 'all' });
  expect(await both(seen)).toEqual([200, 200]);
  await shop.owner.ok('PUT', `/api/conversations/${talk.id}/assignment`, { assigneeId: agent.id });
  await change(agent.id, { visibility: 'assigned' });
  expect(await both(seen)).toEqual([200, 200]);
  await shop.owner.ok('PUT', `/api/conversations/${talk.id}/assignment`, { assigneeId: shop.ownerId });
  expect(await both(seen)).toEqual([404, 404]);
});

it('who was deactivated, and a key that was revoked, open nothing more', async () => {
  const agent = await shop.join('agent');
  const seen = await shownTo(agent.browser);
  const { key, secret } = await shop.owner.ok('POST', '/api/keys', {
    ...{ name: 'Robô', scopes: ['conversations.read'] },
  });
  const answer = await fetch(`${town.url}/api/conversations/${talk.id}/messages`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const told = (await answer.json()) as { items: { attachments: Attachment[] }[] };
  const robot = told.items.flatMap(({ attachments }) => attachments)[0] as Attachment;
  expect([await both(seen), await both(robot)].flat()).toEqual([200, 200, 200, 200]);
  await change(agent.id, { active: false });
  expect(await both(seen)).toEqual([404, 404]);
  await shop.owner.ok('DELETE', `/api/keys/${key.id}`);
  expect(await both(robot)).toEqual([404, 404]);
});

it('a frame brings each reader addresses of their own', async () => {
  const agents = [await shop.join('agent'), await shop.join('agent')] as const;
  const other = await addTalk(desk, talk.inboxId, { assigneeId: shop.ownerId });
  const sockets: Socket[] = [];
  for (const { browser } of agents) {
    const socket = await browser.socket(town.url);
    socket.send({ t: 'hello', topics: [`conversation:${other.id}`], cursor: null });
    await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
    sockets.push(socket);
  }
  await posted(other);
  const fileIn = ({ frames: list }: Socket): Attachment | undefined => {
    const messages = list.filter(({ name }) => name === 'message');
    return messages.flatMap(({ data }) => (data as { attachments: Attachment[] }).attachments)[0];
  };
  await vi.waitFor(() => expect(sockets.every(fileIn)).toBe(true), soon);
  const frames = sockets.map(fileIn) as [Attachment, Attachment];
  for (const socket of sockets) socket.close();
  expect([await both(frames[0]), await both(frames[1])].flat()).toEqual([200, 200, 200, 200]);
  // The same as they read: the browser has it already.
  expect(frames[0].url).toBe((await shownTo(agents[0].browser, other)).url);
  await change(agents[0].id, { visibility: 'assigned' });
  expect([await both(frames[0]), await both(frames[1])].flat()).toEqual([404, 404, 200, 200]);
});

it('a customer’s picture in a frame is the reader’s own, the one their list has, and shut when they are gone', async () => {
  const agent = await shop.join('agent');
  const pictured = await addTalk(desk, talk.inboxId, { assigneeId: shop.ownerId });
  const kept = await upload(shop.owner);
  const customer = `/api/customers/${pictured.customerId}`;
  await shop.owner.ok('POST', `${customer}/files`, { attachmentId: kept.id });
  await shop.owner.ok('PATCH', `${customer}/record`, { pictureId: kept.id });
  const open: Socket[] = [];
  for (const browser of [agent.browser, shop.owner]) {
    const socket = await browser.socket(town.url);
    socket.send({ t: 'hello', topics: ['desk'], cursor: null });
    await vi.waitFor(() => expect(socket.frames.map(({ t }) => t)).toContain('ready'), soon);
    open.push(socket);
  }
  await shop.owner.ok('PATCH', `/api/conversations/${pictured.id}`, { subject: 'Com foto' });
  type Item = { id: string; customer: { avatarUrl: string } };
  const pictureIn = ({ frames }: Socket): string | undefined =>
    frames
      .filter(({ name }) => name === 'conversation')
      .map(({ data }) => data as Item)
      .find(({ id }) => id === pictured.id)?.customer.avatarUrl;
  await vi.waitFor(() => expect(open.every(pictureIn)).toBe(true), soon);
  const [theirs, owners] = open.map(pictureIn) as [string, string];
  for (const socket of open) socket.close();
  expect([await statusOf(theirs), await statusOf(owners)]).toEqual([200, 200]);
  const read = await agent.browser.ok('GET', `/api/conversations/${pictured.id}`);
  expect(theirs).toBe(read.customer.avatarUrl);
  await change(agent.id, { active: false });
  expect([await statusOf(theirs), await statusOf(owners)]).toEqual([404, 200]);
});

it('a reader’s address is no other’s, and a browser asks again after minutes; one for a platform stands by itself', async () => {
  const agent = await shop.join('agent');
  const { url } = await shownTo(agent.browser);
  const turned = (change: (params: URLSearchParams) => void): string => {
    const made = new URL(url, town.url);
    change(made.searchParams);
    return made.href;
  };
  for (const wrong of [
    turned((params) => params.delete('r')),
    turned((params) => params.set('r', `person:${shop.ownerId}`)),
    turned((params) => params.set('r', 'system:')),
    turned((params) => params.append('r', `person:${shop.ownerId}`)),
  ])
    expect(await statusOf(wrong)).toBe(404);
  const cache = async (address: string) =>
    (await fetch(new URL(address, town.url))).headers.get('cache-control');
  expect(await cache(url)).toBe('private, max-age=300');
  const ref = { orgId: shop.orgId, attachmentId: sent.id, variant: 'original' as const };
  const standing = fileUrl(town.kernel, ref, fileExpiry(town.kernel.clock.now()));
  expect(await cache(standing)).toMatch(/^private, max-age=\d{5}, immutable$/);
});

it('what was not sent yet is its uploader’s; a customer’s files are for who reads customers', async () => {
  const agent = await shop.join('agent', { visibility: 'assigned' });
  const draft = await upload(agent.browser);
  expect(await both(draft)).toEqual([200, 200]);
  const kept = await upload(shop.owner);
  await shop.owner.ok('POST', `/api/customers/${talk.customerId}/files`, { attachmentId: kept.id });
  const { files } = await agent.browser.ok('GET', `/api/customers/${talk.customerId}/record`);
  const file = files.find(({ id }: { id: string }) => id === kept.id);
  expect(await both(file)).toEqual([200, 200]);
  const { items } = await shop.owner.ok('GET', '/api/roles');
  const { permissions } = items.find(({ role }: { role: string }) => role === 'agent');
  const left = permissions.filter((one: string) => one !== 'customers.read');
  await shop.owner.ok('PUT', '/api/roles/agent', { permissions: left });
  // The picture stands beside every conversation.
  expect(await both(file)).toEqual([404, 200]);
  await shop.owner.ok('PUT', '/api/roles/agent', { permissions });
});
