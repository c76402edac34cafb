import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../../modules/customers/testing.ts';
import { rule } from './signature.ts';

/** One app of the platform is called at one address for all its pages, accounts and numbers. */

type Parsed = ReturnType<typeof JSON.parse>;
const secret = 'app-secret-of-all';
const soon = { timeout: 20_000, interval: 100 };
let town: Town;
let shop: Shop;
let count = 0;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town?.stop());
beforeEach(async () => {
  count += 1;
  shop = await town.shop(`Rede${count}`);
});

const shared = { accessToken: 't', verifyToken: 'v', graphUrl: 'http://127.0.0.1:9/v26.0' };
async function open(channel: string, settings: object, whose = shop): Promise<Parsed> {
  const all = { appSecret: secret, ...shared, ...settings };
  return await whose.owner.ok('POST', '/api/inboxes', { channel, name: channel, settings: all });
}
const page = (pageId: string, more: object = {}) => open('facebook', { pageId, ...more });
const account = (accountId: string) =>
  open('instagram', { pageId: '1', accountId, username: `@a${accountId}` });
const number = (phoneNumberId: string) =>
  open('whatsapp', { phoneNumberId, businessAccountId: '9900', phoneNumber: `+55 41 3333-${phoneNumberId}` });

async function post(inbox: Parsed, body: object, key = secret): Promise<number> {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const headers = { 'content-type': 'application/json', ...rule.sign(key, { url: '', body: bytes }) };
  return (await fetch(inbox.webhookUrl, { method: 'POST', headers, body: bytes })).status;
}
let mids = 0;
const entry = (id: string, text: string) => {
  mids += 1;
  const message = { mid: `m_${mids}`, text };
  const messaging = [{ sender: { id: '77' }, recipient: { id }, timestamp: Date.now(), message }];
  return { id, time: Date.now(), messaging };
};
const change = (id: string, text: string) => {
  mids += 1;
  const message = {
    from: '5541988887777',
    id: `wamid.${mids}`,
    timestamp: '1772452800',
    type: 'text',
    text: { body: text },
  };
  const metadata = { display_phone_number: '5541333', phone_number_id: id };
  return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, messages: [message] } };
};

/** What was said at each inbox, in no order. */
async function said(): Promise<Record<string, string[]>> {
  const rows = await shop.run((ctx) =>
    ctx.db
      .selectFrom('messages')
      .select(['inbox_id', 'content'])
      .where('author_kind', '=', 'customer')
      .execute(),
  );
  const all: Record<string, string[]> = {};
  for (const row of rows) {
    const words = (row.content as { text: string }).text;
    all[row.inbox_id ?? ''] = [...(all[row.inbox_id ?? ''] ?? []), words].sort();
  }
  return all;
}
const becomes = (wanted: Record<string, string[]>) =>
  vi.waitFor(async () => expect(await said()).toEqual(wanted), soon);
const noticesOf = async ({ id }: Parsed): Promise<Parsed[]> => {
  const { items } = await shop.owner.ok('GET', '/api/inboxes/health');
  return items.find((one: Parsed) => one.inboxId === id).notices;
};

it('what comes for another page of the app goes to its inbox; a copy at its own address is a copy', async () => {
  const [here, there] = [await page('1001'), await page('1002')];
  const both = { object: 'page', entry: [entry('1001', 'aqui'), entry('1002', 'lá')] };
  expect(await post(here, both)).toBe(200);
  await becomes({ [here.id]: ['aqui'], [there.id]: ['lá'] });
  for (const inbox of [there, here]) expect(await post(inbox, both)).toBe(200);
  expect(await post(there, { object: 'page', entry: [entry('1001', 'de volta')] })).toBe(200);
  await becomes({ [here.id]: ['aqui', 'de volta'], [there.id]: ['lá'] });
});

it('one address for pages, accounts and numbers alike', async () => {
  const [home, picture, phone] = [await page('1101'), await account('1784'), await number('4401')];
  expect(await post(home, { object: 'instagram', entry: [entry('1784', 'foto')] })).toBe(200);
  const calls = { id: '9900', changes: [change('4401', 'zap')] };
  expect(await post(home, { object: 'whatsapp_business_account', entry: [calls] })).toBe(200);
  expect(await post(phone, { object: 'page', entry: [entry('1101', 'página')] })).toBe(200);
  await becomes({ [home.id]: ['página'], [picture.id]: ['foto'], [phone.id]: ['zap'] });
});

