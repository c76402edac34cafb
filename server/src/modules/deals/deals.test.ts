import type { Deal, Pipeline } from '@meada/contract/routes/deals';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';

let town: Town;
let shop: Shop;
let pipeline: Pipeline;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  const { items } = await shop.owner.ok('GET', '/api/pipelines');
  pipeline = items[0];
});
afterAll(() => town?.stop());

let made = 0;
const customer = async (name = `Cliente ${++made}`): Promise<string> =>
  (await shop.owner.ok('POST', '/api/customers', { name })).id;
const deal = async (body: object = {}): Promise<Deal> =>
  shop.owner.ok('POST', '/api/deals', { title: `Negócio ${++made}`, customerId: await customer(), ...body });
const stage = (index: number): string => pipeline.stages[index]?.id ?? '';
const move = (id: string, body: object) => shop.owner.call('PUT', `/api/deals/${id}/place`, body);
const column = async (index: number): Promise<string[]> => {
  const board = await shop.owner.ok('GET', `/api/deals/board?pipelineId=${pipeline.id}`);
  return board.columns[index].deals.map(({ id }: Deal) => id);
};

describe('pipelines', () => {
  it('an organisation begins with one, made once however many ask at the same time', async () => {
    const fresh = await town.shop('Fresca');
    const answers = await Promise.all([1, 2, 3, 4].map(() => fresh.owner.ok('GET', '/api/pipelines')));
    for (const { items } of answers) expect(items).toHaveLength(1);
    expect(answers[0].items[0]).toMatchObject({ name: 'Vendas', currency: 'BRL', archived: false });
    expect(answers[0].items[0].stages.map((one: { category: string }) => one.category)).toEqual([
      ...['open', 'open', 'open', 'open'],
      ...['won', 'lost'],
    ]);
    expect((await fresh.owner.ok('GET', '/api/deal-reasons')).items).toHaveLength(8);
  });

  it('a stage with deals stays; an empty one goes, others are named and put anew', async () => {
    const base = { name: 'Atacado', currency: 'USD' };
    const stages = [
      { name: 'A', category: 'open', probability: 10, colour: '#112233' },
      { name: 'B', category: 'open', probability: 60, colour: '#112233' },
      { name: 'Sim', category: 'won', probability: 3, colour: '#112233' },
      { name: 'Não', category: 'lost', probability: 3, colour: '#112233' },
    ];
    const one: Pipeline = await shop.owner.ok('POST', '/api/pipelines', { ...base, stages });
    expect(one.stages.map(({ probability }) => probability)).toEqual([10, 60, 100, 0]);
    const own = await deal({ pipelineId: one.id });
    expect(own).toMatchObject({ currency: 'USD', stageId: one.stages[0]?.id });
    const without = one.stages.filter(({ name }) => name !== 'A');
    const path = `/api/pipelines/${one.id}`;
    const open = { name: 'C', category: 'open', probability: 5, colour: '#112233' };
    expect((await shop.owner.call('PUT', path, { ...base, stages: [...without, open] })).status).toBe(409);
    await shop.owner.ok('PUT', `/api/deals/${own.id}/place`, { stageId: one.stages[1]?.id });
    const after = await shop.owner.ok('PUT', path, { ...base, name: 'X', stages: [open, ...without] });
    expect(after.stages.map(({ name }: { name: string }) => name)).toEqual(['C', 'B', 'Sim', 'Não']);
    const lame = one.stages.filter(({ category }) => category !== 'won');
    expect((await shop.owner.call('PUT', path, { ...base, stages: lame })).status).toBe(422);
    // The history still names the stage that is gone.
    const { moves } = await shop.owner.ok('GET', `/api/deals/${own.id}`);
    expect(moves.map(({ from, to }: { from: string; to: string }) => [from, to])).toEqual([
      [null, 'A'],
      ['A', 'B'],
    ]);
    expect((await shop.owner.ok('PUT', `${path}/archived`, { archived: true })).archived).toBe(true);
    const last = await shop.owner.call('PUT', `/api/pipelines/${pipeline.id}/archived`, { archived: true });
    expect(last.status).toBe(422);
  });

  it('an agent deals and does not rebuild the pipeline', async () => {
    const { browser } = await shop.join('agent');
    const own = await browser.ok('POST', '/api/deals', { title: 'X', customerId: await customer() });
    await browser.ok('DELETE', `/api/deals/${own.id}`);
    const reasons = await browser.call('PUT', '/api/deal-reasons', { items: [] });
    expect(reasons.status).toBe(403);
  });
});

