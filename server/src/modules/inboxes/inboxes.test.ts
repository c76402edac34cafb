import { inspect } from 'node:util';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import type { Browser } from '../people/testing-browser.ts';
import { loadInboxes } from './load.ts';
import { channel, openPostOffice, type PostOffice } from './testing.ts';

let town: Town;
let shop: Shop;
let office: PostOffice;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  office = openPostOffice(town.kernel);
});
afterAll(() => town.stop());
beforeEach(() => {
  Object.assign(office, openPostOffice(town.kernel));
  office = openPostOffice(town.kernel);
});

/** Canaries: found nowhere outside the ciphertext (LESSONS 20, 64). */
const secret = 'canary-5e1f3a9c77';
const spare = 'canary-b00b5e2d10';
const nobody = '0190a000-0000-7000-8000-000000000000';
let boxes = 0;
const nextBox = (): string => `B${++boxes}`;
const add = (settings: object = {}, more: object = {}, by: Browser = shop.owner) =>
  by.call('POST', '/api/inboxes', {
    channel,
    name: 'Letters',
    settings: { box: nextBox(), secret, ...settings },
    ...more,
  });
const added = async (settings: object = {}, more: object = {}) => {
  const answer = await add(settings, more);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as unknown as Inbox;
};

it('lists the channels with forms, pictures and guides in three languages', async () => {
  const { items } = await shop.owner.ok('GET', '/api/channels');
  const shipped = items.filter((item: { id: string }) => item.id !== channel);
  expect(shipped.length).toBeGreaterThan(0);
  for (const item of shipped) {
    expect(item.icon, item.id).toMatch(/^<svg[\s>]|^<\?xml/);
    expect(item.icon, item.id).not.toMatch(/<script|on\w+=|href=["'](?!#)/i);
    const { text } = await shop.owner.ok('GET', `/api/channels/${item.id}/guide`);
    for (const locale of ['pt-BR', 'en', 'es']) expect(text[locale].length, item.id).toBeGreaterThan(100);
    expect(item.settings.length).toBeGreaterThan(0);
  }
});

it('adds an inbox, with defaults put in, connected after it was saved', async () => {
  const seen: unknown[] = [];
  office.connect = async (settings, webhookUrl) => void seen.push({ ...settings, webhookUrl });
  const inbox = await added({ box: 'Box 1', size: 'large', stamps: ['a', 'b'], open: true });
  expect(inbox).toMatchObject({
    channel,
    name: 'Letters',
    address: 'box Box 1',
    active: true,
    publicKey: null,
    settings: {
      box: 'Box 1',
      secret: true,
      spare: null,
      limit: 10,
      size: 'large',
      stamps: ['a', 'b'],
      open: true,
    },
    health: { state: 'connected', poisonReceipts: 0, waitingReceipts: 0 },
  });
  expect(inbox.webhookUrl).toMatch(/^http:\/\/localhost:\d+\/hooks\/[\w-]{22}$/);
  expect(seen).toMatchObject([{ box: 'Box 1', secret, webhookUrl: inbox.webhookUrl }]);
  expect(await shop.owner.ok('GET', `/api/inboxes/${inbox.id}`)).toEqual(inbox);
  const refs = await shop.owner.ok('GET', '/api/inboxes/refs');
  expect(refs.items).toContainEqual({
    id: inbox.id,
    channel,
    name: 'Letters',
    address: 'box Box 1',
    brandId: inbox.brandId,
    active: true,
    hasPlaybook: false,
    contactCost: null,
    ownerId: null,
  });
});

it('lesson 36: unknown settings and fields are refused, and bad ones say which', async () => {
  const before = (await shop.owner.ok('GET', '/api/inboxes')).items.length;
  const cases: [object, number, string][] = [
    [{ forwardTo: 'thief@evil.example' }, 400, 'forwardTo'],
    [{ hasOwnProperty: 'x' }, 400, 'hasOwnProperty'],
    [{ limit: 'ten' }, 400, 'limit'],
    [{ open: 1 }, 400, 'open'],
    [{ stamps: 'a' }, 400, 'stamps'],
    [{ secret: true }, 400, 'secret'],
    [{ box: 7 }, 400, 'box'],
    [{ box: null }, 422, 'box'],
    [{ box: '  ' }, 422, 'box'],
    [{ secret: '' }, 422, 'secret'],
    [{ site: 'javascript:alert(1)' }, 422, 'site'],
    [{ site: 'https://user:pass@a.example' }, 422, 'site'],
    [{ contact: 'nobody' }, 422, 'contact'],
    [{ size: 'huge' }, 422, 'size'],
  ];
  for (const [settings, status, name] of cases) {
    const answer = await add(settings);
    expect(answer, JSON.stringify(settings)).toMatchObject({
      status,
      body: { field: `body.settings.${name}` },
    });
  }
  for (const field of [
    'org_id',
    'active',
    'routeKey',
    'route_key',
    'secrets',
    'cursor',
    'address',
    'leaseBy',
  ]) {
    expect(await add({}, { [field]: 'x' })).toMatchObject({ status: 400, body: { field: `body.${field}` } });
  }
  expect(await add({}, { channel: 'pigeon' })).toMatchObject({
    status: 422,
    body: { field: 'body.channel' },
  });
  expect((await add({}, { brandId: nobody })).status).toBe(404);
  expect((await add({}, { teamId: nobody })).status).toBe(404);
  expect((await shop.owner.ok('GET', '/api/inboxes')).items.length).toBe(before);
});

it('changes what is named, empties by null, keeps secrets that are not named or come back masked', async () => {
  const inbox = await added({ spare, site: 'https://a.example/x' });
  const path = `/api/inboxes/${inbox.id}`;
  const change = (body: object) => shop.owner.ok('PATCH', path, body);
  const one = await change({ name: 'New name', settings: { site: null, secret: true, limit: 20 } });
  expect(one).toMatchObject({
    name: 'New name',
    settings: { secret: true, spare: true, site: null, limit: 20 },
  });
  const loaded = await shop.run(async (ctx) => (await loadInboxes(town.kernel, ctx.db, [inbox.id]))[0]);
  expect(loaded?.settings).toMatchObject({ secret, spare });
  const two = await change({ settings: { spare: null } });
  expect(two.settings).toMatchObject({ secret: true, spare: null });
  const refused = await shop.owner.call('PATCH', path, { settings: { secret: null } });
  expect(refused).toMatchObject({ status: 422, body: { field: 'body.settings.secret' } });
  expect((await shop.owner.ok('GET', path)).settings).toMatchObject({ secret: true });
});

it('reconnects when settings change or it wakes, not for a name; off, it is disconnected', async () => {
  const inbox = await added();
  const calls: string[] = [];
  office.connect = async () => void calls.push('connect');
  office.disconnect = async () => void calls.push('disconnect');
  const change = (body: object) => shop.owner.ok('PATCH', `/api/inboxes/${inbox.id}`, body);
  await change({ name: 'Other', settings: { limit: 10 } });
  expect(calls).toEqual([]);
  await change({ settings: { limit: 11 } });
  await change({ active: false });
  await change({ active: true });
  expect(calls).toEqual(['connect', 'disconnect', 'connect']);
});

it('a platform that refuses is shown as health, without the secret it quotes', async () => {
  office.connect = async (settings) => {
    throw new Error(`GET https://api.example/bot${settings.secret}/setWebhook: 401`);
  };
  const inbox = await added();
  expect(inbox).toMatchObject({ active: true, health: { state: 'failing' } });
  expect(inbox.health.text).toContain('setWebhook: 401');
  expect(JSON.stringify(inbox)).not.toContain(secret);
});

it('lesson 20: what a platform says goes into the log without the secret', async () => {
  const lines: string[] = [];
  const log = { ...town.kernel.log };
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    town.kernel.log[level] = (text, facts) =>
      void lines.push(`${level} ${text} ${inspect(facts, { depth: 9 })}`);
  }
  office.connect = async (settings) => {
    throw new Error(`https://api.example/bot${settings.secret}/setWebhook failed`);
  };
  office.disconnect = () =>
    Promise.reject(new Error(`https://api.example/bot${secret}/deleteWebhook failed`));
  const inbox = await added();
  await shop.owner.ok('PATCH', `/api/inboxes/${inbox.id}`, { active: false });
  Object.assign(town.kernel.log, log);
  expect(lines.join('\n')).toMatch(/could not be connected[\s\S]+could not be disconnected/);
  expect(lines.join('\n')).not.toContain('canary');
});

it('tests a connection step by step; a secret in what it says is cut out', async () => {
  const inbox = await added();
  const test = () => shop.owner.ok('POST', `/api/inboxes/${inbox.id}/test`);
  office.test = async (settings) => ({
    ok: false,
    steps: [
      { name: 'token', ok: true },
      {
        name: 'call',
        ok: false,
        text: `bad ${settings.secret} and ${encodeURIComponent(String(settings.secret))}`,
      },
    ],
  });
  expect(await test()).toEqual({
    ok: false,
    steps: [
      { name: 'token', ok: true },
      { name: 'call', ok: false, text: 'bad ••• and •••' },
    ],
  });
  office.test = () => Promise.reject(new Error(`refused ${secret}`));
  expect(await test()).toMatchObject({ ok: false, steps: [{ ok: false, text: 'refused •••' }] });
});

it('two inboxes cannot have one address of the outside; the loser leaves nothing', async () => {
  const [one, two] = await Promise.all([add({ box: 'same' }), add({ box: 'same' })]);
  expect([one.status, two.status].sort()).toEqual([200, 409]);
  const { items } = await shop.owner.ok('GET', '/api/inboxes');
  const holders = items.filter((item: { address: string }) => item.address === 'box same');
  expect(holders.length).toBe(1);
  const other = await added();
  const taken = await shop.owner.call('PATCH', `/api/inboxes/${other.id}`, { settings: { box: 'same' } });
  expect(taken).toMatchObject({ status: 409, body: { field: 'body.settings' } });
  // An address given up is free again.
  const mine = await added({ box: 'moving' });
  await shop.owner.ok('PATCH', `/api/inboxes/${mine.id}`, { settings: { box: 'moved' } });
  await added({ box: 'moving' });
});

it('goes by hours of the firm, which stay while it does', async () => {
  const inbox = await added();
  const change = (body: object) => shop.owner.call('PATCH', `/api/inboxes/${inbox.id}`, body);
  const week = [{ day: 1, from: '09:00', to: '18:00' }];
  const hours = { name: 'Loja', timeZone: 'America/Sao_Paulo', week, holidays: 'national' };
  const { id } = await shop.owner.ok('POST', '/api/hours', hours);
  const said = { hoursId: id, awayMessage: 'Estamos fora' };
  expect((await change(said)).body).toMatchObject(said);
  expect(await change({ hoursId: inbox.id })).toMatchObject({ status: 404 });
  expect(await shop.owner.call('DELETE', `/api/hours/${id}`)).toMatchObject({ status: 409 });
  expect((await change({ hoursId: null })).body).toMatchObject({ hoursId: null });
  await shop.owner.ok('DELETE', `/api/hours/${id}`);
});

it('lessons 20 and 64: a secret is in no answer, no audit entry, no event and no open column', async () => {
  const inbox = await added({ spare });
  const changed = await shop.owner.call('PATCH', `/api/inboxes/${inbox.id}`, {
    settings: { spare: `${spare}2` },
  });
  const answers = [
    JSON.stringify(inbox),
    changed.text,
    ...(await Promise.all(
      ['/api/inboxes', `/api/inboxes/${inbox.id}`, '/api/inboxes/refs', '/api/audit?limit=200'].map(
        async (path) => (await shop.owner.call('GET', path)).text,
      ),
    )),
  ];
  for (const text of answers) expect(text).not.toContain('canary');
  const stored = await shop.run((ctx) =>
    sql<{ text: string }>`
        SELECT to_jsonb(b)::text AS text FROM inboxes b UNION ALL SELECT facts::text FROM audit_entries
        UNION ALL SELECT facts::text FROM events`.execute(ctx.db),
  );
  for (const row of stored.rows) expect(row.text).not.toContain('canary');
});

it('only who manages inboxes sees settings; agents see names; other organisations see nothing', async () => {
  const inbox = await added();
  const { browser: agent } = await shop.join('agent');
  const foreign = await town.shop('Foreign');
  const receipt = `/api/inboxes/${inbox.id}/receipts/${nobody}/replay`;
  const calls: [string, string, object?][] = [
    ['GET', `/api/inboxes/${inbox.id}`],
    ['PATCH', `/api/inboxes/${inbox.id}`, { name: 'Mine' }],
    ['POST', `/api/inboxes/${inbox.id}/test`],
    ['GET', `/api/inboxes/${inbox.id}/receipts/poison`],
    ['POST', receipt],
  ];
  for (const [method, path, body] of calls) {
    expect((await agent.call(method, path, body)).status, `${method} ${path}`).toBe(403);
    expect((await foreign.owner.call(method, path, body)).status, `${method} ${path}`).toBe(404);
  }
  expect((await agent.call('GET', '/api/inboxes')).status).toBe(403);
  expect((await add({}, {}, agent)).status).toBe(403);
  expect((await agent.ok('GET', '/api/inboxes/refs')).items.length).toBeGreaterThan(0);
  expect((await foreign.owner.ok('GET', '/api/inboxes')).items).toEqual([]);
  const borrowed = await add({}, { brandId: inbox.brandId }, foreign.owner);
  expect(borrowed.status).toBe(404);
});

it('labels: one of a name, gone everywhere when deleted', async () => {
  const label = await shop.owner.ok('POST', '/api/labels', { name: 'VIP', colour: '#ff8800' });
  expect((await shop.owner.call('POST', '/api/labels', { name: 'vip', colour: '#ff8800' })).status).toBe(409);
  const inbox = await added();
  const conversation = await shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    const customer = { org_id: shop.orgId, id: ctx.ids.uuid() };
    await ctx.db
      .insertInto('customers')
      .values({ ...customer, canonical_id: customer.id })
      .execute();
    const labels = sql<string[]>`${[label.id, nobody]}::uuid[]`;
    const place = { brand_id: inbox.brandId, inbox_id: inbox.id, channel, protocol: 'X-1' };
    const row = { org_id: shop.orgId, id, customer_id: customer.id, label_ids: labels, ...place };
    await ctx.db.insertInto('conversations').values(row).execute();
    return id;
  });
  await shop.owner.ok('DELETE', `/api/labels/${label.id}`);
  const after = await shop.run((ctx) =>
    ctx.db.selectFrom('conversations').select('label_ids').where('id', '=', conversation).executeTakeFirst(),
  );
  expect(after?.label_ids).toEqual([nobody]);
  expect(
    (await shop.owner.ok('GET', '/api/labels')).items.map((item: { id: string }) => item.id),
  ).not.toContain(label.id);
  const { browser: agent } = await shop.join('agent');
  expect((await agent.call('POST', '/api/labels', { name: 'x', colour: '#000000' })).status).toBe(403);
});
