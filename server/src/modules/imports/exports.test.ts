import { Readable } from 'node:stream';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import type { Browser } from '../people/testing-browser.ts';
import { writeXlsx, xmlOf } from './export-xlsx.ts';

/** Lists taken along over HTTP: each with its filter, as CSV and as a workbook that another's reader opens. */

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Emporio');
});
afterAll(() => town?.stop());

const get = (path: string, browser: Browser = shop.owner) => {
  const cookie = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  return fetch(town.url + path, { headers: { cookie } });
};
const lines = async (path: string): Promise<string[][]> => {
  const answer = await get(path);
  expect(answer.status, path).toBe(200);
  const text = await answer.text();
  return text
    .replace('\ufeff', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(';'));
};
const sheet = async (path: string): Promise<unknown[][]> => {
  const answer = await get(path);
  expect(answer.headers.get('content-type')).toContain('spreadsheetml');
  expect(answer.headers.get('content-disposition')).toMatch(/filename="\w+\.xlsx"/);
  return (await readSheet(Buffer.from(await answer.arrayBuffer()))) as unknown[][];
};
const customer = async (name: string): Promise<string> =>
  (await shop.owner.ok('POST', '/api/customers', { name })).id;
const record = (id: string, body: object) => shop.owner.ok('PATCH', `/api/customers/${id}/record`, body);

it('customers go out as the screen shows them: filtered, merged, companies by themselves', async () => {
  const [ana, rui, firma] = [await customer('Ana'), await customer('Rui'), await customer('Firma')];
  const choices = [{ name: 'ouro', label: 'Ouro' }];
  await shop.owner.ok('POST', '/api/fields', {
    ...{ subject: 'customer', name: 'plano', label: 'Plano', type: 'choice', choices },
  });
  await shop.owner.ok('POST', '/api/fields', {
    ...{ subject: 'customer', name: 'limite', label: 'Limite', type: 'money', currency: 'KWD' },
  });
  await record(firma, { kind: 'company' });
  await record(rui, { customFields: { plano: 'ouro', limite: 1234567 }, birthDate: '1980-05-01' });
  await shop.owner.ok('POST', `/api/customers/${ana}/merges`, { otherId: rui, reason: 'a mesma' });
  const [header = [], row = [], ...more] = await lines('/api/exports/customers.csv?kind=human');
  expect(more).toEqual([]);
  const said = Object.fromEntries(header.map((name, index) => [name, row[index]]));
  expect(said).toMatchObject({
    ...{ ID: ana, Tipo: 'pessoa', 'Nome completo': 'Ana', Nascimento: '1980-05-01' },
    ...{ Plano: 'ouro', Limite: '1234,567' },
  });
  expect((await lines('/api/exports/customers.csv?kind=company'))[1]?.[0]).toBe(firma);
  expect(await lines('/api/exports/customers.csv?query=ninguem')).toHaveLength(1);
  const test = encodeURIComponent(JSON.stringify([{ name: 'plano', is: 'equal', value: 'ouro' }]));
  expect((await lines(`/api/exports/customers.csv?fields=${test}`))[1]?.[0]).toBe(ana);
  const cells = await sheet('/api/exports/customers.xlsx?kind=human');
  const found = Object.fromEntries(header.map((name, index) => [name, cells[1]?.[index]]));
  expect(found).toMatchObject({ Limite: 1234.567, Nascimento: new Date('1980-05-01T00:00:00Z') });
});

it('a segment goes out with who is in it, and nobody takes one of another house', async () => {
  const id = await customer('Segmentada');
  const leaf = { kind: 'customer.name', is: 'contains', value: 'segmentada' };
  const made = { name: 'Dela', conditions: { match: 'all', of: [leaf] } };
  const segment = await shop.owner.ok('POST', '/api/segments', made);
  await vi.waitFor(
    async () => expect((await shop.owner.ok('GET', `/api/segments/${segment.id}`)).members).toBe(1),
    15_000,
  );
  const path = `/api/exports/customers.csv?segmentId=${segment.id}`;
  expect((await lines(path)).map(([first]) => first)).toEqual(['ID', id]);
  const other = await town.shop('Vizinha');
  expect((await get(path, other.owner)).status).toBe(404);
  const { browser } = await shop.join('agent');
  expect((await get('/api/exports/deals.csv', browser)).status).toBe(403);
});

