import { randomUUID } from 'node:crypto';
import type { OutboundMessage } from '@meada/contract/channels';
import { clockIn } from '@meada/contract/preferred-hours';
import type { AnnouncementTemplate } from '@meada/contract/routes/announcements';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { type ChannelPlugin, loadInboxes, receive } from '../../inboxes/index.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addInbox, addPerson, addTalk, type Desk, eventsAfter, openDesk, type Talk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { readOne } from '../views/conversation.ts';
import { countAudience } from './audience.ts';
import { valueFor } from './by-template.ts';
import { hearRefusals, refuse } from './refuse.ts';
import { runAnnouncements } from './run-announcements.ts';
import { startAnnouncement } from './start-announcement.ts';
import { stopAnnouncement } from './stop-announcement.ts';
import { announcementsOf } from './views.ts';
import { filled, isRefusal, readRefusalToken, refusalToken } from './words.ts';

const sent: OutboundMessage[] = [];
const sending = (plugin: ChannelPlugin): ChannelPlugin => ({
  ...plugin,
  send: async (message) => {
    sent.push(message);
    return { state: 'sent', externalId: `ours-${message.dispatchId}` };
  },
});

let desk: Desk;
let owner: PersonActor;
let fresh = '';
let letters = '';
let windowed = '';
const texts = {
  'pt-BR': 'Olá, {name}! Agora em {inbox}: {address}',
  en: 'Now on {inbox}',
  es: 'Ahora en {inbox}',
};

beforeAll(async () => {
  desk = await openDesk([
    sending(paperChannel('fresh')),
    sending(paperChannel('letter', { subject: true })),
    sending(paperChannel('windowed', { windowHours: 24, sends: ['text', 'template'] })),
  ]);
  owner = await addPerson(desk, { role: 'owner' });
  fresh = await addInbox(desk, 'fresh');
  letters = await addInbox(desk, 'letter');
  windowed = await addInbox(desk, 'windowed');
});
afterAll(() => desk?.close());

const audience = () =>
  desk.as(owner, async (ctx) =>
    countAudience(ctx, { inboxId: fresh, months: 12 }, await loadInboxes(ctx, ctx.db)),
  );
const start = (perMinute = 600, templates: AnnouncementTemplate[] = []) =>
  desk.as(owner, (ctx) =>
    startAnnouncement(ctx, { params: { id: fresh }, body: { texts, templates, months: 12, perMinute } }),
  );
const run = async (turns = 1) => {
  for (let turn = 0; turn < turns; turn += 1) {
    desk.clock.advance(60_000);
    await runAnnouncements(desk.kernel);
  }
};
const progress = async () => (await desk.as(owner, (ctx) => announcementsOf(ctx, fresh)))[0];
const leave = async () => {
  for (const inboxId of [letters, windowed])
    await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
};
const end = async () => {
  const now = await progress();
  if (now?.state === 'running')
    await desk.as(owner, (ctx) => stopAnnouncement(ctx, { params: { id: now.id } }));
};

let first: Talk;
test('whom it fits: by the way used last that may be written to, not who uses it, refused, or cannot be reached', async () => {
  first = await addTalk(desk, letters);
  await addTalk(desk, windowed);
  const both = await addTalk(desk, letters);
  await addTalk(desk, fresh, { caller: both });
  const no = await addTalk(desk, letters);
  await desk.as(null, (ctx) => refuse(ctx, no.customerId, 'person'));
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('inboxes')
      .set({ cost_minor: 35, cost_currency: 'BRL' })
      .where('id', '=', letters)
      .execute(),
  );
  expect(await audience()).toEqual({
    ways: expect.arrayContaining([
      { inboxId: letters, count: 1, byTemplate: 0, cost: { minor: 35, currency: 'BRL' } },
      { inboxId: windowed, count: 1, byTemplate: 0, cost: null },
    ]),
    total: 2,
    outsideHours: 0,
    left: { known: 1, refused: 1, unreachable: 0, silent: 0 },
  });
  // The hour that begins twelve hours from now is none they would like to be reached in now.
  const far = (clockIn('America/Sao_Paulo', desk.clock.now()).hour + 12) % 24;
  const said = (from: number, to: number) =>
    desk.as(null, (ctx) =>
      ctx.client.query(
        `INSERT INTO customer_preferences (org_id, customer_id, kind, value, source, actor_kind)
         VALUES ($1, $2, 'hours', $3, 'customer', 'system')
         ON CONFLICT (org_id, customer_id, kind) DO UPDATE SET value = excluded.value`,
        [desk.orgId, first.customerId, { kind: 'hours', hours: { days: [], from, to } }],
      ),
    );
  await said(far, far + 1);
  expect(await audience()).toMatchObject({ total: 2, outsideHours: 1 });
  await said(0, 24);
  expect(await audience()).toMatchObject({ total: 2, outsideHours: 0 });
  desk.clock.advance(25 * 3_600_000);
  expect(await audience()).toMatchObject({ total: 1, left: { unreachable: 1 } });
});

