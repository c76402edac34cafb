import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { openImporter } from './testing.ts';

/** Lists as firms really have them: the same people many times, other systems' answers, thousands of rows that live on. */

type Parsed = ReturnType<typeof JSON.parse>;
let town: Town;
let shop: Shop;
let { upload, bring, start, undo, find } = {} as ReturnType<typeof openImporter>;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Armazem');
  ({ upload, bring, start, undo, find } = openImporter(town, shop));
});
afterAll(() => town?.stop());

const rowsAtLeast = Number(process.env.IMPORT_ROWS ?? 400);
const print = (): Promise<unknown> =>
  shop.run(async (ctx) => {
    const { rows } = await sql`SELECT to_jsonb(t) FROM customers t ORDER BY id`.execute(ctx.db);
    return rows;
  });

describe('the same person ten times', () => {
  const header = 'rec_id,name,surname,birth date,birth place,address,postcode,occupation,e-mail';
  const line = (person: number, time: number): string =>
    [
      ...[
        `r-${person}-${time}`,
        `Nome${person}`,
        `Silva${person}`,
        time % 3 === 0 ? 'Apr 12 1953' : '1953-04-12',
      ],
      ...[
        'Curitiba',
        `Rua ${person}`,
        '80020-310',
        time % 2 ? 'Tecelã' : 'Tecelao',
        `p${person}@lista.example`,
      ],
    ].join(',');

  it('comes in as ten records, each with its id; what looks repeated is said', {
    timeout: 400_000,
  }, async () => {
    const lines = Array.from({ length: rowsAtLeast }, (_, n) => line(Math.floor(n / 10), n % 10));
    const one = await bring([header, ...lines].join('\n'));
    expect(one.mapping.join(' ')).toBe('new given surname birth_date new street postal_code new email');
    expect(one.counts).toEqual({ create: rowsAtLeast, update: 0, leave: 0, refuse: 0 });
    expect(one.problems).toEqual([
      { problem: 'repeated', column: null, count: (rowsAtLeast * 9) / 10, refuses: false },
    ]);
    const began = performance.now();
    const done = await start(one.id);
    const ms = performance.now() - began;
    if (rowsAtLeast > 400) console.info(`${rowsAtLeast} rows in ${Math.round(ms)} ms`);
    expect(done.counts).toMatchObject({ create: rowsAtLeast, refuse: 0 });
    const { rows } = await shop.run((ctx) =>
      sql<{ ids: number; births: number }>`
        SELECT count(DISTINCT custom_fields->>'rec_id')::int AS ids, count(DISTINCT birth_date)::int AS births
        FROM customers WHERE custom_fields ? 'rec_id'`.execute(ctx.db),
    );
    expect(rows).toEqual([{ ids: rowsAtLeast, births: 1 }]);
  });

  it('the finder of duplicates meets them afterwards', async () => {
    await shop.owner.ok('POST', '/api/duplicates/scan', {});
    await vi.waitFor(
      async () => {
        const { rows } = await shop.run((ctx) =>
          sql<{
            n: number;
          }>`SELECT count(*)::int AS n FROM merge_suggestions WHERE settled_at IS NULL`.execute(ctx.db),
        );
        if ((rows[0]?.n ?? 0) < 10) throw new Error(`${rows[0]?.n} pairs`);
      },
      { timeout: 60_000, interval: 200 },
    );
  });

  it('of rows that say the same the second adds to the first; one that contradicts is a record of its own', async () => {
    const list = await bring(
      [
        'nome;email;nascimento;cor',
        'Lia Prates;lia@lista.example;;azul',
        'LIA PRATES;lia@lista.example;02/03/1980;azul',
        'Lia Prates;lia@lista.example;04/05/1991;azul',
        'Lia P.;lia@lista.example;;',
        'Rui Prates;lia@lista.example;;',
      ].join('\n'),
    );
    expect(list.counts).toEqual({ create: 4, update: 1, leave: 0, refuse: 0 });
    expect((await start(list.id)).counts).toEqual(list.counts);
    const again = await bring('nome;email;nascimento;cor\nLia Prates;lia@lista.example;04/05/1991;azul\n');
    expect(again.counts).toMatchObject({ create: 0, refuse: 0 });
    await undo(list.id);
  });
});

