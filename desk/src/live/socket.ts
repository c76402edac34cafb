import type { ClientFrame, ServerFrame, Topic } from '@meada/contract/frames';
import { pauseBefore } from '../api/pause.ts';
import { readChoice } from './choice.ts';
import { connection } from './presence.ts';

/** Milliseconds: time between pings, patience for an answer. */
const pace = { ping: 25_000, patience: 10_000 };
/** Cursors kept to recognise a frame that comes twice. */
const remembered = 1000;

type Listener = { onFrame(frame: ServerFrame): void; onEnd(code: string): void };

type State = {
  socket: WebSocket | null;
  cursor: string | null;
  seen: Set<string>;
  topics: Map<Topic, number>;
  /** The conversation on the screen, said again after every reconnection. */
  viewing: string | null;
  tries: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  pulse: ReturnType<typeof setInterval> | undefined;
  heardAt: number;
  ended: boolean;
};

type EventFrame = Extract<ServerFrame, { t: 'event' }>;

/** What makes a frame one of its own: one commit (one cursor) tells several topics, and of several things. */
export function markOf(frame: EventFrame): string {
  const data = frame.data as {
    id?: string;
    conversationId?: string;
    what?: string;
    personId?: string | null;
  };
  const about = data.id ?? data.conversationId ?? data.what ?? data.personId ?? '';
  return `${frame.cursor} ${frame.topic} ${frame.name} ${about}`;
}

/** True the first time a frame's mark is met; forgets the oldest beyond what is remembered. */
export function isNew(seen: Set<string>, mark: string): boolean {
  if (seen.has(mark)) return false;
  seen.add(mark);
  if (seen.size > remembered) for (const oldest of [...seen].slice(0, remembered / 2)) seen.delete(oldest);
  return true;
}

export type Live = ReturnType<typeof openLive>;

/** What the socket needs of its surroundings. */
type Line = { url: string; listener: Listener; state: State };

const say = (state: State, frame: ClientFrame) => {
  if (state.socket?.readyState === WebSocket.OPEN) state.socket.send(JSON.stringify(frame));
};

/** A new connection knows nothing of what was said on the one before. */
function repeat(state: State): void {
  const choice = readChoice();
  if (choice) say(state, { t: 'presence', ...choice });
  if (state.viewing) say(state, { t: 'viewing', conversationId: state.viewing });
}

/** Which conversation is on the screen; null when it leaves. */
function view(state: State, conversationId: string | null): void {
  state.viewing = conversationId;
  say(state, { t: 'viewing', conversationId });
}

function hear({ state, listener }: Line, frame: ServerFrame): void {
  state.heardAt = Date.now();
  if (frame.t === 'ready' || frame.t === 'reset') {
    state.cursor = frame.cursor;
    state.tries = 0;
    connection.set(() => 'online');
  }
  if (frame.t === 'ready') repeat(state);
  if (frame.t === 'event') {
    if (!isNew(state.seen, markOf(frame))) return;
    state.cursor = frame.cursor;
  }
  if (frame.t === 'end') {
    state.ended = true;
    listener.onEnd(frame.code);
  }
  listener.onFrame(frame);
}

function lost(line: Line): void {
  const { state } = line;
  clearInterval(state.pulse);
  state.socket = null;
  if (state.ended) return;
  connection.set(() => 'offline');
  clearTimeout(state.timer);
  state.timer = setTimeout(() => connect(line), pauseBefore(state.tries++, Math.random()));
}

function connect(line: Line): void {
  const { state } = line;
  clearTimeout(state.timer);
  if (state.ended || state.socket) return;
  if (state.tries === 0 && state.cursor === null) connection.set(() => 'connecting');
  const socket = new WebSocket(line.url);
  state.socket = socket;
  socket.onopen = () => {
    state.heardAt = Date.now();
    say(state, { t: 'hello', topics: [...state.topics.keys()], cursor: state.cursor });
    state.pulse = setInterval(() => {
      if (Date.now() - state.heardAt > pace.ping + pace.patience) socket.close();
      else say(state, { t: 'ping' });
    }, pace.ping);
  };
  socket.onmessage = (event) => hear(line, JSON.parse(String(event.data)) as ServerFrame);
  socket.onclose = () => lost(line);
}

/** Follows a topic until the returned function is called; counted, so that two screens may share one. */
function follow(state: State, topic: Topic): () => void {
  const count = state.topics.get(topic) ?? 0;
  state.topics.set(topic, count + 1);
  if (count === 0) say(state, { t: 'follow', topic });
  return () => {
    const left = (state.topics.get(topic) ?? 1) - 1;
    if (left > 0) return void state.topics.set(topic, left);
    state.topics.delete(topic);
    say(state, { t: 'unfollow', topic });
  };
}

const fresh = (): State => ({
  socket: null,
  cursor: null,
  seen: new Set(),
  topics: new Map([['desk', 1]]),
  viewing: null,
  tries: 0,
  timer: undefined,
  pulse: undefined,
  heardAt: 0,
  ended: false,
});

/**
 * The one socket of the desk: says which topics it follows and the last cursor it saw, reconnects with growing jittered
 * pauses, hands every frame on once.
 */
export function openLive(url: string, listener: Listener) {
  const state = fresh();
  const line: Line = { url, listener, state };
  /** Comes back at once when the machine wakes or the network returns, instead of waiting out the pause. */
  const hurry = () => {
    if (document.visibilityState === 'hidden' || state.socket) return;
    state.tries = 0;
    connect(line);
  };
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);
  connect(line);
  return {
    send: (frame: ClientFrame) =>
      frame.t === 'viewing' ? view(state, frame.conversationId) : say(state, frame),
    retry: hurry,
    follow: (topic: Topic) => follow(state, topic),
    close() {
      state.ended = true;
      clearTimeout(state.timer);
      window.removeEventListener('online', hurry);
      document.removeEventListener('visibilitychange', hurry);
      state.socket?.close();
    },
  };
}
