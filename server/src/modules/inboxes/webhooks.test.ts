import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { forgetOldReceipts } from './forget-old-receipts.ts';
import { channel, mended, openPostOffice, signed } from './testing.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  openPostOffice(town.kernel);
});
afterAll(() => town.stop());

const secret = 'canary-5e1f3a9c77';
let boxes = 0;
type Inbox = { id: string; webhookUrl: string };
const openInbox = (): Promise<Inbox> =>
  shop.owner.ok('POST', '/api/inboxes', {
    channel,
    name: 'Letters',
    settings: { box: `W${++boxes}`, secret },
  });

const letter = (id: string, text = 'Olá') => ({ id, from: '+5541988887777', text });
const bodyOf = (...letters: object[]): string => JSON.stringify({ letters });
async function post(inbox: Inbox, body: string, signature: string | null = signed(body, secret)) {
  const headers = {
    'content-type': 'application/json',
    ...(signature === null ? {} : { 'x-signature': signature }),
  };
  const response = await fetch(inbox.webhookUrl, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, text, field: text.startsWith('{') ? JSON.parse(text).field : undefined };
}
const receiptsOf = (inbox: Inbox) =>
  shop.run((ctx) =>
    ctx.db.selectFrom('receipts').selectAll().where('inbox_id', '=', inbox.id).orderBy('n').execute(),
  );
const settled = (inbox: Inbox) =>
  vi.waitFor(async () => {
    const rows = await receiptsOf(inbox);
    if (rows.length === 0 || rows.some((row) => row.state === 'new')) throw new Error('not read yet');
    return rows;
  }, 15_000);
const textsIn = (inbox: Inbox) =>
  shop.run(async (ctx) => {
    const rows = await ctx.db
      .selectFrom('messages')
      .select('content')
      .where('inbox_id', '=', inbox.id)
      .orderBy('seq')
      .execute();
    return rows.map((row) => (row.content as { text?: string }).text).filter((text) => text !== undefined);
  });

it('a missing or wrong signature is 401 and stores nothing, also when the body is no JSON', async () => {
  const inbox = await openInbox();
  const body = bodyOf(letter('a'));
  for (const signature of [
    null,
    '',
    'x',
    signed(body, 'other'),
    signed(`${body} `, secret),
    signed(body, ''),
  ]) {
    expect((await post(inbox, body, signature)).status).toBe(401);
    expect((await post(inbox, '{', signature)).status).toBe(401);
  }
  expect(await receiptsOf(inbox)).toEqual([]);
});

it('malformed bodies are 400 with the field, too large ones 413, unknown addresses 404; nothing is stored', async () => {
  const inbox = await openInbox();
  expect(await post(inbox, '{')).toMatchObject({ status: 400, field: 'body' });
  expect(await post(inbox, '{"letters":{}}')).toMatchObject({ status: 400, field: 'letters' });
  expect((await post(inbox, bodyOf(letter('big', 'x'.repeat(5 * 1024 * 1024))))).status).toBe(413);
  const origin = new URL(inbox.webhookUrl).origin;
  for (const key of ['x', 'unknown-key-unknown-key', '%00', '..%2f..%2fetc', 'a'.repeat(90)]) {
    expect((await post({ ...inbox, webhookUrl: `${origin}/hooks/${key}` }, bodyOf(letter('a')))).status).toBe(
      404,
    );
  }
  expect((await fetch(inbox.webhookUrl)).status).toBe(403);
  expect(await receiptsOf(inbox)).toEqual([]);
});

