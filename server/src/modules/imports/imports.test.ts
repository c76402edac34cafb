import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { soon } from '../../kernel/testing/patience.ts';
import { markErased } from '../customers/index.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { checkBatch } from './batch.ts';
import { lockImport } from './store.ts';
import { openImporter } from './testing.ts';

/** Lists brought in over HTTP by the whole server: mapped, tried dry, brought in, and taken back to the byte. */

type Parsed = ReturnType<typeof JSON.parse>;
let town: Town;
let shop: Shop;
let { upload, until, bring, start, undo, find } = {} as ReturnType<typeof openImporter>;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Emporio');
  ({ upload, until, bring, start, undo, find } = openImporter(town, shop));
});
afterAll(() => town?.stop());

/** All that lists write, byte for byte. */
const print = (): Promise<string> =>
  shop.run(async (ctx) => {
    const tables = [
      ...['customers', 'identities', 'postal_addresses'],
      ...['customer_notes', 'customer_documents', 'company_members'],
    ];
    const parts = await Promise.all(
      tables.map(async (table) => {
        const { rows } = await sql<{ all: unknown }>`
          SELECT jsonb_agg(to_jsonb(t) - 'updated_at' ORDER BY t.id) AS all FROM ${sql.table(table)} t`.execute(
          ctx.db,
        );
        return rows[0]?.all;
      }),
    );
    return JSON.stringify(parts);
  });