describe('from other systems', () => {
  it('a page of contacts: attributes become fields, the firm and the labels come along', async () => {
    const label = await shop.owner.ok('POST', '/api/labels', { name: 'atacado', colour: '#cc0000' });
    const contact = {
      additional_attributes: {
        city: 'Curitiba',
        country: 'Brazil',
        country_code: 'BR',
        company_name: 'Malhas Sul',
      },
      ...{
        availability_status: 'offline',
        email: 'nina@malhas.example',
        id: 12,
        name: 'Nina Rosa',
        blocked: false,
      },
      ...{
        phone_number: '+5541988774411',
        identifier: null,
        thumbnail: '',
        labels: ['atacado'],
        created_at: 1_750_000_000,
      },
      custom_attributes: { plano: 'ouro' },
    };
    const before = await print();
    const one = await bring(JSON.stringify({ meta: { count: 1, current_page: 1 }, payload: [contact] }));
    expect(one).toMatchObject({ format: 'json', counts: { create: 1 } });
    await start(one.id);
    const [nina] = await find('nina@malhas.example');
    const record = await shop.owner.ok('GET', `/api/customers/${nina.id}/record`);
    expect(record).toMatchObject({ labelIds: [label.id], values: { plano: 'ouro' } });
    expect(record.ties).toMatchObject([{ other: { name: 'Malhas Sul' } }]);
    expect(record.addresses).toMatchObject([{ city: 'Curitiba', country: 'BR' }]);
    await undo(one.id);
    expect(await print()).toEqual(before);
  });

  it('organisations come as companies', async () => {
    const organisation = {
      id: 4,
      name: 'Fios do Vale',
      shared: true,
      domain: '',
      domain_assignment: false,
      note: 'atacadista',
    };
    const one = await bring(JSON.stringify([organisation]));
    await start(one.id);
    const [company] = (await shop.owner.ok('GET', '/api/customers?kind=company&query=Fios')).items;
    expect(company.name).toBe('Fios do Vale');
    await undo(one.id);
  });
});

it('what customers told once comes as facts, is offered, and goes with the list', async () => {
  const one = await bring(
    'nome;email;número do pedido\nIda;ida@lista.example;ab-77\nEdu;edu@lista.example;\n',
  );
  expect(one.mapping).toEqual(['name', 'email', 'fact:order_number']);
  await start(one.id);
  const [ida] = await find('ida@lista.example');
  const { items } = await shop.owner.ok('GET', `/api/customers/${ida.id}/facts`);
  expect(items.filter((fact: Parsed) => fact.kind === 'order_number')).toMatchObject([
    { value: 'AB-77', source: 'import' },
  ]);
  const again = await bring('nome;email;número do pedido\nIda;ida@lista.example;AB-77\n');
  expect((await start(again.id)).counts).toMatchObject({ leave: 1 });
  const bad = await bring('nome;cpf dito\nIda;123\n', { mapping: ['name', 'fact:cpf'] });
  expect(bad.problems).toMatchObject([{ problem: 'bad_fact', refuses: false }]);
  expect(await undo(one.id)).toMatchObject({ kept: 0 });
});

