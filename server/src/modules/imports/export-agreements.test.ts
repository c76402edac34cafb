import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { type Browser, makeBrowser } from '../people/testing-browser.ts';

/** The report of agreements and its missed deadlines as tables: the same numbers as on the screen, for who may read them. */

type Parsed = ReturnType<typeof JSON.parse>;
let town: Town;
let shop: Shop;
let conversationId: string;
let protocol: string;
let queueId: string;
const range = 'from=2026-03-01&to=2026-03-31';

beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Emporio');
  const settings = { place: 'Rua Riachuelo' };
  const inbox = { channel: 'counter', name: 'Balcão; centro', settings };
  const { id: inboxId } = await shop.owner.ok('POST', '/api/inboxes', inbox);
  const made = await shop.owner.ok('POST', '/api/conversations', {
    ...{ clientId: crypto.randomUUID(), inboxId, address: { kind: 'phone', value: '41 98888-7777' } },
    content: { kind: 'visit', text: 'Trocou dois novelos.', place: settings.place },
  });
  ({ id: conversationId, protocol } = made);
  const conditions = { queueIds: [], inboxIds: [], priorities: [], segmentIds: [], labelIds: [] };
  const targets = { first_answer: 30, next_answer: 60, resolution: 480 };
  const agreement = { name: '=1+1 "VIP"', active: true, conditions, hoursId: null, targets, warnBefore: 5 };
  const { id: agreementId } = await shop.owner.ok('POST', '/api/agreements', agreement);
  await fill(agreementId, inboxId);
});
afterAll(() => town?.stop());

/** Three first answers, of which one late; one resolution that came late; one outside of the stretch. */
async function fill(agreementId: string, inboxId: string): Promise<void> {
  await shop.run(async (ctx) => {
    queueId = ctx.ids.uuid();
    const queue = {
      org_id: ctx.orgId,
      id: queueId,
      name: 'Vendas',
      position: 0,
      settings: JSON.stringify({}),
    };
    await ctx.db.insertInto('queues').values(queue).execute();
    const rows = [
      { what: 'first_answer', spent: 600_000, kept: true, queue: queueId, priority: 'high' },
      { what: 'first_answer', spent: 1_650_000, kept: true, queue: queueId, priority: 'urgent' },
      { what: 'first_answer', spent: 5_400_000, kept: false, queue: null, priority: 'urgent' },
      { what: 'resolution', spent: 3_000_000, kept: false, queue: queueId, priority: 'high' },
      {
        what: 'first_answer',
        spent: 1000,
        kept: true,
        queue: queueId,
        priority: 'low',
        at: '2026-05-05T12:00:00Z',
      },
    ];
    for (const [n, row] of rows.entries()) {
      const { what, spent, kept, queue: inQueue, priority, at = '2026-03-10T12:00:00Z' } = row;
      await ctx.db
        .insertInto('deadlines')
        .values({
          ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), conversation_id: conversationId, what, priority, kept },
          ...{
            agreement_id: agreementId,
            target_ms: 1_800_000,
            started_at: new Date(Date.parse('2026-03-09T12:00:00Z') + n),
          },
          ...{ queue_id: inQueue, person_id: shop.ownerId, inbox_id: inboxId, spent_ms: spent },
          ...{
            ended_at: new Date(at),
            missed_at: kept === true ? null : new Date(at),
          },
        })
        .execute();
    }
  });
}

