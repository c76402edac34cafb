import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../../customers/testing.ts';
import type { Browser } from '../../people/testing-browser.ts';

type Hit = {
  customer: { id: string; name: string };
  kind: string;
  noteId: string | null;
  field: string | null;
  authorName: string | null;
  snippet: { text: string; hit: boolean }[];
};

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
});
afterAll(() => town.stop());

const make = async (name: string, notes = ''): Promise<string> =>
  (await shop.owner.ok('POST', '/api/customers', { name, notes })).id;
const note = (id: string, text: string): Promise<{ id: string }> =>
  shop.owner.ok('POST', `/api/customers/${id}/notes`, { text });
const field = (body: object): Promise<{ id: string }> =>
  shop.owner.ok('POST', '/api/fields', { subject: 'customer', type: 'text', ...body });
const fill = (id: string, customFields: object) =>
  shop.owner.ok('PATCH', `/api/customers/${id}/record`, { customFields });
const search = (query: string, more: Record<string, string> = {}, who: Browser = shop.owner) =>
  who.ok('GET', `/api/search/records?${new URLSearchParams({ query, ...more })}`) as Promise<{
    items: Hit[];
    more: boolean;
  }>;
const names = async (query: string, more: Record<string, string> = {}, who: Browser = shop.owner) =>
  (await search(query, more, who)).items.map((hit) => hit.customer.name);
const marked = (hit: Hit | undefined) => hit?.snippet.filter((part) => part.hit).map((part) => part.text);

describe('words on records', () => {
  it('notes, the one text and fields, by stem, accents, marks, beginnings; slips that nobody wrote are forgiven', async () => {
    await field({ name: 'contrato', label: 'Contrato de serviço' });
    await field({ name: 'docto', label: 'Outro documento', type: 'document' });
    const ana = await make('Ana Prado');
    const bia = await make('Bia Rocha', 'Prefere receber as encomendas na portaria');
    await note(ana, 'Cliente tem alergia a amendoim.\nLigar só depois das 14h');
    await fill(bia, { contrato: 'NF-98231 renovação anual', docto: '529.982.247-25' });
    for (const query of [
      'alergias',
      'AMENDOIM',
      'amend',
      '"alergia a amendoim"',
      'amendoin',
      'alergai',
      'alegria',
      'mendoim',
    ])
      expect({ query, found: await names(query) }).toEqual({ query, found: ['Ana Prado'] });
    for (const query of ['encomenda', 'portaria -amendoim', 'nf98231', 'renovacoes', '52998224725'])
      expect({ query, found: await names(query) }).toEqual({ query, found: ['Bia Rocha'] });
    for (const query of ['geladeira', '-alergia', '""', '::* &', "' --", 'a amendoim encomenda'])
      expect({ query, found: await names(query) }).toEqual({ query, found: [] });
    const [hit] = (await search('amendoin')).items;
    expect(hit).toMatchObject({ kind: 'note', field: null, authorName: 'Owner of Alfa' });
    expect(marked(hit)).toEqual(['amendoim']);
    expect((await search('renovacao')).items[0]).toMatchObject({
      ...{ kind: 'field', field: 'Contrato de serviço', noteId: null },
    });
    expect((await search('portaria')).items[0]).toMatchObject({ kind: 'about', authorName: null });
  });

  it('goes with an edit and with what is taken away, and is of one customer where that is asked for', async () => {
    const caio = await make('Caio Luz');
    const dora = await make('Dora Nunes');
    const one = await note(caio, 'Instalou a caldeira verde');
    await note(dora, 'Também tem caldeira');
    expect(await names('caldeira')).toEqual(['Dora Nunes', 'Caio Luz']);
    expect(await names('caldeira', { customerId: caio })).toEqual(['Caio Luz']);
    expect(await search('caldeira', { limit: '1' })).toMatchObject({ items: [{}], more: true });
    await shop.owner.ok('PATCH', `/api/customers/${caio}/notes/${one.id}`, {
      text: 'Trocou por um aquecedor',
    });
    expect(await names('caldeira')).toEqual(['Dora Nunes']);
    // What it said before is read on the record, and no longer found.
    expect(await names('verde')).toEqual([]);
    expect(await names('aquecedor')).toEqual(['Caio Luz']);
    await shop.owner.ok('DELETE', `/api/customers/${caio}/notes/${one.id}`);
    expect(await names('aquecedor')).toEqual([]);
    await fill(dora, { solto: 'bombordo' });
    expect(await names('bombordo')).toEqual(['Dora Nunes']);
    await fill(dora, { solto: null });
    expect(await names('bombordo')).toEqual([]);
    const other = await town.shop('Beta');
    expect(await names('caldeira', {}, other.owner)).toEqual([]);
    expect(await names('caldeira', { customerId: dora }, other.owner)).toEqual([]);
  });

  it('of merged records the word that counts is found, until they are apart again', async () => {
    await field({ name: 'apelido', label: 'Apelido' });
    const into = await make('Elza Pires');
    const from = await make('E. Pires');
    await fill(into, { apelido: 'Zizinha' });
    await fill(from, { apelido: 'Pirilampo' });
    await note(from, 'Mora perto do chafariz');
    const { merges } = await shop.owner.ok('POST', `/api/customers/${into}/merges`, {
      ...{ otherId: from, reason: 'a mesma pessoa' },
    });
    expect(await names('zizinha')).toEqual(['Elza Pires']);
    expect(await names('pirilampo')).toEqual([]);
    expect((await search('chafariz')).items.map((hit) => hit.customer.id)).toEqual([into]);
    expect(await names('chafariz', { customerId: into })).toEqual(['Elza Pires']);
    await shop.owner.ok('DELETE', `/api/customers/${into}/merges/${merges[0].id}`);
    expect(await names('pirilampo')).toEqual(['E. Pires']);
    expect((await search('chafariz')).items.map((hit) => hit.customer.id)).toEqual([from]);
  });
});