it('deals go out with the words of their ids, money with the places of its currency', async () => {
  const customerId = await customer('Compradora');
  const deal = (title: string, more: object) =>
    shop.owner.ok('POST', '/api/deals', { title, customerId, ...more });
  await deal('=1+1', { value: 1050, currency: 'BRL', expectedOn: '2026-12-24' });
  await deal('Iene', { value: 1050, currency: 'JPY' });
  await deal('Dinar', { value: 1050, currency: 'KWD', nextStep: 'Ligar; "já" hoje' });
  const cells = await sheet('/api/exports/deals.xlsx');
  const [header = []] = cells;
  const column = (name: string) => cells.slice(1).map((row) => row[header.indexOf(name)]);
  expect(column('Título')).toEqual(['Dinar', 'Iene', '=1+1']);
  expect(column('Valor')).toEqual([1.05, 1050, 10.5]);
  expect(column('Próximo passo')[0]).toBe('Ligar; "já" hoje');
  expect(column('Previsão de fechamento')[2]).toEqual(new Date('2026-12-24T00:00:00Z'));
  const csv = await (await get('/api/exports/deals.csv')).text();
  expect(csv).toContain(";'=1+1;");
  expect(csv).toMatch(/;1,050;KWD;[\s\S]*;1050;JPY;[\s\S]*;10,50;BRL;/);
  expect((await lines('/api/exports/deals.csv?query=dinar'))[1]?.[1]).toBe('Dinar');
  expect((await get('/api/exports/deals.pdf')).status).toBe(404);
});

it('conversations go out in words people read: channel, status and priority, in the language of the house', async () => {
  const settings = { place: 'Rua Riachuelo' };
  const inbox = { channel: 'counter', name: 'Loja do centro', settings };
  const { id: inboxId } = await shop.owner.ok('POST', '/api/inboxes', inbox);
  const { id } = await shop.owner.ok('POST', '/api/conversations', {
    ...{ clientId: crypto.randomUUID(), inboxId, address: { kind: 'phone', value: '41 98888-7777' } },
    content: { kind: 'visit', text: 'Trocou dois novelos.', place: settings.place },
  });
  await shop.owner.ok('PATCH', `/api/conversations/${id}`, { priority: 'urgent' });
  await shop.owner.ok('PUT', `/api/conversations/${id}/status`, { status: 'resolved' });
  const said = async (): Promise<string[]> => {
    const cells = await sheet('/api/exports/conversations.xlsx');
    const [header = [], row = []] = cells;
    return header.slice(3, 8).map((name, index) => `${name}: ${row[index + 3] ?? ''}`);
  };
  expect(await said()).toEqual([
    ...['Situação: resolvida', 'Situação própria: ', 'Prioridade: urgente', 'Canal: Balcão'],
    'Caixa: Loja do centro',
  ]);
  const csv = await lines('/api/exports/conversations.csv?status=resolved');
  expect(csv.slice(1).map((row) => row[6])).toEqual(['Balcão']);
});

it('missed deadlines go out for who reads reports, narrowed to what is there', async () => {
  const [header] = await lines('/api/exports/deadlines.csv?from=2026-01-01&to=2026-01-31');
  expect(header?.slice(0, 4)).toEqual(['Protocolo', 'Prometido', 'Acordo', 'Caixa']);
  const { browser } = await shop.join('agent');
  expect((await get('/api/exports/deadlines.csv', browser)).status).toBe(403);
  const nobody = crypto.randomUUID();
  expect((await get(`/api/exports/deadlines.xlsx?personId=${nobody}`)).status).toBe(404);
});

it('a workbook holds any text as text, and goes on in a second sheet', async () => {
  const nasty = [
    '=cmd|1',
    '+1',
    "@x'",
    '<a>&"',
    '\u0001\ufffe\ud800',
    '_x0041_',
    ' a\tb\r\nc ',
    '😀'.repeat(3),
  ];
  async function* rows() {
    yield [nasty];
    for (let page = 0; page < 106; page += 1) yield Array.from({ length: 10_000 }, (_, n) => [n]);
  }
  const bytesOf = async (pages: AsyncIterable<(string | number)[][]>): Promise<Buffer> => {
    const place = { locale: 'en', zone: 'UTC' } as const;
    const book = { name: 'x', header: nasty.map((_, n) => `c${n}`), rows: pages, place, mtime: new Date(0) };
    const parts: Buffer[] = [];
    for await (const part of writeXlsx(book)) parts.push(part as Buffer);
    return Buffer.concat(parts);
  };
  const [, first] = await readSheet(await bytesOf(Readable.from([[nasty]])));
  expect(first?.slice(0, 4)).toEqual(nasty.slice(0, 4));
  expect(first?.at(-1)).toBe(nasty.at(-1));
  const read = await readSheet(await bytesOf(rows()), 2);
  expect(read.length).toBe(1_060_001 - 1_048_575 + 1);
  expect(xmlOf('\u0001_x0041_\ud800&')).toBe('_x0001__x005F_x0041_\ufffd&amp;');
}, 120_000);
