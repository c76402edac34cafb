import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import type { Browser } from '../people/testing-browser.ts';
import { channel, openPostOffice, type PostOffice } from './testing.ts';

let town: Town;
let shop: Shop;
let office: PostOffice;
let agent: Browser;
let path: string;
const secret = 'canary-7c1d90aa42';
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  office = openPostOffice(town.kernel);
  agent = (await shop.join('agent')).browser;
  const settings = { box: 'T1', secret };
  const inbox = await shop.owner.ok('POST', '/api/inboxes', { channel, name: 'Letters', settings });
  path = `/api/inboxes/${inbox.id}/templates`;
});
afterAll(() => town.stop());

const shown = {
  text: 'Oi, {{1}}!',
  parameters: ['1'],
  reason: null,
  quality: null,
  cost: null,
  nextCost: null,
};

it('lists templates to whoever may answer, those that can be sent first', async () => {
  const one = { language: 'pt_BR', parts: [{ part: 'body' as const, text: 'Oi, {{1}}!' }] };
  office.templates = async () => [
    { ...one, name: 'ready', state: 'approved' },
    { ...one, name: 'waits', state: 'pending' },
    { ...one, name: 'tired', state: 'paused' },
    { ...one, name: 'never', state: 'rejected' },
  ];
  const list = await agent.ok('GET', path);
  expect(list.items.map((item: { name: string }) => item.name)).toEqual(['ready', 'never', 'tired', 'waits']);
  expect(list.items[0]).toEqual({ ...one, ...shown, name: 'ready', state: 'approved' });
});

it('tells what the platform says, without the secret', async () => {
  office.templates = async (settings) => Promise.reject(new Error(`bad token ${settings.secret}`));
  const known = await agent.call('POST', path);
  // What is known stays useful; the failure stands beside it.
  expect(known).toMatchObject({ status: 200, body: { error: 'bad token •••' } });
  await shop.run(({ db }) => db.deleteFrom('message_templates').execute());
  const answer = await agent.call('POST', path);
  expect(answer).toMatchObject({ status: 502, body: { code: 'outside_failed', message: 'bad token •••' } });
  expect(known.text + answer.text).not.toContain(secret);
});

it('knows no inbox of others and none that is switched off', async () => {
  office.templates = async () => [];
  const other = await town.shop('Beta');
  // Asked for in turn within the moment an inbox is kept: neither answer may be given to the other.
  for (const [who, status] of [
    [agent, 200],
    [other.owner, 404],
    [agent, 200],
  ] as const)
    expect((await who.call('GET', path)).status).toBe(status);
  await shop.owner.ok('PATCH', path.replace('/templates', ''), { active: false });
  expect((await shop.owner.call('GET', path)).status).toBe(404);
});
