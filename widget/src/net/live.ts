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

/** The visitor's socket: says hello with the cursor, pings, and comes back with growing pauses until stopped. */
export function liveOf(io: LiveIo): Live {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let wanted = false;

  const send = (frame: ClientFrame) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  };
  const guard = () => {
    clearTimeout(watch);
    watch = setTimeout(() => {
      send({ t: 'ping' });
      watch = setTimeout(lost, answerWithin);
    }, pingEvery);
  };
  const lost = () => {
    clearTimeout(watch);
    clearTimeout(timer);
    const old = socket;
    socket = null;
    if (old) {
      old.onopen = old.onmessage = old.onclose = null;
      old.close();
    }
    io.onState(false);
    if (wanted) timer = setTimeout(connect, pauseBefore(attempt++, Math.random()));
  };
  const take = (text: unknown) => {
    const frame = frameOf(text);
    if (!frame) return;
    guard();
    if (frame.t === 'ready') {
      attempt = 0;
      io.onState(true);
    }
    io.onFrame(frame);
  };
  const connect = () => {
    clearTimeout(timer);
    const token = io.token();
    if (!wanted || socket || !token) return;
    try {
      socket = new WebSocket(`${io.server.replace(/^http/, 'ws')}/api/chat/live`, [`meada.${token}`]);
    } catch {
      return lost();
    }
    watch = setTimeout(lost, answerWithin);
    socket.onopen = () => send({ t: 'hello', topics: ['chat'], cursor: io.cursor() });
    socket.onmessage = (event) => take(event.data);
    socket.onclose = lost;
  };
  return {
    start() {
      wanted = true;
      connect();
    },
    stop() {
      wanted = false;
      attempt = 0;
      lost();
    },
    nudge() {
      attempt = 0;
      if (wanted && !socket) connect();
    },
    send,
  };
}

function frameOf(text: unknown): ServerFrame | null {
  try {
    const frame = JSON.parse(String(text)) as ServerFrame | null;
    return typeof frame?.t === 'string' ? frame : null;
  } catch {
    return null;
  }
}
