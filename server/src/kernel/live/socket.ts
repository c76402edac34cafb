import { ClientFrame, type ServerFrame } from '@meada/contract/frames';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Actor } from '../actor.ts';
import type { Kernel } from '../ctx.ts';
import type { Connection, Hub } from './hub.ts';

export type SocketOptions = {
  path: string;
  authenticate(request: FastifyRequest): Promise<Actor | null>;
  /** Pages of other origins may not open it with a signed-in browser (LESSONS 17). */
  originAllowed(request: FastifyRequest): boolean;
  /** Topics that are followed without asking. */
  ownTopics(actor: Actor): string[];
  /** The same permission as the read of what the topic carries. */
  mayFollow(actor: Actor, topic: string): Promise<boolean>;
  /** Typing, viewing, presence. */
  onSignal(connection: Connection, frame: SignalFrame): void;
};

export type SignalFrame = Extract<ClientFrame, { t: 'typing' | 'viewing' | 'presence' | 'looking' }>;

const topicsAtMost = 20;
/** A client that does not read is cut off; it comes back with its cursor and loses nothing. */
const bufferAtMost = 2 * 1024 * 1024;
const helloMs = 10_000;
const framesPerMinute = 600;
const pulseMs = 30_000;

/** Mounts a socket: hello with topics and cursor first, then frames both ways. Unreadable frames end the socket, nothing else. */
export function mountLive(app: FastifyInstance, kernel: Kernel, live: Live): void {
  app.get(live.path, { websocket: true }, (socket, request) => {
    // Frames that come while we still ask who calls must not be lost.
    const early: Buffer[] = [];
    const keep = (data: Buffer): void => void (early.length < 20 && early.push(data));
    socket.on('message', keep);
    socket.on('error', () => socket.terminate());
    void open(kernel, live, { socket, request }).then((receive) => {
      socket.off('message', keep);
      if (!receive) return;
      for (const data of early) receive(data);
      socket.on('message', receive);
    });
  });
}

type Opening = { socket: WebSocket; request: FastifyRequest };
type Live = { hub: Hub } & SocketOptions;
/** A connection with what its socket knows of it. */
type Talk = { socket: WebSocket; connection: Connection; joined: boolean; frames: number; alive: boolean };

async function open(
  kernel: Kernel,
  live: Live,
  { socket, request }: Opening,
): Promise<((data: Buffer) => void) | null> {
  const actor = live.originAllowed(request) ? await live.authenticate(request).catch(() => null) : null;
  if (!actor) {
    socket.send(JSON.stringify({ t: 'end', code: 'unauthenticated' } satisfies ServerFrame));
    socket.close(4401, 'unauthenticated');
    return null;
  }
  const connection = connectionOf(socket, actor, live.ownTopics(actor));
  const talk: Talk = { socket, connection, joined: false, frames: 0, alive: true };
  watch(live, talk);
  return receiverOf(kernel, live, talk);
}

/** Ends a socket that says no hello or is not there any more, and leaves the hub with it. */
function watch(live: Live, talk: Talk): void {
  const { socket, connection } = talk;
  const waiting = setTimeout(() => !talk.joined && socket.close(4408, 'no hello'), helloMs);
  const pulse = setInterval(() => {
    if (!talk.alive) return socket.terminate();
    talk.alive = false;
    talk.frames = Math.max(0, talk.frames - framesPerMinute / 2);
    socket.ping();
  }, pulseMs);
  socket.on('pong', () => {
    talk.alive = true;
  });
  socket.on('close', () => {
    clearTimeout(waiting);
    clearInterval(pulse);
    if (talk.joined) live.hub.leave(connection);
  });
}

/** Takes one frame after the other: a follow must not overtake the hello before it. */
function receiverOf(kernel: Kernel, live: Live, talk: Talk): (data: Buffer) => void {
  const { socket } = talk;
  let line = Promise.resolve();
  return (data) => {
    talk.alive = true;
    talk.frames += 1;
    const frame = readFrame(data);
    if (!frame || talk.frames > framesPerMinute) return socket.close(4400, frame ? 'too many' : 'malformed');
    line = line
      .then(() => handle(live, talk, frame))
      .catch((error: unknown) => {
        kernel.log.error('a live frame failed', { error });
        socket.close(1011, 'internal');
      });
  };
}

async function handle(live: Live, talk: Talk, frame: ClientFrame): Promise<void> {
  const { connection } = talk;
  if (frame.t === 'ping') return connection.send({ t: 'pong' });
  if (frame.t === 'unfollow') return unfollow(live, connection, frame.topic);
  if (frame.t === 'follow') return follow(live, connection, frame.topic);
  // A socket that closed while its frames waited says nothing any more.
  if (frame.t !== 'hello') return void (talk.joined && isOpen(talk) && live.onSignal(connection, frame));
  if (talk.joined) return;
  talk.joined = true;
  // What is lost while the topics are asked for must close them, too.
  const before = live.hub.now();
  for (const topic of frame.topics) await follow(live, connection, topic);
  live.hub.join(connection, frame.cursor ?? before);
}

const isOpen = ({ socket }: Talk): boolean => socket.readyState === socket.OPEN;

/** A frame that goes to many is made text once. */
const texts = new WeakMap<ServerFrame, string>();
function textOf(frame: ServerFrame): string {
  const known = texts.get(frame);
  if (known) return known;
  const text = JSON.stringify(frame);
  texts.set(frame, text);
  return text;
}

function connectionOf(socket: WebSocket, actor: Actor, topics: string[]): Connection {
  const connection: Connection = {
    actor,
    topics: new Set(topics),
    asked: new Set(),
    send: (frame) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > bufferAtMost) return socket.terminate();
      socket.send(textOf(frame));
    },
    ended: null,
    end: (code) => {
      connection.ended = code;
      connection.send({ t: 'end', code });
      socket.close(4401, code);
    },
  };
  return connection;
}

async function follow(live: SocketOptions, connection: Connection, topic: string): Promise<void> {
  const { topics, asked } = connection;
  if (topics.has(topic)) return;
  asked.add(topic);
  const allowed = topics.size < topicsAtMost && (await live.mayFollow(connection.actor, topic));
  // Not if it was lost meanwhile: the hub takes it from what is asked.
  if (asked.delete(topic) && allowed) topics.add(topic);
  else connection.send({ t: 'refused', topic, code: 'not_found' });
}

/** Its own topics stay: by them it hears what it may not see any longer. */
function unfollow(live: SocketOptions, connection: Connection, topic: string): void {
  if (!live.ownTopics(connection.actor).includes(topic)) connection.topics.delete(topic);
}

/** A frame of the contract, or null for anything else. */
function readFrame(data: Buffer): ClientFrame | null {
  try {
    const parsed = ClientFrame.safeParse(JSON.parse(data.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
