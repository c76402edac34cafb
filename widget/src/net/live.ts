import type { ClientFrame, ServerFrame } from '@meada/contract/frames';
import { pauseBefore } from '../core/schedule.ts';

export type LiveIo = {
  /** `https://host` of the installation. */
  server: string;
  token(): string | null;
  /** Cursor of the last frame seen, to be given what came since. */
  cursor(): string | null;
  onFrame(frame: ServerFrame): void;
  onState(connected: boolean): void;
};

export type Live = {
  start(): void;
  stop(): void;
  /** Tries at once instead of waiting out the pause (network back, tab in front again). */
  nudge(): void;
  send(frame: ClientFrame): void;
};

/** A ping goes out this often and must be answered within `answerWithin` (ms). */
const pingEvery = 25_000;
const answerWithin = 10_000;

type Timer = ReturnType<typeof setTimeout> | undefined;
/** What a connection knows of itself. */
type Link = {
  io: LiveIo;
  socket: WebSocket | null;
  /** The next attempt. */
  timer: Timer;
  /** Runs out when nothing is heard. */
  watch: Timer;
  attempt: number;
  wanted: boolean;
};

/** The visitor's socket: says hello with the cursor, pings, and comes back with growing pauses until stopped. */
export function liveOf(io: LiveIo): Live {
  const link: Link = { io, socket: null, timer: undefined, watch: undefined, attempt: 0, wanted: false };
  return {
    start() {
      link.wanted = true;
      connect(link);
    },
    stop() {
      link.wanted = false;
      link.attempt = 0;
      lost(link);
    },
    nudge() {
      link.attempt = 0;
      connect(link);
    },
    send: (frame) => send(link, frame),
  };
}

function connect(link: Link): void {
  const { io } = link;
  const token = io.token();
  if (!link.wanted || link.socket || !token) return;
  clearTimeout(link.timer);
  try {
    link.socket = new WebSocket(`${io.server.replace(/^http/, 'ws')}/api/chat/live`, [`meada.${token}`]);
  } catch {
    lost(link);
    return;
  }
  link.watch = setTimeout(() => lost(link), answerWithin);
  link.socket.onopen = () => send(link, { t: 'hello', topics: ['chat'], cursor: io.cursor() });
  link.socket.onmessage = (event) => take(link, event.data);
  link.socket.onclose = () => lost(link);
}

function send({ socket }: Link, frame: ClientFrame): void {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

function take(link: Link, text: unknown): void {
  const frame = frameOf(text);
  if (!frame) return;
  guard(link);
  if (frame.t === 'ready') {
    link.attempt = 0;
    link.io.onState(true);
  }
  link.io.onFrame(frame);
}

/** A half-open connection says nothing and never closes: ask, and give up without an answer. */
function guard(link: Link): void {
  clearTimeout(link.watch);
  link.watch = setTimeout(() => {
    send(link, { t: 'ping' });
    link.watch = setTimeout(() => lost(link), answerWithin);
  }, pingEvery);
}

function lost(link: Link): void {
  clearTimeout(link.watch);
  clearTimeout(link.timer);
  const { socket } = link;
  link.socket = null;
  if (socket) {
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
  link.io.onState(false);
  if (link.wanted) link.timer = setTimeout(() => connect(link), pauseBefore(link.attempt++, Math.random()));
}

function frameOf(text: unknown): ServerFrame | null {
  try {
    const frame = JSON.parse(String(text)) as ServerFrame | null;
    return typeof frame?.t === 'string' ? frame : null;
  } catch {
    return null;
  }
}
