import { setTimeout as pause } from 'node:timers/promises';
import type { ServerFrame } from '@meada/contract/frames';
import type { Message } from '@meada/contract/routes/conversations';
import { WebSocket } from 'ws';
import { until } from './child.ts';
import { type House, readThread, type Thread } from './house.ts';
import { randomOf } from './incoming.ts';

export type SocketReport = {
  cuts: number;
  restarts: number;
  frames: number;
  /** Messages given again after a cut within a batch; a screen shows them once. */
  again: number;
  messages: number;
  resets: number;
  lost: number[];
  /** Shown twice, or out of their place. */
  duplicated: number[];
};

type Client = {
  cursor: string | null;
  frames: number;
  again: number;
  resets: number;
  /** What a screen shows: one entry for each id, in the order of numbers. */
  shown: Map<string, number>;
};

/** Between bursts of messages, while the client has not had its frames. */
const burstMs = 50;

/**
 * A live client whose socket is cut after a chance number of frames, again and again, while messages come in and the
 * server and the database are killed in turn: it only ever comes back with its cursor and never fetches. In the end it must show everything once.
 */
export async function runSockets(
  house: House,
  options: { cuts: number; restarts: number; seed?: number },
): Promise<SocketReport> {
  const random = randomOf(options.seed ?? 7);
  const voice = voiceOf(house, `s${options.seed ?? 7}`);
  await voice.say();
  const conversationId = await until(() => conversationOf(house, voice.words(1)));
  const client: Client = { cursor: null, frames: 0, again: 0, resets: 0, shown: new Map() };
  for (const { id, seq } of (await readThread(house, conversationId)).messages) client.shown.set(id, seq);
  const topic = `conversation:${conversationId}`;
  await visit(house, { client, topic, frames: 0 });
  const every = Math.ceil(options.cuts / (options.restarts + 1));
  for (let cut = 1; cut <= options.cuts; cut += 1) {
    let isOver = false;
    const visiting = visit(house, { client, topic, frames: 1 + Math.floor(random() * 4) }).then(() => {
      isOver = true;
    });
    if (cut % every === 0 && cut < options.cuts) {
      const isOdd = (cut / every) % 2 === 1;
      const kill = isOdd ? house.child.killServer : house.child.killDatabase;
      await Promise.all([voice.say(), kill()]);
    }
    // Several at once make batches of several frames, so that cuts fall within them, too.
    while (!isOver) {
      await Promise.all(Array.from({ length: 1 + Math.floor(random() * 3) }, voice.say));
      await Promise.race([visiting, pause(burstMs)]);
    }
    await visiting;
  }
  const thread = await until(async () => {
    const now = await readThread(house, conversationId);
    const count = now.messages.length;
    if (count < voice.said()) throw new Error(`${count} of ${voice.said()} messages are read in`);
    return now;
  });
  await catchUp(house, { client, topic, count: thread.messages.length });
  return { ...options, ...judge(client, thread) };
}

/** The last visits: until everything is shown, or nothing more can be hoped for. */
const catchUp = (house: House, last: { client: Client; topic: string; count: number }): Promise<void> =>
  until(async () => {
    await visit(house, { client: last.client, topic: last.topic, frames: 0 });
    if (last.client.shown.size < last.count) throw new Error('not everything is shown yet');
  }, 10_000).catch(() => {});

function judge(client: Client, thread: Thread) {
  const seqs = [...client.shown.values()];
  const { frames, again, resets } = client;
  return {
    ...{ frames, again, resets, messages: thread.messages.length },
    lost: thread.messages.filter(({ id }) => !client.shown.has(id)).map(({ seq }) => seq),
    duplicated: seqs.filter((seq, at) => seqs.indexOf(seq) !== at),
  };
}

/** A customer who says one numbered thing after the other, each until it is taken. */
function voiceOf(house: House, user: string) {
  let said = 0;
  const words = (n: number): string => `${user}-${n}`;
  return {
    words,
    said: () => said,
    say: async (): Promise<void> => {
      said += 1;
      const text = words(said);
      const at = new Date().toISOString();
      const item = { kind: 'message', externalId: text, at, from: { id: user }, text };
      await until(async () => {
        const response = await house.system.push(house.hook, [item]);
        if (response.status !== 200) throw new Error(`a webhook was answered ${response.status}`);
      });
    },
  };
}

async function conversationOf(house: House, text: string): Promise<string> {
  const [row] = await house.child.query<{ id: string }>(
    `SELECT conversation_id AS id FROM messages WHERE content->>'text' = $1`,
    [text],
  );
  if (!row) throw new Error('not read in yet');
  return row.id;
}

type Visit = { client: Client; topic: string; frames: number };

/** Connects with the cursor and cuts the line after so many frames of events; with none, as soon as it is up to date. */
const visit = (house: House, { client, topic, frames }: Visit): Promise<void> =>
  until(
    () =>
      new Promise<void>((resolve, reject) => {
        const cookie = [...house.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const socket = new WebSocket(`${house.child.url.replace('http', 'ws')}/api/live`, {
          headers: { cookie },
        });
        const start = client.frames;
        let isCut = false;
        const cut = (): void => {
          isCut = true;
          socket.terminate();
          resolve();
        };
        socket.on('open', () =>
          socket.send(JSON.stringify({ t: 'hello', topics: [topic], cursor: client.cursor })),
        );
        socket.on('message', (data: Buffer) => {
          if (isCut) return;
          const frame = JSON.parse(data.toString()) as ServerFrame;
          take(client, frame);
          if (frame.t === 'ready' && frames === 0) cut();
          if (frames > 0 && client.frames - start >= frames) cut();
        });
        socket.on('error', reject);
        socket.on('close', () => reject(new Error('closed by the server')));
      }),
  );

function take(client: Client, frame: ServerFrame): void {
  if (frame.t === 'reset') client.resets += 1;
  if (frame.t === 'ready' || frame.t === 'reset' || frame.t === 'event') client.cursor = frame.cursor;
  if (frame.t !== 'event') return;
  client.frames += 1;
  if (frame.name !== 'message') return;
  const { id, seq } = frame.data as Message;
  if (client.shown.has(id)) client.again += 1;
  client.shown.set(id, seq);
}
