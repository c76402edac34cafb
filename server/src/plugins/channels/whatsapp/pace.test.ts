import type { Outgoing } from '@meada/contract/content';
import { afterEach, expect, it, vi } from 'vitest';
import { inboxOf } from '../../../../../simulators/src/whatsapp/inbox.ts';
import { startWhatsapp, type WhatsappSimulator } from '../../../../../simulators/src/whatsapp/index.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import { queueCrowd } from '../../../modules/conversations/dispatch/testing-queue.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';

/** The platform counts strictly in a sliding second; the real app sends from a queue. */
const late = 3_600_000;
const content: Outgoing = {
  v: 1,
  kind: 'template',
  name: 'retomar_conversa',
  language: 'pt_BR',
  text: 'Oi, Ana! Podemos continuar?',
  parameters: [{ value: 'Ana' }],
};

const open: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

async function platform(options: Parameters<typeof startWhatsapp>[0] = {}): Promise<WhatsappSimulator> {
  const started = await startWhatsapp({ delays: { sent: late, delivered: late, read: late }, ...options });
  open.push(started);
  return started;
}

type House = { town: Town; shop: Shop; env: Record<string, string> };

async function house(platforms: readonly WhatsappSimulator[], roles = 'web,live,worker'): Promise<House> {
  const env = { EGRESS_ALLOW: platforms.flatMap((one) => one.allow).join(','), ROLES: roles };
  const town = await openTown({ env });
  open.push(town);
  return { town, shop: await town.shop('Ritmo'), env };
}

async function connect(shop: Shop, simulator: WhatsappSimulator): Promise<string> {
  const { channel, name, settings } = inboxOf(simulator, 'https://wa.me');
  const given = { ...settings, perSecond: simulator.config.perSecond };
  return (await shop.owner.ok('POST', '/api/inboxes', { channel, name, settings: given })).id;
}

const states = (shop: Shop): Promise<string[]> =>
  shop.run(async ({ client }) => {
    const { rows } = await client.query('SELECT state FROM dispatches ORDER BY n');
    return rows.map((row) => row.state);
  });
const crowd = (inboxId: string) => ({ inboxId, channel: 'whatsapp', kind: 'whatsapp', content });
const sentAll = (shop: Shop) =>
  vi.waitFor(
    async () =>
      expect((await states(shop)).filter((one) => one === 'queued' || one === 'sending')).toEqual([]),
    { timeout: 90_000, interval: 250 },
  );

/** Where other tests hold both cores, what left in time arrives bunched now and then; it is sent again, and once. */
const bunched = (sent: number): number => Math.ceil(sent / 1000);

it('2,000 messages go out at the strict rate, each once', async () => {
  const simulator = await platform();
  const { shop } = await house([simulator]);
  const inboxId = await connect(shop, simulator);
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(inboxId), count: 2000 }));
  await sentAll(shop);
  expect(simulator.limits.refused.pair).toBe(0);
  expect(simulator.limits.refused.rate).toBeLessThanOrEqual(bunched(2000));
  expect(simulator.limits.takenAt).toHaveLength(2000);
  expect((await states(shop)).every((state) => state === 'sent')).toBe(true);
  // How near to the rate the pace comes is held in simulated time (`dispatch/pace.test.ts`) and measured by the benchmark.
}, 120_000);

it('several processes share one inbox and the sum keeps to the limit, also when one of them goes', async () => {
  const simulator = await platform();
  const { town, shop, env } = await house([simulator], 'web,live');
  const inboxId = await connect(shop, simulator);
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(inboxId), count: 600 }));
  const workers = [];
  for (let n = 0; n < 2; n += 1)
    workers.push(await openTown({ env: { ...env, ROLES: 'worker' }, database: town.database }));
  open.push(...workers);
  // Whichever of the two sends: the other has to go on after it.
  const taken = () => simulator.limits.takenAt.length;
  await vi.waitFor(() => expect(taken()).toBeGreaterThan(200), { timeout: 30_000, interval: 20 });
  open.splice(open.indexOf(workers[0] as Town), 1);
  await workers[0]?.stop();
  await sentAll(shop);
  expect(simulator.limits.refused.rate).toBeLessThanOrEqual(bunched(600));
  expect(taken()).toBe(600);
  expect((await states(shop)).every((state) => state === 'sent')).toBe(true);
}, 120_000);

it('one person gets a burst of 45 and the rest later, nothing of it refused', async () => {
  const simulator = await platform();
  const { shop } = await house([simulator]);
  const inboxId = await connect(shop, simulator);
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(inboxId), count: 1, each: 60 }));
  const sent = async () => (await states(shop)).filter((state) => state === 'sent').length;
  await vi.waitFor(async () => expect(await sent()).toBeGreaterThanOrEqual(45), { timeout: 30_000 });
  expect(simulator.limits.refused).toEqual({ rate: 0, pair: 0 });
  expect(simulator.limits.takenAt.length).toBeLessThanOrEqual(47);
}, 60_000);