describe('places in a column', () => {
  it('are what people made of them, whatever the moves', { timeout: 120_000 }, async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await deal({ stageId: stage(1) })).id);
    const model: Record<number, string[]> = { 1: [...ids].reverse(), 2: [] };
    const steps = fc.array(fc.tuple(fc.nat(4), fc.constantFrom(1, 2), fc.nat(5)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (moves) => {
        for (const [which, to, place] of moves) {
          const id = ids[which] as string;
          for (const list of Object.values(model)) if (list.includes(id)) list.splice(list.indexOf(id), 1);
          const list = model[to] as string[];
          const at = Math.min(place, list.length);
          const answer = await move(id, { stageId: stage(to), afterId: list[at - 1] ?? null });
          expect(answer.status).toBe(200);
          list.splice(at, 0, id);
        }
        expect(await column(1)).toEqual(model[1]);
        expect(await column(2)).toEqual(model[2]);
      }),
      { numRuns: 8 },
    );
  });

  it('stay apart however often something is put between the same two', async () => {
    const [one, two, three] = [
      await deal({ stageId: stage(3) }),
      await deal({ stageId: stage(3) }),
      await deal(),
    ];
    for (let n = 0; n < 60; n += 1) {
      const [mover, stays] = n % 2 === 0 ? [three, one] : [one, three];
      expect((await move(mover.id, { stageId: stage(3), afterId: two.id })).status).toBe(200);
      expect((await column(3)).slice(0, 3)).toEqual([two.id, mover.id, stays.id]);
    }
  });

  it('of two people who drag the same card one is told; many at once never get the same place', async () => {
    const contested = await deal({ stageId: stage(0) });
    const from = { fromStageId: stage(0) };
    const answers = await Promise.all([
      move(contested.id, { stageId: stage(1), ...from }),
      move(contested.id, { stageId: stage(2), ...from }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const many = await Promise.all(Array.from({ length: 8 }, () => deal({ stageId: stage(0) })));
    const moved = await Promise.all(
      many.map(({ id }, n) => move(id, { stageId: stage(n % 2 === 0 ? 1 : 2), afterId: null })),
    );
    expect(moved.every(({ status }) => status === 200)).toBe(true);
    const all = [...(await column(1)), ...(await column(2))];
    expect(new Set(all).size).toBe(all.length);
    for (const { id } of many) expect(all).toContain(id);
  });
});

describe('a deal', () => {
  it('is won for a reason, opened again, and its stages are remembered', async () => {
    const own = await deal({ value: 150_000, expectedOn: '2026-12-20' });
    const { items } = await shop.owner.ok('GET', '/api/deal-reasons');
    const reason = (outcome: string) => items.find((one: { outcome: string }) => one.outcome === outcome).id;
    expect((await move(own.id, { stageId: stage(4), reasonId: reason('lost') })).status).toBe(422);
    const won = await shop.owner.ok('PUT', `/api/deals/${own.id}/place`, {
      stageId: stage(4),
      reasonId: reason('won'),
      reasonNote: 'Gostaram do prazo',
    });
    expect(won).toMatchObject({ outcome: 'won', reasonId: reason('won'), reasonNote: 'Gostaram do prazo' });
    expect(won.closedAt).not.toBeNull();
    const open = await shop.owner.ok('PUT', `/api/deals/${own.id}/place`, { stageId: stage(0) });
    expect(open).toMatchObject({ outcome: 'open', closedAt: null, reasonId: null, reasonNote: null });
    const { moves } = await shop.owner.ok('GET', `/api/deals/${own.id}`);
    expect(moves.map(({ to }: { to: string }) => to)).toEqual(['Novo contato', 'Ganho', 'Novo contato']);
  });

  it('goes with a merged customer and comes back when they are parted', async () => {
    const [one, two] = [await customer('Ana'), await customer('Ana Souza')];
    const own = await deal({ customerId: two });
    const merges = `/api/customers/${one}/merges`;
    const merged = await shop.owner.ok('POST', merges, { otherId: two, reason: 'a mesma' });
    const listed = async (id: string) =>
      (await shop.owner.ok('GET', `/api/deals?customerId=${id}`)).items.map((item: Deal) => item.id);
    expect(await listed(one)).toEqual([own.id]);
    expect((await shop.owner.ok('GET', `/api/deals/${own.id}`)).deal.customer.id).toBe(one);
    await shop.owner.ok('DELETE', `${merges}/${merged.merges[0].id}`);
    expect(await listed(one)).toEqual([]);
    expect(await listed(two)).toEqual([own.id]);
  });

  it('names only what the organisation has', async () => {
    const foreign = await town.shop('Alheia');
    const { id } = await foreign.owner.ok('POST', '/api/customers', { name: 'De fora' });
    for (const body of [{ customerId: id }, { companyId: id }, { ownerId: foreign.ownerId }]) {
      const answer = await shop.owner.call('POST', '/api/deals', {
        title: 'X',
        customerId: await customer(),
        ...body,
      });
      expect(answer.status).toBe(404);
    }
    const own = await deal();
    expect((await foreign.owner.call('GET', `/api/deals/${own.id}`)).status).toBe(404);
  });

  it('is found by words of its title and its customer, accents or not', async () => {
    const own = await deal({ title: 'Reforma da cozinha', customerId: await customer('Conceição Alves') });
    for (const words of ['cozinha', 'conceicao reforma', 'ALVES'])
      expect(
        (await shop.owner.ok('GET', `/api/deals?query=${encodeURIComponent(words)}`)).items.map(
          (item: Deal) => item.id,
        ),
      ).toContain(own.id);
    const none = await shop.owner.ok('GET', `/api/deals?query=${encodeURIComponent(`%_'; DROP`)}`);
    expect(none.items).toEqual([]);
  });
});

/** What the forecast says of these deals. */
async function forecastIs(fresh: Shop, year: number): Promise<void> {
  const forecast = await fresh.owner.ok('GET', '/api/deals/forecast');
  const month = new Intl.DateTimeFormat('sv', { timeZone: 'America/Sao_Paulo' })
    .format(new Date())
    .slice(0, 7);
  expect(forecast.months).toContainEqual({ month, currency: 'BRL', count: 1, value: 3000, weighted: 1500 });
  expect(forecast.months).toContainEqual({
    ...{ month: `${year}-02`, currency: 'BRL' },
    ...{ count: 1, value: 1001, weighted: 501 },
  });
  expect(forecast.months.at(-1)).toMatchObject({ month: null, currency: 'USD', weighted: 750 });
  expect(forecast.closed).toEqual([
    { outcome: 'lost', reasonId: null, currency: 'BRL', count: 1, value: 500 },
  ]);
  const passed = forecast.stages.map(({ entered, advanced, lost: gone }: Record<string, number>) => [
    ...[entered, advanced, gone],
  ]);
  expect(passed).toEqual([
    [1, 1, 1],
    [1, 0, 1],
    [2, 0, 0],
    [1, 0, 0],
    [0, 0, 0],
    [1, 0, 0],
  ]);
}

it('totals, pages, overdue marks and the forecast are those of the deals', { timeout: 60_000 }, async () => {
  const fresh = await town.shop('Contas');
  const own: Pipeline = (await fresh.owner.ok('GET', '/api/pipelines')).items[0];
  const at = (index: number) => own.stages[index]?.id ?? '';
  const { id: customerId } = await fresh.owner.ok('POST', '/api/customers', { name: 'Bia' });
  const make = async (body: object): Promise<Deal> =>
    fresh.owner.ok('POST', '/api/deals', { title: 'D', customerId, ...body });
  const year = new Date().getUTCFullYear() + 1;
  await make({ stageId: at(2), value: 1001, expectedOn: `${year}-02-10` });
  await make({ stageId: at(2), value: 3000, expectedOn: '2020-01-01' });
  await make({ stageId: at(3), value: 1000, currency: 'USD' });
  const lost = await make({ stageId: at(0), value: 500 });
  await fresh.owner.ok('PUT', `/api/deals/${lost.id}/place`, { stageId: at(1) });
  await fresh.owner.ok('PUT', `/api/deals/${lost.id}/place`, { stageId: at(5) });
  const board = await fresh.owner.ok('GET', '/api/deals/board');
  expect(board.columns[2]).toMatchObject({
    count: 2,
    totals: [{ currency: 'BRL', value: 4001, weighted: 2001 }],
  });
  const late = await fresh.owner.ok('GET', '/api/deals?overdue=true');
  expect(late.items.map(({ value }: Deal) => value)).toEqual([3000]);
  const first = await fresh.owner.ok('GET', `/api/deals?stageId=${at(2)}&limit=1`);
  const rest = await fresh.owner.ok('GET', `/api/deals?stageId=${at(2)}&limit=1&cursor=${first.next}`);
  expect([first, rest].map(({ items }) => items[0].value)).toEqual([3000, 1001]);
  expect(rest.next).toBeNull();
  const newest = await fresh.owner.ok('GET', '/api/deals?limit=2');
  const older = await fresh.owner.ok('GET', `/api/deals?limit=2&cursor=${newest.next}`);
  expect([...newest.items, ...older.items].map(({ value }: Deal) => value)).toEqual([500, 1000, 3000, 1001]);
  expect((await fresh.owner.call('GET', '/api/deals?cursor=x')).status).toBe(400);
  await forecastIs(fresh, year);
});
