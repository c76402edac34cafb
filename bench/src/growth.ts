import { addReceipts, fill } from './lib/fill.ts';
import { finish, median, ratioOf, round, say, sized, told } from './lib/report.ts';
import { openRig, type Rig } from './lib/rig.ts';
import { openShop, type Shop } from './lib/shop.ts';

/** Receipts to conversations on a grown database against a young one, both side by side, one at a time. */
const big = sized(1_000_000, 100_000);
const small = 10_000;
const perConversation = 10;
const receipts = sized(4000, 2000);
const pairs = sized(5, 3);

type House = { rig: Rig; shop: Shop; conversations: number };

async function openHouse(messages: number): Promise<House> {
  const rig = await openRig();
  const server = await rig.serve({ roles: 'web' });
  const shop = await openShop(server, 'shop');
  await server.stop();
  const conversations = messages / perConversation;
  await fill(rig, shop, { conversations, messages });
  return { rig, shop, conversations };
}

/** Messages a second of the later two thirds: a process that has just started is slower. */
async function rateOf({ rig, shop, conversations }: House, run: string): Promise<number> {
  await rig.superuser.query('TRUNCATE receipts');
  await addReceipts(rig, shop, { count: receipts, senders: conversations, run });
  await rig.superuser.query('CHECKPOINT');
  const worker = await rig.serve({ roles: 'worker' });
  const left = async (): Promise<number> => {
    const { rows } = await rig.superuser.query(`SELECT count(*)::int AS n FROM receipts WHERE state = 'new'`);
    return rows[0]?.n ?? 0;
  };
  while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  await worker.stop();
  const { rows } = await rig.superuser.query<{ rate: number }>(
    `SELECT count(*) FILTER (WHERE processed_at > start) / extract(epoch FROM max(processed_at) - min(start)) AS rate
     FROM receipts, (SELECT max(processed_at) AS start FROM (SELECT processed_at FROM receipts ORDER BY n LIMIT $1) f) s`,
    [Math.floor(receipts / 3)],
  );
  return Number(rows[0]?.rate);
}

const young = await openHouse(small);
const grown = await openHouse(big);
try {
  const rates: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    rates[0].push(await rateOf(young, `young${pair}-`));
    rates[1].push(await rateOf(grown, `grown${pair}-`));
    say(`${small}: ${round(rates[0].at(-1) ?? 0, 0)}/s, ${big}: ${round(rates[1].at(-1) ?? 0, 0)}/s`);
  }
  const ratio = ratioOf(rates[1], rates[0]);
  say(`grown/young: ${told(ratio)}`);
  finish({
    bench: 'growth',
    ...ratio,
    goal: '≥ 0.85',
    ok: ratio.ratio >= 0.85,
    messages: big,
    young: round(median(rates[0]), 0),
    grown: round(median(rates[1]), 0),
  });
} finally {
  await young.rig.stop();
  await grown.rig.stop();
}
