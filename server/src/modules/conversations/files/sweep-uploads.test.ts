import { randomBytes, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor, PersonActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import { addInbox, addPerson, addTalk, type Desk, openDesk, type Talk } from '../factories.ts';
import { sendMessage } from '../send-message.ts';
import { storeUpload } from './store-upload.ts';
import { sweepUploads } from './sweep-uploads.ts';

let desk: Desk;
let ana: PersonActor;
let inboxId: string;
let talk: Talk;
const hourMs = 3_600_000;

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'chat');
  talk = await addTalk(desk, inboxId);
});
afterAll(() => desk.close());
// What lies in the store has the machine's date, whatever the clock of the house says.
beforeEach(() => desk.clock.set(new Date(Date.now()).toISOString()));

async function upload(bytes: Uint8Array, actor: Actor = ana) {
  const received = await desk.kernel.files.receive([bytes]);
  const made = await storeUpload(desk.kernel, actor, { received, name: 'a.bin', voice: false });
  return { id: made.id, hash: received.hash };
}
const isThere = (hash: Buffer) => desk.kernel.files.has(desk.orgId, hash);
const rowOf = (id: string) =>
  desk.as(null, (ctx) =>
    ctx.db.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst(),
  );
const sendIt = (id: string) =>
  inTransaction(desk.kernel, ana, (ctx) =>
    sendMessage(ctx, {
      conversationId: talk.id,
      clientId: randomUUID(),
      content: { v: 1, kind: 'text', text: 'Segue' },
      internal: true,
      attachmentIds: [id],
    }),
  );

test('an upload nobody sent within a day goes, with its thumbnail; what was sent and what is young stays', async () => {
  const picture = await sharp({ create: { width: 600, height: 40, channels: 3, background: '#123' } })
    .png()
    .toBuffer();
  const unsent = await upload(picture);
  const sent = await upload(randomBytes(40));
  await sendIt(sent.id);
  desk.clock.advance(23 * hourMs);
  expect(await sweepUploads(desk.kernel)).toEqual({ uploads: 0, objects: 0 });
  const young = await upload(randomBytes(41));
  desk.clock.advance(2 * hourMs);
  // The picture and its thumbnail.
  expect(await sweepUploads(desk.kernel)).toEqual({ uploads: 1, objects: 2 });
  expect(await rowOf(unsent.id)).toBeUndefined();
  expect(await isThere(unsent.hash)).toBe(false);
  for (const kept of [sent, young]) {
    expect(await rowOf(kept.id)).toBeDefined();
    expect(await isThere(kept.hash)).toBe(true);
  }
  await expect(sendIt(unsent.id)).rejects.toMatchObject({ field: 'body.attachmentIds.0' });
});

test('bytes that another row names stay', async () => {
  const bytes = randomBytes(50);
  const [unsent, sent] = [await upload(bytes), await upload(bytes)];
  await sendIt(sent.id);
  desk.clock.advance(25 * hourMs);
  expect((await sweepUploads(desk.kernel)).uploads).toBeGreaterThan(0);
  expect(await rowOf(unsent.id)).toBeUndefined();
  expect(await isThere(sent.hash)).toBe(true);
});

test('bytes without a row, as a crash leaves them, go after a day', async () => {
  const hash = await desk.kernel.files.put(desk.orgId, randomBytes(60));
  desk.clock.advance(20 * hourMs);
  await sweepUploads(desk.kernel);
  expect(await isThere(hash)).toBe(true);
  desk.clock.advance(5 * hourMs);
  expect(await sweepUploads(desk.kernel)).toMatchObject({ objects: 1 });
  expect(await isThere(hash)).toBe(false);
});

test('an upload that is being sent while the sweep runs stays', async () => {
  const file = await upload(randomBytes(70));
  desk.clock.advance(25 * hourMs);
  await desk.as(null, async (ctx) => {
    await ctx.db
      .updateTable('attachments')
      .set({ message_id: talk.messageId })
      .where('org_id', '=', desk.orgId)
      .where('id', '=', file.id)
      .execute();
    expect((await sweepUploads(desk.kernel)).uploads).toBe(0);
  });
  expect(await isThere(file.hash)).toBe(true);
});

test("a visitor's upload that a waiting or a poisoned receipt names stays until it is read", async () => {
  const visitor: Actor = {
    kind: 'customer',
    id: randomUUID(),
    orgId: desk.orgId,
    identityId: null,
    inboxId,
  };
  const file = await upload(randomBytes(80), visitor);
  const receipt = { id: randomUUID(), external_hash: randomBytes(16) };
  await desk.as(null, (ctx) =>
    ctx.db
      .insertInto('receipts')
      .values({
        ...receipt,
        org_id: desk.orgId,
        inbox_id: inboxId,
        state: 'poison',
        body: Buffer.from(JSON.stringify({ attachments: [{ id: file.id }] })),
      })
      .execute(),
  );
  desk.clock.advance(25 * hourMs);
  expect((await sweepUploads(desk.kernel)).uploads).toBe(0);
  expect(await isThere(file.hash)).toBe(true);
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('receipts')
      .set({ state: 'done' })
      .where('org_id', '=', desk.orgId)
      .where('id', '=', receipt.id)
      .execute(),
  );
  expect((await sweepUploads(desk.kernel)).uploads).toBe(1);
  expect(await isThere(file.hash)).toBe(false);
});
