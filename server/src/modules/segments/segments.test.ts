import { type SegmentGroup, type SegmentLeaf, SegmentTree } from '@meada/contract/segments';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../kernel/errors.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { meeting } from './compile.ts';
import { countSegment } from './count-segment.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
});
afterAll(() => town?.stop());

const all = (...of: SegmentGroup['of']): SegmentGroup => ({ match: 'all', of });
const any = (...of: SegmentGroup['of']): SegmentGroup => ({ match: 'any', of });
const none = (...of: SegmentGroup['of']): SegmentGroup => ({ match: 'none', of });
const customer = async (name: string): Promise<string> =>
  (await shop.owner.ok('POST', '/api/customers', { name })).id;
const label = async (name: string): Promise<string> =>
  (await shop.owner.ok('POST', '/api/labels', { name, colour: '#112233' })).id;
const record = (id: string, body: object) => shop.owner.ok('PATCH', `/api/customers/${id}/record`, body);
const count = async (conditions: SegmentGroup): Promise<number> =>
  (await shop.owner.ok('POST', '/api/segments/count', { conditions })).count;
const preview = async (conditions: SegmentGroup): Promise<string[]> =>
  (await shop.owner.ok('POST', '/api/segments/preview', { conditions })).items.map(
    ({ id }: { id: string }) => id,
  );
const named = (value: string): SegmentLeaf => ({ kind: 'customer.name', is: 'contains', value });

/** As the route asks, past the limit of calls a minute. */
async function ask(conditions: unknown): Promise<{ status: number; count: number; said?: string }> {
  const parsed = SegmentTree.safeParse(conditions);
  if (!parsed.success) return { status: 400, count: 0 };
  try {
    const answer = await shop.run((ctx) => countSegment(ctx, { body: { conditions: parsed.data } }));
    return { status: 200, count: answer.count };
  } catch (error) {
    return { status: error instanceof Failure ? error.status : 500, count: 0, said: String(error) };
  }
}

/** Who meets the conditions of a segment now, worked out anew. */
const meets = (conditions: SegmentGroup): Promise<string[]> =>
  shop.run(async (ctx) => {
    const where = await meeting(ctx, conditions, { whole: true });
    const { rows } = await sql<{ id: string }>`SELECT r.id FROM ${where} ORDER BY r.id`.execute(ctx.db);
    return rows.map(({ id }) => id);
  });
const membersOf = (id: string): Promise<string[]> =>
  shop.run(async (ctx) => {
    const rows = await ctx.db
      .selectFrom('segment_members')
      .select('customer_id')
      .where('segment_id', '=', id)
      .orderBy('customer_id')
      .execute();
    return rows.map(({ customer_id }) => customer_id);
  });

/** Leaves nobody's editor makes. */
function hostileLeaf(kinds: readonly string[]) {
  const nasty = fc.oneof(
    fc.constantFrom(`'; DROP TABLE customers; --`, `' OR '1'='1`, '%', '_', '\\', '$1', '\u202e', '{}', '-1'),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
    fc.integer(),
    fc.array(fc.string({ maxLength: 10 }), { maxLength: 3 }),
  );
  return fc.record(
    {
      kind: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...kinds) },
        { weight: 1, arbitrary: fc.string() },
      ),
      is: fc.oneof(
        {
          weight: 9,
          arbitrary: fc.constantFrom(
            'contains',
            'begins',
            'equal',
            'any',
            'none',
            'of',
            'at_least',
            'before',
            'in_days',
          ),
        },
        { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '') },
      ),
      of: fc.option(fc.constantFrom('plano', 'compras', 'marketing', 'wrote', `x' OR 1`), {
        nil: undefined,
      }),
      value: nasty,
      days: fc.option(fc.integer(), { nil: undefined }),
    },
    { requiredKeys: ['kind', 'is'] },
  );
}