it('one number set up twice has one rate, and one person one burst, also for the process that takes over', async () => {
  const simulator = await platform({ perSecond: 20 });
  const { town, shop, env } = await house([simulator], 'web,live');
  const [one, two] = [await connect(shop, simulator), await connect(shop, simulator)];
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(one), count: 120, from: 20_000_000 }));
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(two), count: 120, from: 30_000_000 }));
  // The same person on both: what one inbox has sent them counts for the other.
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(one), count: 1, each: 30, from: 40_000_000 }));
  await shop.run(async (ctx) => {
    await queueCrowd(ctx, { ...crowd(two), count: 1, each: 30, from: 50_000_000 });
    await ctx.client.query(
      `UPDATE identities SET verified_at = NULL, value = '5511940000001', match_key = 'tel:5511940000001'
       WHERE value = '5511950000001'`,
    );
  });
  const open1 = await openTown({ env: { ...env, ROLES: 'worker' }, database: town.database });
  const taken = () => simulator.limits.takenAt.length;
  await vi.waitFor(() => expect(taken()).toBeGreaterThan(200), { timeout: 40_000, interval: 50 });
  await open1.stop();
  open.push(await openTown({ env: { ...env, ROLES: 'worker' }, database: town.database }));
  await vi.waitFor(
    async () => {
      const { rows } = await shop.run(({ client }) =>
        client.query(`SELECT FROM (SELECT DISTINCT ON (leg_id) state, next_at FROM dispatches
          WHERE state IN ('queued', 'sending') ORDER BY leg_id, n) AS head WHERE state = 'sending' OR next_at <= now()`),
      );
      expect(rows).toHaveLength(0);
      expect(taken()).toBeGreaterThanOrEqual(285);
    },
    { timeout: 40_000, interval: 50 },
  );
  expect(simulator.limits.refused).toEqual({ rate: 0, pair: 0 });
}, 120_000);

it('when the platform asks for calm with one person, the others go on', async () => {
  const simulator = await platform();
  const { shop } = await house([simulator]);
  const inboxId = await connect(shop, simulator);
  simulator.failNext({ kind: 'error', status: 400, code: 131056 });
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(inboxId), count: 1, each: 3 }));
  await vi.waitFor(async () => expect(await states(shop)).toEqual(['queued', 'queued', 'queued']), {
    timeout: 20_000,
  });
  await vi.waitFor(async () => {
    const { rows } = await shop.run(({ client }) =>
      client.query("SELECT error_code FROM dispatches WHERE error_code = '131056'"),
    );
    expect(rows).toHaveLength(1);
  }, soon);
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(inboxId), count: 20, from: 60_000_000 }));
  await vi.waitFor(() => expect(simulator.limits.takenAt).toHaveLength(20), { timeout: 20_000 });
  expect((await states(shop)).slice(0, 3)).toEqual(['queued', 'queued', 'queued']);
}, 60_000);

const percentile = (list: readonly number[], share: number): number =>
  [...list].sort((a, b) => a - b)[Math.ceil(list.length * share) - 1] ?? 0;

/** Queues messages one by one and answers how long each took to reach the platform (ms). */
async function latencies(shop: Shop, simulator: WhatsappSimulator, run: { inboxId: string; from: number }) {
  const found: number[] = [];
  for (let n = 0; n < 60; n += 1) {
    const before = simulator.limits.takenAt.length;
    const at = performance.now();
    await shop.run((ctx) => queueCrowd(ctx, { ...crowd(run.inboxId), count: 1, from: run.from + n }));
    await vi.waitFor(() => expect(simulator.limits.takenAt.length).toBe(before + 1), {
      timeout: 15_000,
      interval: 1,
    });
    found.push(performance.now() - at);
  }
  return found;
}

it('a platform that takes 30 s for an answer, or answers garbage, holds up no other inbox', async () => {
  const fast = await platform();
  const slow = await platform({
    phoneNumberId: '708311122233355',
    phoneNumber: '+55 41 3333-5555',
    answerMs: 30_000,
  });
  const { shop } = await house([fast, slow]);
  const [inboxId, slowId] = [await connect(shop, fast), await connect(shop, slow)];
  await latencies(shop, fast, { inboxId, from: 20_000_000 });
  const alone = await latencies(shop, fast, { inboxId, from: 30_000_000 });
  await shop.run((ctx) => queueCrowd(ctx, { ...crowd(slowId), count: 300, from: 40_000_000 }));
  slow.failNext({ kind: 'garbage' }, 20);
  await vi.waitFor(() => expect(slow.limits.takenAt.length).toBeGreaterThan(50), { timeout: 20_000 });
  const beside = await latencies(shop, fast, { inboxId, from: 50_000_000 });
  const [p99, besideP99] = [percentile(alone, 0.99), percentile(beside, 0.99)];
  console.info(`p99 alone ${p99.toFixed(0)} ms, beside a slow platform ${besideP99.toFixed(0)} ms`);
  // The ratio is the benchmark's; here a machine full of other tests must not decide. Held up would be 20 s and more.
  expect(besideP99).toBeLessThan(5000);
  expect(await states(shop)).toContain('unknown');
}, 120_000);

it.each(['accepted_then_500', 'garbage'] as const)(
  'an outcome nobody knows is settled by the status: %s',
  async (kind) => {
    const simulator = await platform({ delays: { sent: 300, delivered: 50, read: 50 } });
    const { shop } = await house([simulator]);
    const inboxId = await connect(shop, simulator);
    simulator.failNext({ kind });
    await shop.run((ctx) => queueCrowd(ctx, { ...crowd(inboxId), count: 1 }));
    await vi.waitFor(async () => expect(await states(shop)).toEqual(['unknown']), {
      timeout: 10_000,
      interval: 5,
    });
    if (kind === 'garbage') return;
    await vi.waitFor(async () => expect(await states(shop)).toEqual(['delivered']), { timeout: 20_000 });
    expect(simulator.limits.takenAt).toHaveLength(1);
  },
  60_000,
);