it('numbers of one account: each its own messages, all of them news of the account', async () => {
  const [one, two] = [await number('4501'), await number('4502')];
  const news = {
    field: 'message_template_status_update',
    value: { event: 'PAUSED', message_template_name: 'aviso', message_template_language: 'pt_BR' },
  };
  const changes = [change('4501', 'um'), change('4502', 'dois'), news];
  expect(
    await post(one, { object: 'whatsapp_business_account', entry: [{ id: '9900', time: 1, changes }] }),
  ).toBe(200);
  await becomes({ [one.id]: ['um'], [two.id]: ['dois'] });
  await vi.waitFor(async () => {
    for (const inbox of [one, two])
      expect(await noticesOf(inbox)).toMatchObject([{ code: 'message_template_status_update:aviso' }]);
  }, soon);
});

it('an account nobody takes, of another secret or another firm: one notice, 200, and nothing elsewhere', async () => {
  const here = await page('1201');
  const locked = await page('1202', { appSecret: 'another-secret' });
  const neighbour = await town.shop(`Vizinha${count}`);
  const theirs = await open('facebook', { appSecret: secret, ...shared, pageId: '1203' }, neighbour);
  for (const text of ['a', 'b'])
    for (const id of ['1202', '1203', '1299'])
      expect(await post(here, { object: 'page', entry: [entry(id, text)] })).toBe(200);
  expect(await post(here, { object: 'instagram', entry: [entry('1784', 'x')] })).toBe(200);
  await vi.waitFor(async () => {
    const notices = await noticesOf(here);
    expect(notices.map((one) => [one.code, one.text]).sort()).toEqual([
      ['unknown_account:1202', 'page 1202'],
      ['unknown_account:1203', 'page 1203'],
      ['unknown_account:1299', 'page 1299'],
      ['unknown_account:1784', 'instagram 1784'],
    ]);
  }, soon);
  const stored = await shop.run((ctx) =>
    ctx.db.selectFrom('receipts').select(['inbox_id', 'state']).where('inbox_id', '<>', here.id).execute(),
  );
  expect([stored, await said()]).toEqual([[], {}]);
  expect(await post(here, { object: 'page', entry: [entry('1201', 'x')] }, 'another-secret')).toBe(401);
  expect(await post(locked, { object: 'page', entry: [entry('1201', 'x')] })).toBe(401);
  expect(theirs.id).not.toBe(here.id);
});

it('an address of an inbox that is switched off still serves the others', async () => {
  const [off, on] = [await page('1301'), await page('1302')];
  await shop.owner.ok('PATCH', `/api/inboxes/${off.id}`, { active: false });
  expect(await post(off, { object: 'page', entry: [entry('1301', 'ninguém'), entry('1302', 'lá')] })).toBe(
    200,
  );
  await becomes({ [on.id]: ['lá'] });
  expect(await post(off, { object: 'page', entry: [entry('1301', 'ninguém')] })).toBe(404);
  expect(await post(off, { object: 'page', entry: [entry('1302', 'x')] }, 'wrong')).toBe(401);
});

it('an account that gets its inbox later is given what came for it, once; of another secret nothing', async () => {
  const here = await page('1401');
  const early = {
    object: 'page',
    entry: [entry('1402', 'cedo'), entry('1401', 'aqui'), entry('1403', 'alheio')],
  };
  expect(await post(here, early)).toBe(200);
  expect(await post(here, { object: 'instagram', entry: [entry('1785', 'foto')] })).toBe(200);
  await vi.waitFor(async () => expect(await noticesOf(here)).toHaveLength(3), soon);
  const there = await page('1402');
  const picture = await account('1785');
  await page('1403', { appSecret: 'another-secret' });
  await becomes({ [here.id]: ['aqui'], [there.id]: ['cedo'], [picture.id]: ['foto'] });
  expect((await noticesOf(here)).map((one) => one.code)).toEqual(['unknown_account:1403']);
  // The platform says it again, at the new address: a copy.
  expect(await post(there, early)).toBe(200);
  expect(await post(there, { object: 'page', entry: [entry('1402', 'agora')] })).toBe(200);
  await becomes({ [here.id]: ['aqui'], [there.id]: ['agora', 'cedo'], [picture.id]: ['foto'] });
});
