import { buffer } from 'node:stream/consumers';
import type { OutboundMessage } from '@meada/contract/channels';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBufferPromise } from 'yauzl';
import type { PersonActor } from '../../../kernel/actor.ts';
import { dayIn } from '../../../kernel/calendar.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  type Desk,
  eventsAfter,
  openDesk,
  type Talk,
} from '../../conversations/factories.ts';
import { paperChannel } from '../../conversations/factories-channels.ts';
import { sendDue } from '../../conversations/factories-work.ts';
import { addDays } from '../../hours/index.ts';
import type { ChannelPlugin } from '../../inboxes/index.ts';
import { listDeadlines } from '../deadlines/list-deadlines.ts';
import { warnDeadlines } from '../deadlines/warn-deadlines.ts';
import { makePackage } from '../packages/make-package.ts';
import { runPackages } from '../packages/run-packages.ts';
import { safeName } from '../packages/write-package.ts';
import { changeSettings } from '../settings/change-settings.ts';
import { readSettings } from '../settings/read-settings.ts';
import { mountPrivacy } from '../work.ts';
import { changeRequest } from './change-request.ts';
import { listPeople } from './list-people.ts';
import { listRequests } from './list-requests.ts';
import { openRequest } from './open-request.ts';
import { sendCodes } from './send-codes.ts';

const sent: OutboundMessage[] = [];
const chat: ChannelPlugin = {
  ...paperChannel('chat'),
  send: async (message) => {
    sent.push(message);
    return { state: 'sent', externalId: message.dispatchId };
  },
};
let desk: Desk;
let owner: PersonActor;
let inboxId = '';
let app: FastifyInstance;
let slug = '';
let talk: Talk;
const number = '55119998877';

beforeAll(async () => {
  desk = await openDesk([chat]);
  owner = await addPerson(desk, { role: 'owner' });
  inboxId = await addInbox(desk, 'chat');
  const caller = await addCustomer(desk, { name: 'Ana <b>Lima</b>', value: number });
  talk = await addTalk(desk, inboxId, { caller, text: 'meu pedido é o 7' });
  app = fastify({ trustProxy: true });
  mountPrivacy(app, desk.kernel);
  await app.ready();
  slug = await desk.as(
    null,
    async (ctx) => (await ctx.db.selectFrom('organisations').select('slug').executeTakeFirstOrThrow()).slug,
  );
});
afterAll(async () => {
  await app?.close();
  await desk?.close();
});

let visitor = 0;
const form = (url: string, fields: Record<string, string>, from = `10.0.0.${++visitor}`) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': from },
    payload: new URLSearchParams(fields).toString(),
  });
const ask = async (address: string, more: object = {}) => {
  const answer = await form(`/privacidade/${slug}`, { kind: 'access', address, details: '', ...more });
  return { answer, page: String(answer.headers.location ?? '') };
};
const arrived = async (): Promise<string> => {
  sent.length = 0;
  await sendCodes(desk.kernel);
  desk.clock.advance(40_000);
  await sendDue(desk, inboxId);
  const [first] = sent;
  return first?.content.kind === 'text' ? (/\b\d{6}\b/.exec(first.content.text)?.[0] ?? '') : '';
};
const open = () => desk.as(owner, (ctx) => listRequests(ctx, { query: { closed: 'false' } }));