describe('a list', () => {
  it('dry first: what would be made, met and refused, and why; nothing is written', async () => {
    const before = await print();
    const one = await bring(
      [
        'Nome;E-mail;Celular;Profissão',
        'Ana Prado;ana@exemplo.com.br;(41) 98877-6655;Tecelã',
        'ANA PRADO;ana@exemplo.com.br;41 8877-6655;',
        'Rui Sá;sem-arroba;;Padeiro',
        ';;;x',
        '=HYPERLINK("x");mau@exemplo.com.br;;',
      ].join('\n'),
    );
    expect(one.mapping).toEqual(['name', 'email', 'phone', 'new']);
    expect(one.counts).toEqual({ create: 2, update: 1, leave: 0, refuse: 2 });
    const problems = one.problems.map((row: Parsed) => [row.problem, row.refuses]).sort();
    expect(problems).toEqual(
      [
        ['bad_email', false],
        ['formula', true],
        ['no_name_no_address', true],
      ].sort(),
    );
    expect(await print()).toBe(before);
    const refused = await shop.owner.ok('GET', `/api/imports/${one.id}/rows?outcome=refuse`);
    expect(refused.items.map((row: Parsed) => row.n)).toEqual([4, 5]);
  });

  it('brings in, meets who is known by the ninth digit too, fills what is empty, and goes back to the byte', async () => {
    const known = await shop.owner.ok('POST', '/api/customers', {
      name: 'Bia Lima',
      identities: [{ kind: 'phone', value: '+55 41 98811-2233' }],
    });
    const before = await print();
    const one = await bring(
      [
        'nome;telefone;email;nascimento;empresa;cargo;cep;endereço;cidade;obs;etiquetas;documento',
        'Beatriz Lima;41 8811-2233;;;;;;;;;;',
        'Bia Lima;41 8811-2233;bia@exemplo.com.br;20/05/1990;Lã & Cia;Compras;80020-310;Rua XV;Curitiba;gosta de merino;;AB-12345',
        'Caio Souza;;caio@exemplo.com.br;;LA & CIA;;;;;;',
        'Caio Souza;;caio@exemplo.com.br;01/01/1980;;;;;;;',
      ].join('\n'),
    );
    const done = await start(one.id);
    // Another first name at the same telephone is another human of the house.
    expect(done.counts).toEqual({ create: 2, update: 2, leave: 0, refuse: 0 });
    const bia = await shop.owner.ok('GET', `/api/customers/${known.id}`);
    expect(bia.identities.map((identity: Parsed) => identity.kind).sort()).toEqual(['email', 'phone']);
    expect(bia.identities.find((identity: Parsed) => identity.kind === 'email')).toMatchObject({
      verifiedAt: null,
    });
    expect(await find('caio@exemplo.com.br')).toHaveLength(1);
    const companies = await shop.owner.ok('GET', '/api/customers?kind=company');
    expect(companies.items.map((item: Parsed) => item.name)).toEqual(['Lã & Cia']);
    expect(await undo(one.id)).toMatchObject({ kept: 0 });
    expect(await print()).toBe(before);
  });

  it('on the very connections that read messages: each statement keeps its own name', async () => {
    const chat = await shop.owner.ok('POST', '/api/inboxes', {
      channel: 'api',
      name: 'Sistema',
      settings: {},
    });
    const { secret } = await shop.owner.ok('POST', '/api/keys', { name: 'K', scopes: ['channel.push'] });
    for (const n of [1, 2, 3])
      await fetch(`${town.url}/api/channel/${chat.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          items: [
            {
              kind: 'message',
              externalId: `m${n}`,
              at: new Date().toISOString(),
              from: { id: `u${n}` },
              text: 'Oi',
            },
          ],
        }),
      });
    await vi.waitFor(async () => {
      const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
      if (items.length < 3) throw new Error('not read yet');
    }, soon);
    const one = await bring('nome;email\nHugo;hugo@exemplo.com.br\n');
    await start(one.id);
  });

  it('a column without a meaning becomes a field of its own, and stays one', async () => {
    const one = await bring('nome;email;Profissão\nGil;gil@exemplo.com.br;Tecelã\n');
    await start(one.id);
    const [gil] = await find('gil@exemplo.com.br');
    expect(await shop.owner.ok('GET', `/api/customers/${gil.id}`)).toMatchObject({
      customFields: { profissao: 'Tecelã' },
    });
    const { items } = await shop.owner.ok('GET', '/api/fields?subject=customer');
    expect(items).toMatchObject([{ name: 'profissao', label: 'Profissão', type: 'long_text' }]);
    const again = await bring('nome;email;Profissão\nGil;gil@exemplo.com.br;Padeiro\n');
    expect(again.mapping[2]).toBe('field:profissao');
    await undo(one.id);
  });

  it('what was used since stays, the rest goes', async () => {
    const one = await bring('nome;email\nDora;dora@exemplo.com.br\nEva;eva@exemplo.com.br');
    await start(one.id);
    const [dora] = await find('dora@exemplo.com.br');
    const [eva] = await find('eva@exemplo.com.br');
    await shop.owner.ok('POST', `/api/customers/${dora.id}/merges`, { otherId: eva.id, reason: 'a mesma' });
    expect(await undo(one.id)).toMatchObject({ kept: 2 });
    expect(await find('dora@exemplo.com.br')).toHaveLength(1);
  });

  it('a document decides; two humans under one row are not chosen between', async () => {
    const make = (name: string, identities: object[]) =>
      shop.owner.ok('POST', '/api/customers', { name, identities });
    const one = await make('José Alves', [{ kind: 'cpf', value: '529.982.247-25' }]);
    await make('Outro Alves', [{ kind: 'email', value: 'alves@exemplo.com.br' }]);
    const list = await bring('nome;cpf;email\nZé Alves;52998224725;alves@exemplo.com.br\n');
    await start(list.id);
    const jose = await shop.owner.ok('GET', `/api/customers/${one.id}`);
    expect(jose.identities).toHaveLength(2);
    await make('Rui A', [{ kind: 'email', value: 'dois@exemplo.com.br' }]);
    await make('Rui B', [{ kind: 'phone', value: '+55 11 98888-0000' }]);
    const several = await bring('nome;email;celular\nRui;dois@exemplo.com.br;11 98888-0000');
    expect(several.problems).toMatchObject([{ problem: 'several', refuses: true, count: 1 }]);
  });

  it('stopped and gone on with: nothing twice, nothing left out', async () => {
    const lines = Array.from({ length: 2000 }, (_, n) => `Pessoa ${n};p${n}@lista.example`);
    const one = await bring(`nome;email\n${lines.join('\n')}`);
    await shop.owner.ok('POST', `/api/imports/${one.id}/start`, {});
    const stopped = await shop.owner.call('POST', `/api/imports/${one.id}/stop`, {});
    if (stopped.status === 200) {
      const place = (await until(one.id, 'stopped')).place;
      expect(place % 300).toBe(0);
      await shop.owner.ok('POST', `/api/imports/${one.id}/start`, {});
    }
    const done = await until(one.id, 'done');
    expect(done.counts).toMatchObject({ create: 2000, refuse: 0 });
    const held = await shop.run((ctx) =>
      sql<{
        count: number;
      }>`SELECT count(*)::int AS count FROM identities WHERE match_key LIKE 'email:p%@lista.example'`.execute(
        ctx.db,
      ),
    );
    expect(held.rows[0]?.count).toBe(2000);
    expect(await undo(one.id)).toMatchObject({ kept: 0 });
  });
});

describe('who was erased', () => {
  it('does not come back by an old list, until they come back themselves', async () => {
    const matchKey = 'email:sumida@exemplo.com.br';
    await shop.run((ctx) => markErased(ctx, [{ kind: 'address', matchKey }]));
    const list = 'nome;email\nSumida;Sumida@exemplo.com.br\nOutra;outra.pessoa@exemplo.com.br';
    const one = await bring(list);
    expect(one.counts).toMatchObject({ create: 1, refuse: 1 });
    expect(one.problems).toMatchObject([{ problem: 'erased', refuses: true, count: 1 }]);
    const done = await start(one.id);
    expect(done.counts).toMatchObject({ create: 1, refuse: 1 });
    expect(await find('sumida')).toEqual([]);
    await shop.owner.ok('POST', '/api/customers', {
      name: 'Sumida de volta',
      identities: [{ kind: 'email', value: 'sumida@exemplo.com.br' }],
    });
    expect((await bring(list)).counts).toMatchObject({ update: 2, refuse: 0 });
  });
});

describe('several processes', () => {
  it('one tries a list dry, another takes over when it is silent and begins anew', async () => {
    const lines = Array.from({ length: 700 }, (_, n) => `Pessoa ${n % 350};q${n % 350}@lista.example`);
    const one = await bring(`nome;email\n${lines.join('\n')}`);
    expect(one.counts).toMatchObject({ create: 350, update: 350 });
    const other = '01990000-0000-7000-8000-00000000cafe';
    const tryDry = (silentSeconds: number) =>
      shop.run(async (ctx) => {
        const locked = await lockImport(ctx, one.id, ['checked']);
        const checkedAt = new Date(ctx.clock.now().getTime() - silentSeconds * 1000);
        const taken = { ...locked, place: 600, checker: other, checked_at: checkedAt };
        const over = await checkBatch(ctx, taken);
        return { over, now: await lockImport(ctx, one.id, ['checked']) };
      });
    const beside = await tryDry(5);
    expect(beside).toMatchObject({ over: 'elsewhere', now: { place: 700 } });
    const after = await tryDry(25);
    expect(after).toMatchObject({ over: false, now: { place: 300, counts: { create: 300 } } });
    expect(after.now.checker).not.toBe(other);
  });
});

describe('who and what', () => {
  it('a file that cannot be read leaves nothing and says why', async () => {
    const before = (await shop.owner.ok('GET', '/api/imports')).items.length;
    const answer = await upload(shop.owner, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), 'x.csv');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'refused', field: 'body.file.unknown_format' });
    expect((await shop.owner.ok('GET', '/api/imports')).items).toHaveLength(before);
  });

  it('an agent may not, another organisation sees nothing, a mapping of another length is refused', async () => {
    const { browser } = await shop.join('agent');
    expect((await upload(browser, 'nome\nAna')).status).toBe(403);
    const other = await town.shop('Outra');
    const one = (await (await upload(shop.owner, 'nome;email\nAna;a@b.co')).json()) as Parsed;
    expect((await other.owner.call('GET', `/api/imports/${one.id}`)).status).toBe(404);
    const bad = { mapping: ['name'], options: one.options };
    expect((await shop.owner.call('PUT', `/api/imports/${one.id}/mapping`, bad)).status).toBe(422);
    expect((await shop.owner.call('POST', `/api/imports/${one.id}/start`, {})).status).toBe(409);
    expect((await shop.owner.call('DELETE', `/api/imports/${one.id}`)).status).toBe(200);
  });

  it('a mapping is saved and taken by the next list with the same columns', async () => {
    const one = (await (await upload(shop.owner, 'x1;x2\nAna;a@b.co')).json()) as Parsed;
    const mapping = { mapping: ['name', 'email'], options: { known: 'leave', days: 'ymd', labelIds: [] } };
    await shop.owner.ok('PUT', `/api/imports/${one.id}/mapping`, mapping);
    const saved = await shop.owner.ok('POST', '/api/import-mappings', { importId: one.id, name: 'ERP' });
    const next = (await (await upload(shop.owner, 'x2;x1\na@b.co;Ana')).json()) as Parsed;
    expect(next).toMatchObject({ mapping: ['email', 'name'], options: { known: 'leave' } });
    await shop.owner.ok('DELETE', `/api/import-mappings/${saved.id}`);
  });

  it('lists go out in a form that comes in again, and a spreadsheet computes nothing', async () => {
    await shop.owner.ok('POST', '/api/customers', {
      name: '=1+1 Ltda',
      identities: [{ kind: 'email', value: 'formula@exemplo.com.br' }],
    });
    const cookie = [...shop.owner.cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const get = (path: string) => fetch(town.url + path, { headers: { cookie } });
    const answer = await get('/api/exports/customers.csv');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const text = await answer.text();
    expect(text).toContain("'=1+1 Ltda");
    const back = (await (await upload(shop.owner, text.replace("'=1+1", 'Um'))).json()) as Parsed;
    expect(back.mapping.slice(0, 8)).toEqual([
      'ignore',
      'kind',
      'name',
      'email',
      'phone',
      'document',
      'birth_date',
      'language',
    ]);
    expect((await get('/api/exports/conversations.csv')).status).toBe(200);
  });
});
