import type { Page } from 'playwright-core';
import { WebSocket } from 'ws';
import { signIn, startBrowser } from './lib/browser.ts';
import { startChild } from './lib/children.ts';
import { cpuOf } from './lib/processes.ts';
import { type Pushed, push } from './lib/push.ts';
import { finish, median, percentile, ratioOf, round, say, sized, told } from './lib/report.ts';
import { openRig, type Rig, type Server } from './lib/rig.ts';
import { openShop, type Shop } from './lib/shop.ts';

/** From the customer's message to the agents' screens: fan-out against bare `ws`, memory, and a painted page. */
const many = sized(1000, 200);
const pairs = sized(5, 3);
/** Every message in a conversation of its own: a burst is so many frames to every socket. */
const burst = 20;
const bursts = sized(60, 25);
const everyMs = sized(150, 60);
const painted = sized(200, 60);
const paintEveryMs = 100;

type Stage = { rig: Rig; server: Server; shop: Shop };

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Hands messages in, one every `ms`, each due at its time whatever became of the one before. */
async function pushAll(
  stage: Stage,
  count: number,
  { ms, name, each = 1 }: { ms: number; name: string; each?: number },
): Promise<number[]> {
  const due: number[] = [];
  const sent: Promise<void>[] = [];
  const start = Date.now() + ms;
  for (let n = 0; n < count; n += 1) {
    const at = start + n * ms;
    await pause(Math.max(0, at - Date.now()));
    due.push(at);
    sent.push(push(stage.server.url + stage.shop.path, messages(`${name}-${n}`, each)));
  }
  await Promise.all(sent);
  return due;
}

const messages = (name: string, each: number): Pushed[] =>
  Array.from({ length: each }, (_, n) => ({ id: `${name}-${n}`, sender: `user-${n}`, text: `${name}.` }));

const cookieOf = (shop: Shop): string =>
  [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const liveUrl = (server: Server): string => `${server.url.replace('http', 'ws')}/api/live`;
const hello = (topics: string[] = []): object => ({ t: 'hello', topics, cursor: null });

/** Microseconds of the server's CPU per frame delivered: with all sockets, less with one. */
async function ours(stage: Stage, run: string): Promise<number> {
  const client = startChild('sockets');
  const used: number[] = [];
  let delivered = 0;
  for (const count of [1, many - 1]) {
    await client.ask({
      do: 'open',
      url: liveUrl(stage.server),
      count,
      headers: { cookie: cookieOf(stage.shop) },
      hello: hello(),
    });
    await pause(300);
    const from = stage.server.cpu();
    const before = await client.ask({ do: 'count' });
    await pushAll(stage, bursts, { ms: everyMs, name: `${run}-${count}`, each: burst });
    await pause(500);
    used.push(stage.server.cpu() - from);
    delivered = (await client.ask({ do: 'count' })) - before;
  }
  await client.ask({ do: 'close' });
  client.stop();
  const cost = ((used[1] ?? 0) - (used[0] ?? 0)) / (delivered * (1 - 1 / many));
  say(`meada: ${round(cost)} µs a frame, ${delivered} delivered to ${many} sockets`);
  return cost;
}

async function bare(text: string): Promise<number> {
  const [server, client] = [startChild('broadcast'), startChild('sockets')];
  const port = await server.ask();
  await client.ask({ do: 'open', url: `ws://127.0.0.1:${port}`, count: many, headers: {}, hello: null });
  const from = cpuOf(server.pid);
  await server.ask({ text, times: bursts, burst, everyMs });
  const cost = (cpuOf(server.pid) - from) / (bursts * burst * many);
  client.stop();
  server.stop();
  say(`bare ws: ${round(cost)} µs a frame`);
  return cost;
}

/** KiB of the server's heap and buffers that one more idle socket takes. */
async function memory({ server, shop }: Stage): Promise<number> {
  const client = startChild('sockets');
  const used = async (): Promise<number> => {
    const now = await server.ask<NodeJS.MemoryUsage>({ do: 'memory' });
    return now.heapUsed + now.external;
  };
  const open = (count: number): Promise<number> =>
    client.ask({
      do: 'open',
      url: liveUrl(server),
      count,
      headers: { cookie: cookieOf(shop) },
      hello: hello(),
    });
  await open(50);
  await pause(500);
  const before = await used();
  await open(many);
  await pause(1500);
  const each = ((await used()) - before) / many / 1024;
  await client.ask({ do: 'close' });
  client.stop();
  say(`memory of a connection: ${round(each, 1)} KiB`);
  return each;
}

/** One frame as a desk gets it. */
async function oneFrame(
  stage: Stage,
  topics: string[] = [],
): Promise<{ text: string; conversationId: string }> {
  const socket = new WebSocket(liveUrl(stage.server), { headers: { cookie: cookieOf(stage.shop) } });
  const text = new Promise<string>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString());
      if (frame.t === 'ready') void pushAll(stage, 1, { ms: 1, name: `first-${Date.now()}` });
      if (frame.t === 'event' && frame.name === 'conversation') resolve(data.toString());
    });
  });
  socket.on('open', () => socket.send(JSON.stringify(hello(topics))));
  const frame = await text;
  socket.close();
  return { text: frame, conversationId: JSON.parse(frame).data.id };
}