describe('the page for everybody', () => {
  it('answers alike whether the address is known or not; only who holds it gets a code', async () => {
    const [known, unknown] = [await ask(number), await ask('55110000000')];
    const shape = ({ answer }: typeof known) => [
      answer.statusCode,
      answer.body,
      Object.keys(answer.headers).sort(),
      String(answer.headers.location).length,
    ];
    expect(shape(known)).toEqual(shape(unknown));
    const code = await arrived();
    expect(code).toMatch(/^\d{6}$/);
    expect(sent.map(({ to }) => to.value)).toEqual([number]);
    const pages = [await app.inject(known.page), await app.inject(unknown.page)];
    expect(pages[0]?.body).toBe(pages[1]?.body);
    const wrong = [await form(known.page, { code: '000000' }), await form(unknown.page, { code })];
    expect(wrong.map(({ statusCode }) => statusCode)).toEqual([422, 422]);
    expect(wrong[0]?.body).toBe(wrong[1]?.body);
    expect((await open()).items).toEqual([]);
    expect((await form(known.page, { code })).statusCode).toBe(303);
    const { items } = await open();
    expect(items).toMatchObject([
      { kind: 'access', customerId: talk.customerId, daysLeft: 15, dueOn: '2026-03-17' },
    ]);
    // Proven once; the page now shows how far it is.
    expect((await form(known.page, { code })).statusCode).toBe(200);
  });

  it('an address that is not proven, or is shared by several humans, says not whose request it is', async () => {
    const claimed = '55117776655';
    const caller = await addCustomer(desk, { name: 'Diz Ser', value: claimed, verified: false });
    await addTalk(desk, inboxId, { caller });
    const { page } = await ask(claimed);
    const code = await arrived();
    expect((await form(page, { code })).statusCode).toBe(303);
    const request = (await open()).items.find(({ address }) => address === claimed);
    expect(request).toMatchObject({ state: 'open', customerId: null });
  });

  it('five wrong codes spend a request, the right one too', async () => {
    desk.clock.advance(60_000);
    const { page } = await ask(number);
    const code = await arrived();
    for (let n = 0; n < 5; n += 1) await form(page, { code: code === '111111' ? '222222' : '111111' });
    expect((await form(page, { code })).statusCode).toBe(422);
  });

  it('hostile input: nothing runs, nothing breaks, floods are slowed', async () => {
    const evil = '"><script>alert(1)</script>';
    const long = await form(`/privacidade/${slug}`, { kind: 'access', address: 'x'.repeat(3000) });
    expect(long.statusCode).toBe(422);
    for (const kind of ['', 'drop', evil]) {
      const answer = await form(`/privacidade/${slug}`, { kind, address: evil, details: evil });
      expect(answer.statusCode).toBe(422);
      expect(answer.body).not.toContain('<script>');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
    const robot = await form(`/privacidade/${slug}`, { kind: 'access', address: number, site: 'http://x' });
    expect(robot.statusCode).toBe(422);
    for (const path of ['nobody', '..%2f..', `${slug}%00`, "a'--"]) {
      const { statusCode } = await app.inject(`/privacidade/${path}`);
      expect([path, statusCode]).toEqual([path, 404]);
    }
    const json = await app.inject({
      method: 'POST',
      url: `/privacidade/${slug}`,
      payload: { kind: 'access' },
    });
    expect(json.statusCode).toBe(422);
    const { page } = await ask('55119998800');
    const at = Math.floor(page.length - 10);
    const forged = `${page.slice(0, at)}${page[at] === 'A' ? 'B' : 'A'}${page.slice(at + 1)}`;
    expect((await app.inject(forged)).statusCode).toBe(404);
    const many = [];
    for (let n = 0; n < 7; n += 1)
      many.push(
        (await form(`/privacidade/${slug}`, { kind: 'access', address: '55' }, '10.9.9.9')).statusCode,
      );
    expect(many.slice(0, 5)).not.toContain(429);
    expect(many.at(-1)).toBe(429);
  });
});

/** What a firm knows of somebody beside the messages. */
const furnish = (customerId: string) =>
  desk.as(null, async (ctx) => {
    const [pipeline, stage] = [ctx.ids.uuid(), ctx.ids.uuid()];
    const run = (text: string, values: unknown[]) => ctx.client.query(text, [ctx.orgId, ...values]);
    const one = (table: string, columns: string, values: string) =>
      run(`INSERT INTO ${table} (org_id, id, customer_id, ${columns}) VALUES ($1, $2, $3, ${values})`, [
        ...[ctx.ids.uuid(), customerId],
      ]);
    await run(`UPDATE customers SET custom_fields = '{"hobby": "crochê"}' WHERE org_id = $1 AND id = $2`, [
      customerId,
    ]);
    await one(
      'customer_facts',
      'kind, value, canonical, confidence, source, actor_kind, given_at, seen_at',
      `'allergy', 'alergia a lã', 'alergia a la', 1, 'person', 'person', now(), now()`,
    );
    await one('customer_notes', 'text, author_kind', `'prefere manhã', 'person'`);
    await one('customer_documents', 'kind, number', `'rg', 'MG-12345'`);
    await one('postal_addresses', 'street, number', `'Rua das Rendeiras', '77'`);
    await one(
      'consents',
      'purpose, state, basis, source, actor_kind, at',
      `'marketing', 'given', 'consent', 'person', 'person', now()`,
    );
    await run(`INSERT INTO pipelines (org_id, id, name, position) VALUES ($1, $2, 'Vendas', 1)`, [pipeline]);
    await run(
      `INSERT INTO stages (org_id, id, pipeline_id, name, category, probability, colour, position)
       VALUES ($1, $2, $3, 'Nova', 'open', 10, 'teal', 1)`,
      [stage, pipeline],
    );
    await run(
      `INSERT INTO deals (org_id, id, pipeline_id, stage_id, customer_id, title, value, entered_at, created_kind)
       VALUES ($1, $2, $3, $4, $5, 'Tear de mesa', 150000, now(), 'person')`,
      [ctx.ids.uuid(), pipeline, stage, customerId],
    );
  });

describe('the package', () => {
  const entriesOf = async (url: string): Promise<Map<string, string>> => {
    const { pathname, search } = new URL(url);
    const answer = await app.inject(`${pathname}${search}`);
    expect(answer.statusCode).toBe(200);
    const zip = await fromBufferPromise(answer.rawPayload);
    const found = new Map<string, string>();
    for await (const entry of zip.eachEntry())
      found.set(entry.fileName, (await buffer(await zip.openReadStreamPromise(entry))).toString());
    return found;
  };

  /** Both for a person and for a machine: own fields, what they told, places, papers, notes, deals, consents. */
  const expectWhole = (entries: Map<string, string>): void => {
    const told = ['crochê', 'alergia a lã', 'Rua das Rendeiras', 'MG-12345', 'prefere manhã', 'Tear de mesa'];
    for (const words of [...told, '1500.00 BRL'])
      expect([words, entries.get('leia.html')?.includes(words)]).toEqual([words, true]);
    const tables = [
      'customers',
      'customer_facts',
      'customer_notes',
      'customer_documents',
      'postal_addresses',
    ];
    for (const table of [...tables, 'deals', 'consents', 'identities'])
      expect([table, entries.get(`dados/${table}.json`)?.includes('{')]).toEqual([table, true]);
  };
  const attach = async (): Promise<void> => {
    const hash = await desk.kernel.files.put(desk.orgId, Buffer.from('the bytes of a picture'));
    await desk.as(null, async (ctx) => {
      const file = { org_id: ctx.orgId, id: ctx.ids.uuid(), hash, size: 22, type: 'text/plain' };
      await ctx.db.insertInto('files').values(file).execute();
      const row = { org_id: ctx.orgId, id: ctx.ids.uuid(), message_id: talk.messageId, file_id: file.id };
      const name = '../../etc/passwd';
      await ctx.db
        .insertInto('attachments')
        .values({ ...row, kind: 'document', name, type: 'text/plain' })
        .execute();
    });
  };

  it('holds everything of the person and nothing of others, is fetched by its address alone, and ends', async () => {
    const { items } = await open();
    const requestId = items.find(({ customerId }) => customerId === talk.customerId)?.id ?? null;
    await attach();
    await addTalk(desk, inboxId, { text: 'de outra pessoa' });
    await furnish(talk.customerId);
    const params = { id: talk.customerId };
    await desk.as(owner, (ctx) => makePackage(ctx, { params, body: { requestId } }));
    const again = desk.as(owner, (ctx) => makePackage(ctx, { params, body: { requestId } }));
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    await runPackages(desk.kernel);
    const state = await desk.as(owner, (ctx) =>
      changeRequest(ctx, { params: { id: requestId ?? '' }, body: { state: 'done' } }),
    );
    expect(state.request.state).toBe('done');
    const { packagesOf } = await import('../packages/views.ts');
    const [made] = await desk.as(owner, (ctx) => packagesOf(ctx, { root: talk.customerId }));
    expect(made).toMatchObject({ state: 'ready' });
    const entries = await entriesOf(made?.url ?? '');
    const whole = [...entries.values()].join('\n');
    expect(whole).toContain('meu pedido é o 7');
    expect(whole).not.toContain('de outra pessoa');
    expect(entries.get('leia.html')).toContain('Ana &#60;b&#62;Lima');
    expect(entries.get('leia.html')).not.toContain('<b>Lima');
    expectWhole(entries);
    const messages = JSON.parse(entries.get('dados/messages.json') ?? '[]') as { content: unknown }[];
    expect(messages.length).toBeGreaterThan(0);
    for (const [name, text] of entries)
      if (name.endsWith('.json')) expect(() => JSON.parse(text)).not.toThrow();
    const file = [...entries.keys()].find((name) => name.startsWith('arquivos/'));
    expect(file).toMatch(/^arquivos\/1-[^/\\]+$/);
    expect(entries.get(file ?? '')).toBe('the bytes of a picture');
    const url = new URL(made?.url ?? '');
    const forged = `${url.pathname}${url.search.replace(/e=\d+/, 'e=9999999999')}`;
    expect((await app.inject(forged)).statusCode).toBe(404);
    desk.clock.advance(8 * 86_400_000);
    expect((await app.inject(`${url.pathname}${url.search}`)).statusCode).toBe(404);
  });

  it.each([
    ['..', 'arquivo'],
    ['a/b\\c:d', 'a_b_c_d'],
    ['\u0000x.pdf', '_x.pdf'],
  ])('%j becomes %j', (name, safe) => expect(safeName(name)).toBe(safe));
});

describe('a request taken by a person', () => {
  const body = {
    ...{ kind: 'access' as const, details: 'por telefone', channel: 'phone' as const, proof: '' },
    ...{ proofKind: null, askedOn: null as string | null, assigneeId: null as string | null },
  };
  const today = () => dayIn('America/Sao_Paulo', desk.clock.now());
  const take = (
    more: Partial<Omit<typeof body, 'proofKind' | 'assigneeId'>> & {
      proofKind?: 'callback';
      assigneeId?: string;
    } = {},
    customerId = talk.customerId,
  ) => desk.as(owner, (ctx) => openRequest(ctx, { body: { ...body, ...more, customerId } as never }));
  const change = (id: string, more: object) =>
    desk.as(owner, (ctx) => changeRequest(ctx, { params: { id }, body: more }));

  it('runs from the day it came, and hands out nothing before the identity was checked', async () => {
    const { request, pageUrl } = await take({ askedOn: addDays(today(), -3) });
    expect(request).toMatchObject({ channel: 'phone', proofKind: null, provenAt: null, daysLeft: 12 });
    await expect(take({ askedOn: addDays(today(), 1) })).rejects.toMatchObject({ code: 'refused' });
    await expect(take({ askedOn: addDays(today(), -200) })).rejects.toMatchObject({ code: 'refused' });
    await expect(take({ proofKind: 'callback' })).rejects.toMatchObject({ field: 'body.proof' });
    const page = async () => (await app.inject(new URL(pageUrl ?? '').pathname)).body;
    expect(await page()).not.toContain('Conversas:');
    const params = { id: talk.customerId };
    const pack = () => desk.as(owner, (ctx) => makePackage(ctx, { params, body: { requestId: request.id } }));
    await expect(pack()).rejects.toMatchObject({ code: 'refused' });
    await expect(change(request.id, { state: 'done' })).rejects.toMatchObject({ field: 'body.proofKind' });
    const proven = await change(request.id, { proofKind: 'callback', proof: 'ligamos às 10h' });
    expect(proven.request).toMatchObject({ proofKind: 'callback', proof: 'ligamos às 10h' });
    expect(await page()).toContain('Conversas:');
    await pack();
    expect((await change(request.id, { state: 'working' })).request.assigneeId).toBe(owner.id);
    expect((await change(request.id, { state: 'done' })).request.closedAt).not.toBeNull();
  });

  it('is assigned only to somebody who may see to it', async () => {
    const agent = await addPerson(desk, { role: 'agent' });
    await expect(take({ assigneeId: agent.id })).rejects.toMatchObject({ code: 'refused' });
    const { request } = await take({ assigneeId: owner.id });
    await expect(change(request.id, { assigneeId: agent.id })).rejects.toMatchObject({ code: 'refused' });
    const people = await desk.as(owner, listPeople);
    expect(people.items.map(({ id }) => id)).toEqual([owner.id]);
    await change(request.id, { state: 'refused', outcome: 'não é titular' });
  });

  it('is told of when its end is near and once more when it was missed, each once', async () => {
    const { request } = await take({ askedOn: addDays(today(), -12), assigneeId: owner.id });
    const told = async () => {
      await warnDeadlines(desk.kernel);
      await warnDeadlines(desk.kernel);
      const events = await eventsAfter(desk, { tx: '0', id: 0 });
      return events.flatMap(({ name, facts }) =>
        name === 'privacy.due' && facts.id === request.id ? [facts.late] : [],
      );
    };
    expect(await told()).toEqual([false]);
    const near = await desk.as(owner, listDeadlines);
    expect(near.items).toContainEqual(
      expect.objectContaining({ id: request.id, daysLeft: 3, assigneeId: owner.id, title: 'access' }),
    );
    desk.clock.advance(4 * 86_400_000);
    expect(await told()).toEqual([false, true]);
    await change(request.id, { state: 'refused', outcome: 'desistiu' });
    expect((await desk.as(owner, listDeadlines)).items.map(({ id }) => id)).not.toContain(request.id);
  });

  it('whether anything is held is answered by the page alone, at once; a package by itself where the firm wants it', async () => {
    desk.clock.advance(2 * 86_400_000);
    const settings = await desk.as(owner, readSettings);
    const { pageUrl: _, ...values } = settings;
    await desk.as(owner, (ctx) =>
      changeSettings(ctx, { body: { ...values, autoPackage: true, controllerName: 'Fio SA' } }),
    );
    const asked = await ask(number, { kind: 'confirmation' });
    const code = await arrived();
    expect((await form(asked.page, { code })).statusCode).toBe(303);
    const page = (await app.inject(asked.page)).body;
    expect(page).toContain('Sim, guardamos dados seus');
    expect(page).toContain('Fio SA');
    expect((await open()).items.map(({ kind }) => kind)).not.toContain('confirmation');
    desk.clock.advance(3_600_000);
    const portable = await ask(number, { kind: 'portability' });
    const second = await arrived();
    expect((await form(portable.page, { code: second })).statusCode).toBe(303);
    await runPackages(desk.kernel);
    expect((await app.inject(portable.page)).body).toContain('/privacidade/pacotes/');
  });
});