describe('taken back while people work', () => {
  it('what was edited since stays and is told; all the rest goes', { timeout: 400_000 }, async () => {
    const total = Math.max(600, Math.min(10_000, rowsAtLeast * 5));
    const before = await shop.owner.ok('POST', '/api/customers', {
      name: 'Vera Antiga',
      identities: [{ kind: 'email', value: 'v0@volta.example' }],
    });
    const lines = Array.from(
      { length: total },
      (_, n) => `Vera ${n};v${n}@volta.example;Rua ${n};nota ${n};Firma ${n % 7}`,
    );
    const one = await bring(['nome;email;endereço;obs;empresa', ...lines].join('\n'));
    await start(one.id);
    const ids = new Map<number, string>();
    for (const n of [1, 2, 3, 4, 5]) ids.set(n, (await find(`v${n}@volta.example`))[0].id);
    const at = (n: number): string => `/api/customers/${ids.get(n)}`;
    const label = await shop.owner.ok('POST', '/api/labels', { name: 'depois', colour: '#00cc00' });
    await shop.owner.ok('PATCH', at(1), { name: 'Vera Nova' });
    await shop.owner.ok('PATCH', `${at(2)}/record`, { labelIds: [label.id] });
    const { notes } = await shop.owner.ok('GET', `${at(3)}/record`);
    await shop.owner.ok('PATCH', `${at(3)}/notes/${notes[0].id}`, { text: 'outra nota' });
    await shop.owner.ok('POST', `${at(4)}/notes`, { text: 'nova' });
    const own = await shop.owner.ok('GET', `/api/customers/${before.id}/record`);
    await shop.owner.ok('PATCH', `/api/customers/${before.id}/notes/${own.notes[0].id}`, { pinned: true });
    // An edit in the middle of it waits for its row, or finds it gone.
    await shop.owner.ok('POST', `/api/imports/${one.id}/undo`, {});
    const late = await shop.owner.call('PATCH', at(5), { name: 'Vera Tarde' });
    const undone = await vi.waitFor(
      async () => {
        const now = await shop.owner.ok('GET', `/api/imports/${one.id}`);
        if (now.state !== 'undone') throw new Error(now.state);
        return now;
      },
      { timeout: 200_000, interval: 100 },
    );
    const lateStayed = (await shop.owner.call('GET', at(5))).status === 200;
    if (late.status === 200) expect(lateStayed).toBe(true);
    else expect(late.status).toBe(404);
    expect(undone.kept).toBe(5 + (lateStayed ? 1 : 0));
    const { items } = await shop.owner.ok('GET', `/api/imports/${one.id}/rows?outcome=create`);
    expect(items.map((row: Parsed) => row.n)).toEqual([2, 3, 4, 5, ...(lateStayed ? [6] : [])]);
    expect(await shop.owner.ok('GET', at(1))).toMatchObject({ name: 'Vera Nova' });
    const vera = await shop.owner.ok('GET', `/api/customers/${before.id}/record`);
    expect(vera).toMatchObject({ addresses: [], notes: [{ pinned: true }] });
    const { rows } = await shop.run((ctx) =>
      sql<{
        n: number;
      }>`SELECT count(*)::int AS n FROM identities WHERE match_key LIKE '%@volta.example'`.execute(ctx.db),
    );
    expect(rows[0]?.n).toBe(lateStayed ? 6 : 5);
  });
});

it('a line without end is cut off at the door', async () => {
  const { owner } = shop;
  const cookie = [...owner.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
  const head =
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\nnome\n';
  const piece = Buffer.alloc(1024 * 1024, 'x');
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(sent === 0 ? Buffer.from(head) : piece);
      sent += 1;
      if (sent > 1024) controller.close();
    },
  });
  const options = {
    method: 'POST',
    headers: { ...owner.headers, cookie, 'content-type': 'multipart/form-data; boundary=x' },
    body,
  };
  const answer = await fetch(`${town.url}/api/imports`, { ...options, duplex: 'half' } as RequestInit).catch(
    () => null,
  );
  if (answer) expect(answer.status).toBe(413);
  expect(sent).toBeLessThan(400);
  expect((await upload(owner, 'nome;email\n')).status).toBe(422);
  const told = await (await upload(owner, 'nome;email\n')).json();
  expect(told).toMatchObject({ field: 'body.file.header_only' });
});