test('everybody is told once, in a resolved conversation, and never again of the same inbox', async () => {
  expect(await start()).toMatchObject({ state: 'running', counts: { queued: 1 } });
  await expect(start()).rejects.toMatchObject({ code: 'conflict' });
  await run(2);
  await leave();
  expect(await progress()).toMatchObject({ state: 'done', counts: { sent: 1, queued: 0 } });
  expect(sent).toHaveLength(1);
  const [message] = sent;
  expect(message?.automatic).toBe(true);
  expect(message?.content).toMatchObject({ text: expect.stringContaining('Olá, Bia! Agora em fresh') });
  expect(message?.content).toMatchObject({ text: expect.stringMatching(/SAIR.*\/avisos\/[\w-]{64}$/s) });
  const id = await desk.as(null, async (ctx) => {
    const row = await ctx.db
      .selectFrom('announcement_recipients')
      .select('conversation_id')
      .executeTakeFirstOrThrow();
    return row.conversation_id ?? '';
  });
  expect(await desk.as(owner, (ctx) => readOne(ctx, id))).toMatchObject({
    status: 'resolved',
    assigneeId: null,
  });
  await expect(start()).rejects.toMatchObject({ code: 'refused' });
});

test('the pace holds, stopping stops, and a merge meanwhile does not tell anybody twice', async () => {
  const talks = [];
  for (let n = 0; n < 4; n += 1) talks.push(await addTalk(desk, letters));
  sent.length = 0;
  await start(12);
  await runAnnouncements(desk.kernel);
  await runAnnouncements(desk.kernel);
  expect(await progress()).toMatchObject({ counts: { sent: 1, queued: 3 } });
  const told = await desk.as(null, async (ctx) => {
    const rows = await ctx.db
      .selectFrom('announcement_recipients')
      .select(['customer_id', 'state'])
      .execute();
    return new Map(rows.map((row) => [row.customer_id, row.state]));
  });
  const done = talks.find((talk) => told.get(talk.customerId) === 'sent') as Talk;
  const waiting = talks.find((talk) => told.get(talk.customerId) === 'queued') as Talk;
  // Somebody finds out that the two are one.
  await desk.as(null, (ctx) =>
    ctx.db
      .updateTable('customers')
      .set({ canonical_id: done.customerId })
      .where('id', '=', waiting.customerId)
      .execute(),
  );
  await run(2);
  const now = await progress();
  expect((now?.counts.sent ?? 0) + (now?.counts.skipped ?? 0)).toBe(3);
  await end();
  await run(3);
  await leave();
  expect(await progress()).toMatchObject({ state: 'stopped', counts: { queued: 0 } });
  const { reason } = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('announcement_recipients')
      .select('reason')
      .where('customer_id', '=', waiting.customerId)
      .executeTakeFirstOrThrow(),
  );
  expect(['known', 'stopped']).toContain(reason);
  expect(sent.length).toBeLessThan(4);
});