it('D1: 64 copies at once are one receipt and one message; three more later change nothing', async () => {
  const inbox = await openInbox();
  const body = bodyOf(letter('copy-1', 'once'));
  const answers = await Promise.all(Array.from({ length: 64 }, () => post(inbox, body)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  await settled(inbox);
  for (let copy = 0; copy < 3; copy += 1) expect((await post(inbox, body)).status).toBe(200);
  expect(await settled(inbox)).toMatchObject([{ state: 'done', attempts: 1 }]);
  expect(await textsIn(inbox)).toEqual(['once']);
});

it('what jsonb cannot hold does not stop the mail', async () => {
  const inbox = await openInbox();
  const odd = ['\\u0000', '\u0000', '\\\\u0000x', '\ud800', '\\', '"', '\u2028'];
  const letters = odd.map((stamp, index) => ({ ...letter(`odd-${index}`, `odd ${index}`), stamp }));
  expect((await post(inbox, bodyOf(...letters))).status).toBe(200);
  const rows = await settled(inbox);
  expect(rows.map((row) => row.state)).toEqual(odd.map(() => 'done'));
  expect(rows[0]?.headers).toEqual({ stamp: '\\u0000' });
  expect(await textsIn(inbox)).toEqual(odd.map((_stamp, index) => `odd ${index}`));
});

it('answers in the platform’s own words where it reads them, else with nothing', async () => {
  const inbox = await openInbox();
  expect(await post(inbox, bodyOf(letter('a', 'answer me')))).toMatchObject({
    status: 200,
    text: '<received/>',
  });
  expect(await post(inbox, bodyOf(letter('b')))).toMatchObject({ status: 200, text: '' });
});

it('letters of one envelope are read in their order', async () => {
  const inbox = await openInbox();
  const letters = Array.from({ length: 40 }, (_, index) => letter(`row-${index}`, `row ${index}`));
  await post(inbox, bodyOf(...letters));
  await settled(inbox);
  expect(await textsIn(inbox)).toEqual(letters.map((one) => one.text));
});

it('an inbox that is off receives nothing and answers as if it were not there', async () => {
  const inbox = await openInbox();
  await shop.owner.ok('PATCH', `/api/inboxes/${inbox.id}`, { active: false });
  expect((await post(inbox, bodyOf(letter('off')))).status).toBe(404);
  expect(await receiptsOf(inbox)).toEqual([]);
});

it('a poison receipt is kept, shown and replayable, and never blocks the next', async () => {
  const inbox = await openInbox();
  mended.waitsFor = 'strange';
  await post(inbox, bodyOf(letter('p1', 'before'), letter('p2', 'strange'), letter('p3', 'after')));
  await post(inbox, bodyOf(letter('p4', 'poison')));
  await post(inbox, bodyOf(letter('p5', 'later')));
  const rows = await settled(inbox);
  expect(rows.map((row) => row.state)).toEqual(['done', 'poison', 'done', 'poison', 'done']);
  expect(await textsIn(inbox)).toEqual(['before', 'after', 'later']);
  const path = `/api/inboxes/${inbox.id}/receipts`;
  expect((await shop.owner.ok('GET', `/api/inboxes/${inbox.id}`)).health.poisonReceipts).toBe(2);
  const first = await shop.owner.ok('GET', `${path}/poison?limit=1`);
  expect(first.items).toMatchObject([
    {
      externalId: 'p4',
      error: 'this letter cannot be read',
      attempts: 1,
      preview: expect.stringContaining('poison'),
    },
  ]);
  const second = await shop.owner.ok('GET', `${path}/poison?limit=1&cursor=${first.next}`);
  expect(second).toMatchObject({ items: [{ externalId: 'p2' }], next: null });
  mended.waitsFor = null;
  const receiptId = second.items[0].id;
  await shop.owner.ok('POST', `${path}/${receiptId}/replay`);
  await settled(inbox);
  expect((await textsIn(inbox)).sort()).toEqual(['after', 'before', 'later', 'strange']);
  // Read now: there is nothing to replay.
  expect((await shop.owner.call('POST', `${path}/${receiptId}/replay`)).status).toBe(404);
  // What is still poison becomes poison again, one try more.
  await shop.owner.ok('POST', `${path}/${first.items[0].id}/replay`);
  await vi.waitFor(async () => {
    expect((await shop.owner.ok('GET', `${path}/poison`)).items).toMatchObject([
      { externalId: 'p4', attempts: 2 },
    ]);
  }, 15_000);
});

it('a receipt is replayed only through its own inbox', async () => {
  const inbox = await openInbox();
  const other = await openInbox();
  await post(inbox, bodyOf(letter('own', 'poison')));
  const [row] = await settled(inbox);
  const answer = await shop.owner.call('POST', `/api/inboxes/${other.id}/receipts/${row?.id}/replay`);
  expect(answer.status).toBe(404);
  expect((await settled(inbox))[0]?.state).toBe('poison');
});

it('after 30 days bytes, headers and id are gone, and a late copy is still a copy', async () => {
  const inbox = await openInbox();
  const body = bodyOf(letter('old', 'long ago'));
  await post(inbox, body);
  await settled(inbox);
  const age = (days: number) =>
    shop.run((ctx) =>
      ctx.db
        .updateTable('receipts')
        .set({ received_at: new Date(ctx.clock.now().getTime() - days * 86_400_000) })
        .where('inbox_id', '=', inbox.id)
        .execute(),
    );
  await age(29);
  await forgetOldReceipts(town.kernel);
  expect((await receiptsOf(inbox))[0]?.body).not.toBeNull();
  await age(31);
  expect(await forgetOldReceipts(town.kernel)).toBe(1);
  expect(await receiptsOf(inbox)).toMatchObject([
    { body: null, headers: null, external_id: null, facts: {}, external_hash: expect.any(Buffer) },
  ]);
  expect((await post(inbox, body)).status).toBe(200);
  expect(await settled(inbox)).toHaveLength(1);
  expect(await textsIn(inbox)).toEqual(['long ago']);
});