describe('sight', () => {
  it('who may not see a field does not find by it, nobody by a sensitive one, not even a slip of a word there', async () => {
    await field({ name: 'renda', label: 'Renda', seenBy: 'supervisor', editedBy: 'supervisor' });
    const laudo = await field({ name: 'laudo', label: 'Laudo', sensitive: true });
    await field({
      ...{ name: 'nivel', label: 'Nível', type: 'choice' },
      choices: [{ name: 'diamantina', label: 'Diamantina' }],
    });
    const id = await make('Fábio Melo');
    await fill(id, { renda: 'quinzemilreais', laudo: 'hipertensivo', nivel: 'diamantina' });
    const { browser: agent } = await shop.join('agent');
    const { browser: supervisor } = await shop.join('supervisor');
    expect(await names('quinzemilreais')).toEqual(['Fábio Melo']);
    expect(await names('quinzemilreais', {}, supervisor)).toEqual(['Fábio Melo']);
    for (const query of ['quinzemilreais', 'quinzemilreai', 'quinzemilraeis', 'hipertensivo', 'hipertensvio'])
      expect({ query, found: await names(query, {}, agent) }).toEqual({ query, found: [] });
    for (const query of ['hipertensivo', 'hipertensvio', 'diamantina'])
      expect({ query, found: await names(query) }).toEqual({ query, found: [] });
    // What holds words already follows the definition as it is now.
    await shop.owner.ok('PUT', `/api/fields/${laudo.id}`, { label: 'Laudo', sensitive: false });
    expect(await names('hipertensivo', {}, agent)).toEqual(['Fábio Melo']);
  });

  it('an erased customer is found no more', async () => {
    const id = await make('Gil Torres', 'coleciona escafandros');
    await note(id, 'comprou um escafandro usado');
    expect(await names('escafandro')).toEqual(['Gil Torres', 'Gil Torres']);
    await shop.run((ctx) =>
      ctx.client.query(`UPDATE customers SET notes = '', custom_fields = '{}' WHERE id = $1`, [id]),
    );
    await shop.run((ctx) =>
      ctx.client.query(`UPDATE customer_notes SET text = '' WHERE customer_id = $1`, [id]),
    );
    expect(await names('escafandro')).toEqual([]);
    const left = await shop.run((ctx) =>
      ctx.client.query('SELECT FROM record_search WHERE customer_id = $1', [id]),
    );
    expect(left.rowCount).toBe(0);
  });
});

it('what is common is found among the latest, what is rare however old it is', async () => {
  const many = await town.shop('Gama');
  await many.run((ctx) =>
    ctx.client.query(
      `INSERT INTO customers (org_id, id, canonical_id, name, notes, updated_at)
        SELECT $1, i, i, 'Cliente ' || n, CASE n WHEN 1 THEN 'raríssimo ' WHEN 2 THEN 'raríssimo ' ELSE '' END || 'freguês ' || n,
          now() - (4000 - n) * interval '1 minute'
        FROM (SELECT n, gen_random_uuid() AS i FROM generate_series(1, 4000) AS n) AS x`,
      [many.orgId],
    ),
  );
  expect(await names('freguês', { limit: '3' }, many.owner)).toEqual([
    ...['Cliente 4000', 'Cliente 3999', 'Cliente 3998'],
  ]);
  expect(await names('raríssimo', {}, many.owner)).toEqual(['Cliente 2', 'Cliente 1']);
  expect(await names('freguês raríssimo', { limit: '1' }, many.owner)).toEqual(['Cliente 2']);
});