test('a word of refusal is heard from who was told, a sentence is none, and it stands', async () => {
  const say = async (text: string) => {
    const value = await desk.as(null, async (ctx) => {
      const row = await ctx.db
        .selectFrom('identities')
        .select('value')
        .where('id', '=', first.identityId)
        .executeTakeFirstOrThrow();
      return row.value;
    });
    const item = {
      kind: 'message',
      externalId: randomUUID(),
      at: desk.clock.now().toISOString(),
      from: { kind: 'line', value },
      proof: 'platform',
      content: { v: 1, kind: 'text', text },
    };
    const body = new TextEncoder().encode(JSON.stringify([item]));
    await receive(desk.kernel, { orgId: desk.orgId, inboxId: letters }, [
      { externalId: item.externalId, body, headers: {}, facts: {} },
    ]);
    while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
    await hearRefusals(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
  };
  const refusals = () =>
    desk.as(null, (ctx) =>
      ctx.db
        .selectFrom('announcement_refusals')
        .select('source')
        .where('customer_id', '=', first.customerId)
        .execute(),
    );
  await say('Posso sair da fila?');
  expect(await refusals()).toEqual([]);
  await say(' Sair. ');
  expect(await refusals()).toEqual([{ source: 'word' }]);
  await say('SAIR');
  expect(await refusals()).toHaveLength(1);
});

test('whose window is closed is told by an approved template, filled from what is known of them', async () => {
  await end();
  const ana = await addTalk(desk, windowed);
  const nobody = await addTalk(desk, windowed);
  await desk.as(null, async (ctx) => {
    const facts = { name: 'Ana Souza', custom_fields: JSON.stringify({ plano: 'Ouro', idade: 30 }) };
    await ctx.db.updateTable('customers').set(facts).where('id', '=', ana.customerId).execute();
    await ctx.db.updateTable('customers').set({ name: null }).where('id', '=', nobody.customerId).execute();
    const row = { org_id: ctx.orgId, inbox_id: windowed, language: 'pt_BR', cost: 'marketing' };
    const parts = JSON.stringify([{ part: 'body', text: 'Oi, {{1}}! Plano {{2}}: agora em {{3}}.' }]);
    const both = [
      { ...row, name: 'novidade', state: 'approved', parts },
      { ...row, name: 'recusado', state: 'rejected', parts },
    ];
    await ctx.db.insertInto('message_templates').values(both).execute();
  });
  desk.clock.advance(25 * 3_600_000);
  const values = ['{name}', '{plano}', '{inbox}'].map((value, n) => ({ at: `body.${n + 1}`, value }));
  const template = { wayInboxId: windowed, name: 'novidade', language: 'pt_BR', values };
  const counted = (templateInboxIds: string[]) =>
    desk.as(owner, async (ctx) =>
      countAudience(
        ctx,
        { inboxId: fresh, months: 12, wayInboxIds: [windowed], templateInboxIds },
        await loadInboxes(ctx, ctx.db),
      ),
    );
  expect((await counted([])).ways).toEqual([]);
  const [way] = (await counted([windowed])).ways;
  expect(way).toMatchObject({ inboxId: windowed });
  expect(way?.byTemplate).toBe(way?.count);

  await expect(start(600, [{ ...template, name: 'recusado' }])).rejects.toMatchObject({
    field: 'body.templates.0.name',
  });
  await expect(start(600, [{ ...template, values: values.slice(1) }])).rejects.toMatchObject({
    field: 'body.templates.0.values',
  });
  sent.length = 0;
  await start(600, [template]);
  await run(2);
  await leave();
  const texts = sent.flatMap(({ content }) => (content.kind === 'template' ? [content.text] : []));
  expect(texts).toContain('Oi, Ana! Plano Ouro: agora em fresh.');
  // Nobody reads a gap: of whom a field is not known, they are passed over; a name nobody knows has a word of its own.
  expect(texts).toHaveLength(1);
  expect((await progress())?.counts.skipped).toBeGreaterThan(0);
});

test('a value of a template for one customer', () => {
  const customer = {
    filling: { name: '', inbox: 'Loja', address: '', link: '', refuse: '' },
    fields: { idade: 30 },
  };
  expect(valueFor('{name} {idade} {inbox}', { ...customer, locale: 'pt-BR' })).toBe('cliente 30 Loja');
  expect(valueFor('{constructor}', { ...customer, locale: 'en' })).toBeNull();
});

test('words', () => {
  const filling = { name: '', inbox: 'Loja {name}', address: 'a', link: 'l', refuse: 'r' };
  expect(filled('Olá, {name}! {inbox} {refuse} {other}', 'pt-BR', filling)).toBe(
    'Olá! Loja {name} r {other}',
  );
  expect(filled('Oi {name}', 'en', { ...filling, name: 'Ana {refuse}' })).toBe(
    'Oi Ana {refuse}\n\nDon’t want announcements? Reply STOP or open r',
  );
  expect(['sair', 'STOP!', 'baja', 'parar'].every(isRefusal)).toBe(true);
  expect(['sair de casa', 'quero cancelar o pedido', ''].some(isRefusal)).toBe(false);
  const { secrets } = desk.kernel;
  const person = { orgId: desk.orgId, customerId: first.customerId };
  const token = refusalToken(secrets, person);
  expect(readRefusalToken(secrets, token)).toEqual(person);
  expect(readRefusalToken(secrets, refusalToken(secrets, { ...person, customerId: owner.id }))).not.toEqual(
    person,
  );
  const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
  expect(readRefusalToken(secrets, forged)).toBeNull();
  expect(readRefusalToken(secrets, '../../etc')).toBeNull();
});