describe('what is asked', () => {
  it('of names, labels, groups in groups', async () => {
    const vip = await label('VIP');
    const [ana, bia, rui] = [
      await customer('Ana Quírio'),
      await customer('Bia Quírio'),
      await customer('Rui Quírio'),
    ];
    await record(ana, { labelIds: [vip] });
    await record(bia, { labelIds: [vip], birthDate: '1990-02-28' });
    const quirio = named('quirio');
    const isVip: SegmentLeaf = { kind: 'customer.label', is: 'any', value: [vip] };
    expect(await count(all(quirio))).toBe(3);
    expect(new Set(await preview(all(quirio, isVip)))).toEqual(new Set([ana, bia]));
    expect(await preview(all(quirio, none(isVip)))).toEqual([rui]);
    expect(await preview(all(quirio, any(none(isVip), { kind: 'customer.birth_date', is: 'set' })))).toEqual(
      expect.arrayContaining([rui, bia]),
    );
    expect(await count(any())).toBe(0);
    await shop.owner.ok('DELETE', `/api/labels/${vip}`);
    expect((await meets(all(quirio, isVip))).length).toBe(0);
  });

  it('a merged group counts as one, by the word that stands', async () => {
    const [one, two] = [await customer('Zenaide'), await customer('Zena')];
    await record(two, { birthDate: '1980-05-01' });
    const born: SegmentLeaf = { kind: 'customer.birth_date', is: 'before', value: '1985-01-01' };
    const asked = all(named('zena'), born);
    expect(await preview(asked)).toEqual([two]);
    const path = `/api/customers/${one}/merges`;
    const { merges } = await shop.owner.ok('POST', path, { otherId: two, reason: 'a mesma' });
    expect(await preview(asked)).toEqual([one]);
    expect(await count(all(named('zenaide')))).toBe(1);
    await record(one, { birthDate: '1999-01-01' });
    expect(await preview(asked)).toEqual([]);
    await shop.owner.ok('DELETE', `${path}/${merges[0].id}`);
    expect(await preview(asked)).toEqual([two]);
  });

  it('of the own fields, each by its type; of concealed ones not at all', async () => {
    const field = (name: string, type: string, more: object = {}) =>
      shop.owner.ok('POST', '/api/fields', { subject: 'customer', name, label: name, type, ...more });
    await field('plano', 'choice', {
      choices: [
        { name: 'ouro', label: 'Ouro' },
        { name: 'prata', label: 'Prata' },
      ],
    });
    await field('compras', 'number');
    await field('renova', 'date');
    await field('ativo', 'boolean');
    await field('doenca', 'text', { sensitive: true });
    await field('margem', 'number', { seenBy: 'owner' });
    const id = await customer('Campos');
    await record(id, { customFields: { plano: 'ouro', compras: 12, renova: '2026-03-01', ativo: true } });
    const of = (name: string, is: string, value?: SegmentLeaf['value']): SegmentLeaf => ({
      ...{ kind: 'field', of: name, is },
      ...(value === undefined ? {} : { value }),
    });
    const holding = [
      of('plano', 'any', ['ouro', 'prata']),
      of('plano', 'none', ['prata']),
      of('compras', 'at_least', 12),
      of('compras', 'is', 12),
      of('renova', 'before', '2026-03-02'),
      of('ativo', 'yes'),
      of('plano', 'set'),
    ];
    for (const leaf of holding)
      expect(await preview(all(named('campos'), leaf)), JSON.stringify(leaf)).toEqual([id]);
    for (const leaf of [of('compras', 'at_most', 11), of('ativo', 'no'), of('renova', 'after', '2026-03-02')])
      expect(await preview(all(named('campos'), leaf))).toEqual([]);
    for (const leaf of [
      of('doenca', 'set'),
      of('margem', 'set'),
      of('nada', 'set'),
      of('plano', 'at_least', 3),
    ]) {
      const answer = await shop.owner.call('POST', '/api/segments/count', { conditions: all(leaf) });
      expect(answer.status).toBe(422);
    }
  });

  it('of consents and deals', async () => {
    const id = await customer('Consuelo');
    const given: SegmentLeaf = { kind: 'consent', of: 'marketing', is: 'given' };
    const allowed = (of: string): SegmentLeaf => ({ kind: 'consent', of, is: 'allowed' });
    const me = named('consuelo');
    const deals = (...leaves: SegmentLeaf[]) => preview(all(me, ...leaves));
    expect(await deals(given)).toEqual([]);
    expect(await deals(allowed('marketing'))).toEqual([]);
    expect(await deals(allowed('notices'))).toEqual([id]);
    const say = (state: string, purpose: string | null) =>
      shop.run(async (ctx) => {
        const { recordConsents } = await import('../customers/index.ts');
        await recordConsents(ctx, [{ customerId: id, purpose, state: state as 'given', source: 'person' }]);
      });
    await say('given', 'marketing');
    expect(await deals(given, allowed('marketing'))).toEqual([id]);
    await say('withdrawn', null);
    expect(await deals(given)).toEqual([]);
    expect(await deals({ kind: 'consent', of: 'notices', is: 'withdrawn' })).toEqual([id]);
    await shop.owner.ok('POST', '/api/deals', { title: 'X', customerId: id, value: 5000 });
    expect(await deals({ kind: 'deal.value_open', is: 'at_least', value: 5000 })).toEqual([id]);
    expect(await deals({ kind: 'deal.value_open', is: 'at_most', value: 4999 })).toEqual([]);
    expect(await deals({ kind: 'deal.count', is: 'at_least', value: 1, days: 2 })).toEqual([id]);
    expect(await deals({ kind: 'deal.outcome', is: 'any', value: ['won'] })).toEqual([]);
    expect(await deals({ kind: 'event', of: 'deal_created', is: 'some', days: 1 })).toEqual([id]);
  });

  it('every kind with every operator is understood by the database', async () => {
    const { items } = await shop.owner.ok('GET', '/api/segments/kinds');
    const someone = await customer('Qualquer');
    const values: Record<string, SegmentLeaf['value']> = {
      ...{ text: `a'%_\\`, number: 2, money: 2, days: 3, hours: 4, day: '2024-02-29', customer: someone },
    };
    let asked = 0;
    for (const kind of items)
      for (const { name: is, input } of kind.is)
        for (const of of kind.of.length > 0 ? kind.of : [null]) {
          if (of && !of.is.includes(is)) continue;
          const options: { name: string }[] = of ? of.options : kind.options;
          const given = input === 'option' ? options[0]?.name : options.slice(0, 2).map(({ name }) => name);
          if (input.startsWith('option') && options.length === 0) continue;
          const value = input.startsWith('option') ? given : values[input];
          const leaf: SegmentLeaf = {
            ...{ kind: kind.kind, is },
            ...(of ? { of: of.name } : {}),
            ...(value === undefined ? {} : { value }),
            ...(kind.windowed ? { days: 7 } : {}),
          };
          const answer = await ask(all(leaf));
          expect(answer.status, JSON.stringify([leaf, answer])).toBe(200);
          // The other way round is the rest: nobody is in neither, which a NULL would be.
          const [rest, whole] = [await ask(none(leaf)), await ask(all())];
          expect(answer.count + rest.count, JSON.stringify(leaf)).toBe(whole.count);
          asked += 1;
        }
    expect(asked).toBeGreaterThan(90);
  }, 120_000);

  it('hostile values are values: nothing is injected, nothing breaks', { timeout: 120_000 }, async () => {
    const { items } = await shop.owner.ok('GET', '/api/segments/kinds');
    const kinds: string[] = items.map(({ kind }: { kind: string }) => kind);
    const leaf = hostileLeaf(kinds);
    const before = await count(all());
    await fc.assert(
      fc.asyncProperty(leaf, async (one) => {
        const answer = await ask(all(one as SegmentLeaf));
        expect([200, 400, 422], JSON.stringify([one, answer])).toContain(answer.status);
      }),
      { numRuns: 150 },
    );
    // A text that means something to SQL or LIKE finds only who is called so.
    for (const value of [`' OR '1'='1`, '%', '_', `'; DELETE FROM customers; --`])
      expect(await count(all(named(value)))).toBe(0);
    expect(await count(all())).toBe(before);
    const deep = all(all(all(all(all(named('x'))))));
    expect((await shop.owner.call('POST', '/api/segments/count', { conditions: deep })).status).toBe(400);
    const wide = all(
      ...Array.from({ length: 3 }, () => any(...Array.from({ length: 21 }, () => named('x')))),
    );
    expect((await shop.owner.call('POST', '/api/segments/count', { conditions: wide })).status).toBe(422);
  });
});

