import type { ServerFrame } from '@meada/contract/frames';
import type { ChatConversation, ChatMessage } from '@meada/contract/routes/chat';
import { dropUnsent, readOutbox, verdictOf } from '../core/outbox.ts';
import { pauseBefore } from '../core/schedule.ts';
import { emptyThread, lastSeqOf, withConversation, withMessages, withWait } from '../core/thread.ts';
import { ApiError, type Opened } from '../net/api.ts';
import type { Context } from './context.ts';
import { flush } from './sender.ts';
import { introduce, listen } from './visit.ts';

let opening: Promise<void> | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let attempt = 0;

/** Begins or resumes the visit; one at a time, and again later when the network is to blame. */
export function openSession(context: Context): Promise<void> {
  clearTimeout(retry);
  opening ??= alone(context, () => begin(context)).finally(() => {
    opening = null;
  });
  return opening;
}

/** Two tabs that begin at once must become one visitor: the second waits and finds the first one's token. */
function alone(context: Context, run: () => Promise<void>): Promise<void> {
  const name = `meada:${context.bridge.inboxKey}:begin`;
  return context.keep.get('token') || !navigator.locks ? run() : navigator.locks.request(name, run);
}

async function begin(context: Context): Promise<void> {
  const { store, bridge, keep, api, identify, locale, era } = context;
  if (store.get().phase !== 'ready') store.set({ phase: 'starting' });
  const token = keep.get('token') === context.stale ? null : keep.get('token');
  const page = location.href.split('#')[0]?.slice(0, 2000);
  try {
    const opened = await api.open(bridge.inboxKey, {
      ...(token && { token }),
      ...(identify && { identify }),
      locale,
      page,
    });
    // The person signed out while we asked: this answer belongs to nobody any more.
    if (era !== context.era) return;
    attempt = 0;
    if (context.identify === identify) context.identify = null;
    // Whoever is signed in now need not see what the browser's last visitor left on this screen.
    if (identify) store.set({ thread: emptyThread });
    settle(context, opened);
    if (identify) introduce(context);
  } catch (error) {
    if (era === context.era) failed(context, error, token);
  }
}

function failed(context: Context, error: unknown, token: string | null): void {
  const { status, code, retryAfter } = error instanceof ApiError ? error : new ApiError(0, 'internal');
  const verdict = verdictOf(status);
  // A token nobody knows any more: begin anew without it.
  if (verdict === 'renew' && token) context.stale = token;
  if (verdict === 'refused') {
    context.store.set({ phase: 'refused', code });
    return;
  }
  context.store.set({ code, link: 'offline' });
  retry = setTimeout(
    () => openSession(context),
    Math.max(retryAfter * 1000, pauseBefore(attempt++, Math.random())),
  );
}

function settle(context: Context, opened: Opened): void {
  const { store, keep, bridge } = context;
  if (keep.get('token') !== opened.token) keep.set('token', opened.token);
  const { colour, position } = opened.config;
  keep.set('look', `${colour} ${position}`);
  bridge.paint({ colour, position });
  if (opened.cursor) context.cursor = opened.cursor;
  const [readOf, readSeq] = (keep.get('read') ?? '').split(' ');
  store.set({
    phase: 'ready',
    code: null,
    config: opened.config,
    readSeq: readOf === opened.conversation?.id ? Number(readSeq) || 0 : 0,
    introduced: store.get().introduced || keep.get('known') !== null || opened.conversation !== null,
  });
  // A snapshot is the whole truth: what is in memory of this conversation may have been moved or taken away.
  const { thread } = store.get();
  store.set({
    thread: withConversation({ ...thread, messages: [], hasMore: opened.hasMore }, opened.conversation),
  });
  addMessages(context, opened.messages, false);
  context.emit('ready');
  listen(context);
  void flush(context);
}

/** Puts messages into the thread; the outbox lets go of those that have arrived. `news` is told to the page. */
export function addMessages(context: Context, incoming: ChatMessage[], news = true): void {
  const { store, keep } = context;
  const known = new Set(store.get().thread.messages.map((message) => message.id));
  store.set({ thread: withMessages(store.get().thread, incoming) });
  for (const message of incoming) {
    if (message.clientId) dropUnsent(keep, message.clientId);
    if (!message.author.self) store.set({ typing: null });
    if (news && !message.author.self && !known.has(message.id)) context.emit('message', message);
  }
  store.set({ outbox: readOutbox(keep, Date.now()) });
}

/** Takes the conversation's state; for a new one the messages are fetched from its beginning. */
export function takeConversation(context: Context, conversation: ChatConversation | null): void {
  const { store } = context;
  const before = store.get().thread.conversation;
  store.set({ thread: withConversation(store.get().thread, conversation) });
  if (!before || !conversation || before.id === conversation.id) return;
  store.set({ readSeq: 0 });
  void fetchNews(context, 0).catch(() => undefined);
}

/** Fetches what came after a number; the last few again, since they may have been edited or read meanwhile. */
export async function fetchNews(
  context: Context,
  after = lastSeqOf(context.store.get().thread.messages) - 20,
) {
  const { conversation, items } = await context.api.list({ after: Math.max(0, after) });
  const before = context.store.get().thread.conversation;
  takeConversation(context, conversation);
  if (!before || before.id === conversation?.id) addMessages(context, items);
}

/** Fetches the page before the oldest message on the screen. */
export async function fetchEarlier(context: Context): Promise<void> {
  const first = context.store.get().thread.messages[0];
  const before = Math.max(1, first?.seq ?? 1);
  const { items, hasMore } = await context.api.list({ before });
  addMessages(context, items, false);
  context.store.set({ thread: { ...context.store.get().thread, hasMore: hasMore && items.length > 0 } });
}

let typingEnds: ReturnType<typeof setTimeout> | undefined;

/** One frame of the socket. */
export function takeFrame(context: Context, frame: ServerFrame): void {
  const { store } = context;
  // Connected without a cursor: what came between the snapshot and now is asked for.
  if (frame.t === 'ready' && context.cursor === null) void fetchNews(context).catch(() => undefined);
  if ('cursor' in frame) context.cursor = frame.cursor;
  if (frame.t === 'event' && frame.name === 'chat.message') addMessages(context, [frame.data]);
  if (frame.t === 'event' && frame.name === 'chat.conversation') takeConversation(context, frame.data);
  if (frame.t === 'wait')
    store.set({ thread: withWait(store.get().thread, frame.conversationId, frame.wait) });
  if (frame.t === 'typing' && frame.who.kind === 'person') {
    clearTimeout(typingEnds);
    store.set({ typing: frame.on ? { name: frame.who.name } : null });
    typingEnds = setTimeout(() => store.set({ typing: null }), 8000);
  }
  if (frame.t === 'reset') void openSession(context);
  if (frame.t === 'end') {
    context.live.stop();
    retry = setTimeout(() => openSession(context), pauseBefore(3 + attempt++, Math.random()));
  }
}
