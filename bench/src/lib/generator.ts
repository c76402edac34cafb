import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** The load generator: a process of its own, bare sockets, everything signed before the clock starts. */

export type Load = {
  port: number;
  /** One per connection: path of the webhook. */
  paths: string[];
  secret: string;
  seconds: number;
  /** Messages a second in an open loop; without it every connection sends again as soon as it was answered. */
  rate?: number;
  /** At most so many, all signed beforehand. */
  count: number;
  /** Makes the ids of this run its own. */
  run: string;
  senders: number;
};
export type Loaded = {
  sent: number;
  seconds: number;
  perSecond: number;
  wrong: number;
  p50: number;
  p99: number;
  max: number;
  /** Share of one core that the generator itself used. */
  cpu: number;
};

const words =
  'pedido entrega prazo nota troca cor tamanho boleto pix frete loja obrigada bom dia ainda'.split(' ');

function requestOf(load: Load, path: string, index: number): Buffer {
  const id = `${load.run}-${index}`;
  const sender = index % load.senders;
  const text = Array.from({ length: 40 }, (_, n) => words[(index * 7 + n * 13) % words.length]).join(' ');
  const item = {
    kind: 'message',
    externalId: id,
    at: new Date().toISOString(),
    from: { id: `user-${sender}`, name: `Cliente ${sender}` },
    text,
  };
  const body = Buffer.from(JSON.stringify({ items: [item] }));
  const timestamp = Math.floor(Date.now() / 1000);
  const key = Buffer.from(load.secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    `webhook-id: ${id}`,
    `webhook-timestamp: ${timestamp}`,
    `webhook-signature: v1,${signature}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}

type Line = { socket: Socket; busy: boolean; index: number; since: number };

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** A run under way. */
type Run = {
  load: Load;
  requests: Buffer[];
  lines: Line[];
  latencies: number[];
  /** Scheduled times that no connection was free for. */
  due: number[];
  next: number;
  wrong: number;
  waiting: number;
  end: number;
  finish(): void;
};

const isOver = (run: Run): boolean => run.next >= run.requests.length || performance.now() >= run.end;

function send(run: Run, line: Line, scheduled: number): void {
  const request = run.requests[run.next];
  run.next += 1;
  if (!request) return;
  line.busy = true;
  line.since = scheduled;
  run.waiting += 1;
  line.socket.write(request);
}

function answered(run: Run, line: Line, head: string): void {
  line.busy = false;
  run.waiting -= 1;
  run.latencies.push(performance.now() - line.since);
  if (!head.startsWith('HTTP/1.1 200')) run.wrong += 1;
  if (run.load.rate) {
    const scheduled = run.due.shift();
    if (scheduled !== undefined) send(run, line, scheduled);
  } else if (!isOver(run)) send(run, line, performance.now());
  if (run.waiting === 0 && isOver(run) && run.due.length === 0) run.finish();
}

/** Open loop: sends at the scheduled times, whatever the answers do. */
function pace(run: Run, rate: number): void {
  const gap = 1000 / rate;
  let scheduled = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    for (; scheduled <= now && scheduled < run.end; scheduled += gap) {
      const free = run.due.length === 0 ? run.lines.find((line) => !line.busy) : undefined;
      if (free) send(run, free, scheduled);
      else run.due.push(scheduled);
    }
    if (scheduled < run.end) return;
    clearInterval(timer);
    if (run.waiting === 0) run.finish();
  }, 1);
}

function begin(run: Run): void {
  for (const line of run.lines) {
    // Each connection has one answer on its way; an answer to a webhook is one small packet.
    line.socket.on('data', (data) => answered(run, line, data.toString('latin1', 0, 12)));
    line.socket.on('error', () => {
      run.wrong += 1;
    });
  }
  if (run.load.rate) pace(run, run.load.rate);
  else for (const line of run.lines) send(run, line, performance.now());
}

export async function run(load: Load): Promise<Loaded> {
  const requests = Array.from({ length: load.count }, (_, index) =>
    requestOf(load, load.paths[index % load.paths.length] ?? '', index),
  );
  const lines: Line[] = [];
  for (const _ of load.paths) lines.push({ socket: await open(load.port), busy: false, index: 0, since: 0 });
  const counts = { latencies: [], due: [], next: 0, wrong: 0, waiting: 0 };
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const done = await new Promise<Run>((resolve) => {
    const end = from + load.seconds * 1000;
    const started: Run = { load, requests, lines, ...counts, end, finish: () => resolve(started) };
    begin(started);
  });
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpuFrom);
  for (const line of lines) line.socket.destroy();
  return summaryOf(done, seconds, (used.user + used.system) / 1e6 / seconds);
}

function summaryOf({ latencies, wrong }: Run, seconds: number, cpu: number): Loaded {
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.max(0, Math.ceil(latencies.length * share) - 1)] ?? 0;
  const sent = latencies.length;
  return { sent, seconds, perSecond: sent / seconds, wrong, p50: at(0.5), p99: at(0.99), max: at(1), cpu };
}

if (process.send) {
  process.once('message', (load: Load) => {
    void run(load).then((loaded) => {
      process.send?.(loaded);
      process.disconnect();
    });
  });
}