type Ground = {
  people: readonly string[];
  segments: readonly string[];
  vip: string;
  old: string;
  pipeline: { stages: { id: string }[] };
};

/** What people do to customers and deals, by name. */
function stepsOf({ people, segments, vip, old, pipeline }: Ground) {
  const merges: { into: string; id: string }[] = [];
  const deals: string[] = [];
  const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)];
  const steps: Record<string, (a: number, b: number) => Promise<unknown>> = {
    label: (a, b) => record(pick(people, a) ?? '', { labelIds: [[], [vip], [old], [vip, old]][b % 4] }),
    born: (a, b) => record(pick(people, a) ?? '', { birthDate: [null, '1980-01-01', '2000-01-01'][b % 3] }),
    name: (a, b) =>
      shop.owner.ok('PATCH', `/api/customers/${pick(people, a)}`, { name: ['Turma X', 'Outra'][b % 2] }),
    merge: async (a, b) => {
      const [into, otherId] = [pick(people, a) ?? '', pick(people, b) ?? ''];
      const path = `/api/customers/${into}/merges`;
      const answer = await shop.owner.call('POST', path, { otherId, reason: 'a mesma' });
      const [newest] = (answer.body.merges ?? []) as { id: string }[];
      if (answer.status === 200 && newest) merges.push({ into, id: newest.id });
    },
    part: async (a) => {
      const merge = pick(merges, a);
      if (merge) await shop.owner.call('DELETE', `/api/customers/${merge.into}/merges/${merge.id}`);
    },
    deal: async (a, b) => {
      const body = { title: 'D', customerId: pick(people, a), value: 100 * (b % 5) };
      deals.push((await shop.owner.ok('POST', '/api/deals', body)).id);
    },
    close: async (a, b) => {
      const id = pick(deals, a);
      const stageId = pipeline.stages[b % pipeline.stages.length]?.id;
      if (id) await shop.owner.call('PUT', `/api/deals/${id}/place`, { stageId });
    },
    give: async (a, b) => {
      const id = pick(deals, a);
      if (id) await shop.owner.call('PATCH', `/api/deals/${id}`, { customerId: pick(people, b), value: 400 });
    },
    drop: async (a) => {
      const id = pick(deals, a);
      if (id) await shop.owner.call('DELETE', `/api/deals/${id}`);
    },
    anew: (a) => shop.owner.ok('POST', `/api/segments/${pick(segments, a)}/runs`),
  };
  return steps;
}