type Painted = { page: number[]; socket: number[] };

async function paint(stage: Stage, page: Page, conversationId: string): Promise<Painted> {
  await page.goto(`${stage.server.url}/conversations/${conversationId}`);
  const log = page.getByRole('log').first();
  await log.waitFor();
  await log.evaluate((node) => {
    const seen = new Map<string, number>();
    Object.assign(globalThis, { seen });
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const added of change.addedNodes) {
          const match = /paint-\d+-(\d+)\./.exec(added.textContent ?? '');
          const number = match?.[1];
          if (number === undefined || seen.has(number)) continue;
          seen.set(number, 0);
          requestAnimationFrame(() => seen.set(number, performance.timeOrigin + performance.now()));
        }
      }
    }).observe(node, { childList: true, subtree: true });
  });
  const arrived = new Map<string, number>();
  const socket = new WebSocket(liveUrl(stage.server), { headers: { cookie: cookieOf(stage.shop) } });
  await new Promise<void>((resolve) => {
    socket.on('open', () => socket.send(JSON.stringify(hello([`conversation:${conversationId}`]))));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString());
      if (frame.t === 'ready') resolve();
      const number = /paint-\d+-(\d+)\./.exec(frame.data?.content?.text ?? '')?.[1];
      if (frame.name === 'message' && number) arrived.set(number, performance.timeOrigin + performance.now());
    });
  });
  const due = await pushAll(stage, painted, { ms: paintEveryMs, name: `paint-${process.pid}` });
  await pause(1000);
  const shown = new Map(
    await page.evaluate(() => [...(globalThis as unknown as { seen: Map<string, number> }).seen]),
  );
  socket.close();
  const missing = due.filter((_, n) => !shown.get(String(n)) || !arrived.has(String(n))).length;
  if (missing > 0) throw new Error(`${missing} of ${painted} messages were not seen`);
  return {
    page: due.map((at, n) => (shown.get(String(n)) ?? 0) - at),
    socket: due.map((at, n) => (arrived.get(String(n)) ?? 0) - at),
  };
}

const rig = await openRig();
try {
  const server = await rig.serve({ node: ['--expose-gc'] });
  const stage: Stage = { rig, server, shop: await openShop(server, 'shop') };
  const kib = await memory(stage);
  const { text, conversationId } = await oneFrame(stage);
  await ours(stage, 'warm');
  const costs: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair += 1) {
    costs[0].push(await ours(stage, `run${pair}`));
    costs[1].push(await bare(text));
  }
  const ratio = ratioOf(costs[1], costs[0]);
  say(`bare ws / meada: ${told(ratio)}`);
  const browser = await startBrowser();
  const page = await (
    await browser.newContext({ locale: 'pt-BR', viewport: { width: 1440, height: 900 } })
  ).newPage();
  await signIn(page, server.url, stage.shop);
  const times = await paint(stage, page, conversationId);
  await browser.close();
  const [p50, p99, server99] = [
    percentile(times.page, 0.5),
    percentile(times.page, 0.99),
    percentile(times.socket, 0.99),
  ];
  say(
    `painted: p50 ${round(p50, 1)} p99 ${round(p99, 1)} ms; at the socket p50 ${round(median(times.socket), 1)} p99 ${round(server99, 1)} ms`,
  );
  finish({
    bench: 'live',
    ...ratio,
    goal: 'fan-out ≥ 0.8, ≤ 20 KiB a connection, painted p50 ≤ 40 p99 ≤ 100 ms, server p99 ≤ 25 ms',
    ok: ratio.ratio >= 0.8 && kib <= 20 && p50 <= 40 && p99 <= 100 && server99 <= 25,
    sockets: many,
    kib: round(kib, 1),
    paintedP50: round(p50, 1),
    paintedP99: round(p99, 1),
    serverP50: round(median(times.socket), 1),
    serverP99: round(server99, 1),
  });
} finally {
  await rig.stop();
}