const get = (path: string, browser: Browser = shop.owner) => {
  const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  return fetch(town.url + path, { headers: { cookie } });
};
const csv = async (path: string): Promise<string[][]> => {
  const answer = await get(path);
  expect(answer.status, path).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="\w+\.csv"$/);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = new TextDecoder().decode(bytes);
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(/;(?=(?:[^"]*"[^"]*")*[^"]*$)/));
};
const sheet = async (path: string): Promise<Parsed[][]> =>
  (await readSheet(Buffer.from(await (await get(path)).arrayBuffer()))) as Parsed[][];

const path = (format: string, more = '') => `/api/exports/agreements.${format}?${range}${more}`;
const missed = (format: string, more = '') => `/api/exports/deadlines.${format}?${range}${more}`;

it('CSV: the whole, then a row for each group, thing and promise, with the numbers of the screen', async () => {
  const [header, ...rows] = await csv(path('csv'));
  expect(header).toEqual([
    ...['Grupo', 'Nome', 'Prometido', 'Cumpridos', 'Perdidos', 'Em aberto', 'Mediana (min úteis)'],
  ]);
  const { total } = await shop.owner.ok('GET', `/api/agreements/report?${range}`);
  expect(rows.slice(0, 3)).toEqual([
    ['Total', '', 'primeira resposta', '2', '1', '0', '27,5'],
    ['Total', '', 'resposta seguinte', '0', '0', '0', ''],
    ['Total', '', 'resolução', '0', '1', '0', '50'],
  ]);
  expect(total.first_answer).toEqual({ kept: 2, missed: 1, open: 0, median: 27.5 });
  const row = (group: string, name: string) =>
    rows.find((one) => one[0] === group && one[1] === name)?.slice(2, 5);
  expect(row('Fila', 'Vendas')).toEqual(['primeira resposta', '2', '0']);
  expect(row('Fila', 'Sem fila')).toEqual(['primeira resposta', '0', '1']);
  expect(row('Prioridade', 'urgente')).toEqual(['primeira resposta', '1', '1']);
  // By the channel's name and not by what the code calls it.
  expect(row('Canal', 'Balcão')).toEqual(['primeira resposta', '2', '1']);
  expect(row('Caixa', '"Balcão; centro"')).toEqual(['primeira resposta', '2', '1']);
  expect(row('Responsável', 'Owner of Emporio')).toBeDefined();
  expect(row('Dia', '2026-03-10')).toBeDefined();
  // What a customer or colleague called something computes nothing in a spreadsheet.
  expect(row('Acordo', `"'=1+1 ""VIP"""`)).toEqual(['primeira resposta', '2', '1']);
});

it('XLSX: the same cells, numbers as numbers', async () => {
  const [header = [], ...rows] = await sheet(path('xlsx'));
  expect(header.at(-1)).toBe('Mediana (min úteis)');
  expect(rows[0]).toEqual(['Total', null, 'primeira resposta', 2, 1, 0, 27.5]);
  expect(rows.find((one) => one[0] === 'Acordo')?.[1]).toBe('=1+1 "VIP"');
  expect(rows).toHaveLength((await csv(path('csv'))).length - 1);
});

it('narrowed as the screen is, and nothing of what names nothing', async () => {
  const rows = await csv(path('csv', `&queueId=${queueId}&priority=urgent`));
  expect(rows[1]).toEqual(['Total', '', 'primeira resposta', '1', '0', '0', '27,5']);
  expect(rows.filter((one) => one[0] === 'Prioridade').map((one) => one[1])).toEqual(
    Array.from({ length: 3 }, () => 'urgente'),
  );
  const nothing = crypto.randomUUID();
  expect((await get(path('csv', `&queueId=${nothing}`))).status).toBe(404);
  for (const wrong of ['&queueId=1', '&priority=loud', '&from=ontem'])
    expect((await get(path('xlsx', wrong))).status, wrong).toBeGreaterThanOrEqual(400);
  expect((await get(`/api/exports/agreements.pdf?${range}`)).status).toBe(404);
});

it('what was missed: one row each, with the way to the conversation', async () => {
  const [header = [], ...rows] = await sheet(missed('xlsx'));
  const column = (name: string) => rows.map((row) => row[header.indexOf(name)]);
  expect(column('Prometido').sort()).toEqual(['primeira resposta', 'resolução']);
  expect(column('Protocolo')).toEqual([protocol, protocol]);
  expect(column('Canal')).toEqual(['Balcão', 'Balcão']);
  expect(column('Levou (min úteis)').sort()).toEqual([50, 90]);
  expect(column('Link')[0]).toContain(`/conversations/${conversationId}`);
  expect(await csv(missed('csv'))).toHaveLength(3);
});

it('who may not read reports, is nobody, or is of another house gets nothing; who took it along is kept', async () => {
  const { browser } = await shop.join('agent');
  const other = await town.shop('Vizinha');
  for (const of of [path, missed]) {
    expect((await get(of('csv'), browser)).status).toBe(403);
    expect((await get(of('xlsx'), makeBrowser(town.url))).status).toBe(401);
    const theirs = await get(of('csv'), other.owner);
    expect(await theirs.text()).not.toContain('VIP');
    expect((await get(of('csv', `&queueId=${queueId}`), other.owner)).status).toBe(404);
  }
  const { rows } = await shop.run(async (ctx) => ({
    rows: await ctx.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('action', '=', 'list.exported')
      .execute(),
  }));
  const facts = rows.map((row) => JSON.stringify(row));
  expect(facts.some((one) => one.includes('agreements') && one.includes('xlsx'))).toBe(true);
  expect(facts.some((one) => one.includes('deadlines') && one.includes('csv'))).toBe(true);
});
