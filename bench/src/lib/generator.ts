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

export async function run(load: Load): Promise<Loaded> {
  const requests = Array.from({ length: load.count }, (_, index) =>
    requestOf(load, load.paths[index % load.paths.length] ?? '', index),
  );
  const lines: Line[] = [];
  for (const _ of load.paths) lines.push({ socket: await open(load.port), busy: false, index: 0, since: 0 });
  const latencies: number[] = [];
  let next = 0;
  let wrong = 0;
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const end = from + load.seconds * 1000;
  const due: number[] = [];
  await new Promise<void>((resolve) => {
    let waiting = 0;
    const over = (): boolean => next >= requests.length || performance.now() >= end;
    const send = (line: Line, scheduled: number): void => {
      const request = requests[next];
      next += 1;
      if (!request) return;
      line.busy = true;
      line.since = scheduled;
      waiting += 1;
      line.socket.write(request);
    };
    const answered = (line: Line, head: string): void => {
      line.busy = false;
      waiting -= 1;
      latencies.push(performance.now() - line.since);
      if (!head.startsWith('HTTP/1.1 200')) wrong += 1;
      if (load.rate) {
        const scheduled = due.shift();
        if (scheduled !== undefined) send(line, scheduled);
      } else if (!over()) send(line, performance.now());
      if (waiting === 0 && over() && due.length === 0) resolve();
    };
    for (const line of lines) {
      // Each connection has one answer on its way; an answer to a webhook is one small packet.
      line.socket.on('data', (data) => answered(line, data.toString('latin1', 0, 12)));
      line.socket.on('error', () => {
        wrong += 1;
      });
    }
    if (!load.rate) {
      for (const line of lines) send(line, performance.now());
      return;
    }
    const gap = 1000 / load.rate;
    let scheduled = from;
    const timer = setInterval(() => {
      const now = performance.now();
      for (; scheduled <= now && scheduled < end; scheduled += gap) {
        const free = due.length === 0 ? lines.find((line) => !line.busy) : undefined;
        if (free) send(free, scheduled);
        else due.push(scheduled);
      }
      if (scheduled < end) return;
      clearInterval(timer);
      if (waiting === 0) resolve();
    }, 1);
  });
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpuFrom);
  for (const line of lines) line.socket.destroy();
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.max(0, Math.ceil(latencies.length * share) - 1)] ?? 0;
  return {
    sent: latencies.length,
    seconds,
    perSecond: latencies.length / seconds,
    wrong,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    cpu: (used.user + used.system) / 1e6 / seconds,
  };
}

if (process.send) {
  process.once('message', (load: Load) => {
    void run(load).then((loaded) => {
      process.send?.(loaded);
      process.disconnect();
    });
  });
}