describe('who is in a saved segment', () => {
  it('is what working it out anew gives, after any history', { timeout: 240_000 }, async () => {
    const [vip, old] = [await label('vip2'), await label('old2')];
    const people: string[] = [];
    for (let n = 0; n < 6; n += 1) people.push(await customer(`Turma ${n}`));
    const trees = [
      all(named('turma'), { kind: 'customer.label', is: 'any', value: [vip] }),
      all(named('turma'), none({ kind: 'customer.label', is: 'any', value: [vip, old] })),
      any(
        { kind: 'deal.value_open', is: 'at_least', value: 300 },
        { kind: 'customer.birth_date', is: 'before', value: '1990-01-01' },
      ),
      all(named('turma'), none({ kind: 'deal.count', is: 'at_least', value: 1 })),
    ];
    const segments: string[] = [];
    for (const [index, conditions] of trees.entries())
      segments.push((await shop.owner.ok('POST', '/api/segments', { name: `S${index}`, conditions })).id);
    const { pipeline } = await shop.owner.ok('GET', '/api/deals/board');
    const steps = stepsOf({ people, segments, vip, old, pipeline });
    const history = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(40), fc.nat(40)), {
      minLength: 10,
      maxLength: 22,
    });
    await fc.assert(
      fc.asyncProperty(history, async (done) => {
        for (const [name, a, b] of done) await steps[name]?.(a, b);
        await vi.waitFor(
          async () => {
            for (const [index, id] of segments.entries())
              expect(await membersOf(id), `segment ${index}`).toEqual(
                await meets(trees[index] as SegmentGroup),
              );
          },
          { timeout: 15_000, interval: 50 },
        );
      }),
      { numRuns: 24, endOnFailure: true },
    );
    const listed = await shop.owner.ok('GET', '/api/segments');
    for (const [index, id] of segments.entries()) {
      const members = await membersOf(id);
      const one = listed.items.find((item: { id: string }) => item.id === id);
      expect(one, `segment ${index}`).toMatchObject({ members: members.length });
    }
  });

  it('comes and goes with an event each, and is listed page by page', { timeout: 60_000 }, async () => {
    const ids = [await customer('Página 1'), await customer('Página 2'), await customer('Página 3')].sort();
    const { id } = await shop.owner.ok('POST', '/api/segments', {
      name: 'Páginas',
      conditions: all(named('página')),
    });
    await vi.waitFor(async () => {
      expect(await shop.owner.ok('GET', `/api/segments/${id}`)).toMatchObject({ state: 'ready', members: 3 });
    }, 15_000);
    const first = await shop.owner.ok('GET', `/api/segments/${id}/members?limit=2`);
    const rest = await shop.owner.ok('GET', `/api/segments/${id}/members?limit=2&cursor=${first.next}`);
    expect([...first.items, ...rest.items].map((item: { id: string }) => item.id)).toEqual(ids);
    expect(rest.next).toBeNull();
    const [gone = ''] = ids;
    await shop.owner.ok('PATCH', `/api/customers/${gone}`, { name: 'Outra coisa' });
    await vi.waitFor(async () => expect(await membersOf(id)).toEqual(ids.slice(1)), 15_000);
    const events = await shop.run((ctx) =>
      ctx.db
        .selectFrom('events')
        .select(['name', 'customer_id', 'facts'])
        .where('name', 'in', ['segment.entered', 'segment.left'])
        .where(sql<boolean>`facts ->> 'segmentId' = ${id}`)
        .orderBy('id')
        .execute(),
    );
    expect(events.map(({ name }) => name)).toEqual([...Array(3).fill('segment.entered'), 'segment.left']);
    expect(events.at(-1)?.customer_id).toBe(gone);
    expect(events[0]?.facts).toMatchObject({ first: true });
    const listed = await shop.owner.ok('GET', `/api/customers?segmentId=${id}`);
    expect(new Set(listed.items.map((item: { id: string }) => item.id))).toEqual(new Set(ids.slice(1)));
    const renamed = { name: 'Páginas', conditions: all(named('outra coisa')) };
    await shop.owner.ok('PUT', `/api/segments/${id}`, renamed);
    await vi.waitFor(async () => expect(await membersOf(id)).toEqual([gone]), 15_000);
    await shop.owner.ok('DELETE', `/api/segments/${id}`);
    expect(await membersOf(id)).toEqual([]);
    expect((await shop.owner.call('GET', `/api/segments/${id}`)).status).toBe(404);
  });

  it('an agent sees who is in it and does not make one', async () => {
    const { browser } = await shop.join('agent');
    await browser.ok('GET', '/api/segments');
    const body = { name: 'X', conditions: all() };
    expect((await browser.call('POST', '/api/segments', body)).status).toBe(403);
    expect((await browser.call('POST', '/api/segments/count', { conditions: all() })).status).toBe(403);
  });
});
