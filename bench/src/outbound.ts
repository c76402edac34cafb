import { inboxOf } from '../../simulators/src/whatsapp/inbox.ts';
import { startWhatsapp, type WhatsappSimulator } from '../../simulators/src/whatsapp/index.ts';
import { finish, median, percentile, round, say, sized } from './lib/report.ts';
import { openRig, type Rig, type Server } from './lib/rig.ts';
import { openShop, type Shop } from './lib/shop.ts';

/**
 * Outbound: the real server against a platform that takes 80 messages in any stretch of a second and refuses the 81st;
 * then how long a message of one inbox takes while another inbox's platform needs 30 s for every answer.
 */
const perSecond = 80;
const messages = sized(2000, 600);
const pairs = sized(5, 2);
const probes = sized(100, 40);
/** A request is given up after 20 s: then the slow platform has nothing under way any more. */
const calmMs = 21_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

type Line = { server: Server; shop: Shop; inboxId: string; simulator: WhatsappSimulator };

let from = 10_000_000;
async function queue({ server, shop, inboxId }: Line, count: number): Promise<void> {
  await server.ask({ do: 'crowd', orgId: shop.orgId, inboxId, count, from });
  from += count;
}

async function until(what: () => boolean, ms: number, every = 1): Promise<void> {
  const end = performance.now() + ms;
  while (!what()) {
    if (performance.now() > end) throw new Error('the benchmark waited in vain');
    await pause(every);
  }
}

async function connect(server: Server, shop: Shop, simulator: WhatsappSimulator): Promise<Line> {
  const { channel, name, settings } = inboxOf(simulator, 'https://wa.me');
  const made = await shop.owner.ok('POST', '/api/inboxes', { channel, name, settings });
  return { server, shop, inboxId: made.id, simulator };
}

/** All of a crowd, statuses coming back meanwhile; from the first message taken to the last. */
async function rate(line: Line): Promise<{ seconds: number; share: number; cpu: number }> {
  const { limits } = line.simulator;
  const before = line.server.cpu();
  await queue(line, messages);
  await until(() => limits.takenAt.length >= messages, 120_000, 50);
  const [first = 0, last = 0] = [limits.takenAt[0], limits.takenAt.at(-1)];
  const seconds = (last - first) / 1000;
  return { seconds, share: messages / perSecond / seconds, cpu: (line.server.cpu() - before) / messages };
}

/** p99 of a message's way from the queue to the platform (ms). */
async function probe(line: Line): Promise<number> {
  const found: number[] = [];
  for (let n = 0; n < probes; n += 1) {
    const taken = line.simulator.limits.takenAt.length;
    const at = performance.now();
    await queue(line, 1);
    await until(() => line.simulator.limits.takenAt.length > taken, 10_000);
    found.push(performance.now() - at);
    await pause(20);
  }
  return percentile(found, 0.99);
}

async function measure(rig: Rig, fast: WhatsappSimulator, slow: WhatsappSimulator): Promise<void> {
  const server = await rig.serve({ env: { EGRESS_ALLOW: [...fast.allow, ...slow.allow].join(',') } });
  const shop = await openShop(server, 'shop');
  const line = await connect(server, shop, fast);
  const slowLine = await connect(server, shop, slow);
  const { seconds, share, cpu } = await rate(line);
  const { refused } = fast.limits;
  say(
    `${messages} messages in ${round(seconds)} s: ${round(share * 100, 1)} % of ${perSecond}/s, refused ${refused.rate}, CPU ${round(cpu, 0)} µs each`,
  );
  await probe(line);
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const alone = await probe(line);
    await queue(slowLine, 300);
    // As many as are sent side by side: from then on it stands.
    await until(() => slow.limits.takenAt.length >= 160 * (pair + 1), 20_000, 20);
    await pause(500);
    const beside = await probe(line);
    ratios.push(beside / alone);
    say(`p99 alone ${round(alone, 1)} ms, beside a slow platform ${round(beside, 1)} ms`);
    // What the slow platform still has in its queue must not go on beside the next pair.
    await rig.superuser.query(
      `UPDATE dispatches SET state = 'failed' WHERE inbox_id = $1 AND state = 'queued'`,
      [slowLine.inboxId],
    );
    await pause(calmMs);
  }
  const ratio = round(median(ratios));
  finish({
    bench: 'outbound',
    ratio,
    goal: 'share of 80/s ≥ 0.98 without a refusal; p99 of other inboxes ≤ 1.2 × beside a slow platform',
    ok: share >= 0.98 && refused.rate === 0 && ratio <= 1.2,
    share: round(share, 4),
    seconds: round(seconds),
    messages,
    refused: refused.rate,
    refusedPairs: refused.pair,
    cpuEach: round(cpu, 0),
    range: [round(Math.min(...ratios)), round(Math.max(...ratios))],
  });
}

const rig = await openRig();
const fast = await startWhatsapp();
const slow = await startWhatsapp({
  phoneNumberId: '708311122233355',
  phoneNumber: '+55 41 3333-5555',
  answerMs: 30_000,
});
try {
  await measure(rig, fast, slow);
} finally {
  await rig.stop();
  await Promise.all([fast.stop(), slow.stop()]);
}
