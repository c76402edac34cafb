import type { ServerFrame } from '@meada/contract/frames';
import {
  type Conversation,
  type ConversationItem,
  listMessages,
  type Message,
} from '@meada/contract/routes/conversations';
import type { Me } from '@meada/contract/routes/session';
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { keys, type ListFilters } from '../api/keys.ts';
import { type Pages, withItem, withMark, without } from './lists.ts';
import { applyOver } from './over.ts';
import { notePresence, noteTyping, viewers } from './presence.ts';
import { isOlder, leavesHole, type Thread, withMessages } from './thread.ts';
import { moment, newest, noteTold } from './told.ts';
import { renewThread } from './torn.ts';

/** Reader's own marks as they became known, for items that come by frame (which do not carry them). */
const marks = new Map<string, number>();
let countTimer: ReturnType<typeof setTimeout> | undefined;

type Named<N extends string> = Extract<ServerFrame, { t: 'event'; name: N }>['data'];
type EventName = Extract<ServerFrame, { t: 'event' }>['name'];

const meId = (client: QueryClient) => client.getQueryData<Me>(keys.me)?.personId ?? '';

/** Counts are asked for once per burst, not once per message. */
function recount(client: QueryClient): void {
  if (countTimer) return;
  countTimer = setTimeout(() => {
    countTimer = undefined;
    void client.invalidateQueries({ queryKey: keys.counts });
  }, 1200);
}

/** Of the queue of duplicates: a run over the base finds pairs by the hundred, and whoever works it moves it every second. */
const pairsPause = { first: 400, next: 2500 };
let pairsTimer: ReturnType<typeof setTimeout> | undefined;
let pairsAt = 0;

function renewPairs(client: QueryClient): void {
  if (pairsTimer) return;
  const wait = Math.max(pairsPause.first, pairsAt + pairsPause.next - Date.now());
  pairsTimer = setTimeout(() => {
    pairsTimer = undefined;
    pairsAt = Date.now();
    void client.invalidateQueries({ queryKey: keys.duplicates });
  }, wait);
}

/** Changes every list that is there or on its way. */
function overLists(client: QueryClient, change: (data: Pages, filters: ListFilters) => Pages): void {
  for (const [key] of client.getQueriesData<Pages>({ queryKey: keys.lists }))
    applyOver<Pages>(client, key, (data) => change(data, key[1] as ListFilters));
}

/** Puts a changed conversation into every list and the open screen. */
export function applyConversation(client: QueryClient, item: ConversationItem): void {
  const mark = Math.max(marks.get(item.id) ?? 0, item.readSeq);
  overLists(client, (data, filters) => withItem(data, item, { filters, meId: meId(client), mark }));
  const open = client.getQueryData<Conversation>(keys.conversation(item.id));
  if (open) {
    const readSeq = Math.max(open.readSeq, mark);
    client.setQueryData(keys.conversation(item.id), { ...open, ...item, readSeq });
    // Legs, windows and followers are not in the list item.
    void client.invalidateQueries({ queryKey: keys.conversation(item.id) });
  }
  // Of a thread that is not on the screen no messages come: what changed in it is asked for when it is opened again.
  const put = { queryKey: keys.messages(item.id), type: 'inactive', refetchType: 'none' } as const;
  void client.invalidateQueries(put);
  const dues = client.getQueryData<ConversationItem[]>(keys.dues);
  if (dues?.some(({ id }) => id === item.id)) invalidate(client, keys.dues);
  if (item.status !== 'open') renewIf(client, keys.woken, item.id);
  renewIf(client, keys.undelivered, item.id);
  recount(client);
}

/** Notes the reader's own mark everywhere. */
export function applyMark(client: QueryClient, id: string, seq: number): void {
  marks.set(id, seq);
  overLists(client, (data) => withMark(data, id, seq));
  client.setQueryData<Conversation>(keys.conversation(id), (open) => open && { ...open, readSeq: seq });
}

/** Puts a message into its thread; fetches what is between when a hole would be left. */
export function applyMessage(client: QueryClient, message: Message): void {
  const key = keys.messages(message.conversationId);
  const thread = client.getQueryData<Thread>(key);
  if (thread && isOlder(thread, message)) return;
  if (thread && leavesHole(thread, message))
    void fillHole(client, message.conversationId, thread.items.at(-1)?.seq ?? 0);
  applyOver<Thread>(client, key, (now) => (isOlder(now, message) ? now : withMessages(now, [message])));
}

async function fillHole(client: QueryClient, id: string, after: number): Promise<void> {
  try {
    const since = moment();
    const missed = await call(listMessages, { params: { id }, query: { after, limit: 200 } });
    const items = (missed.items as Message[]).map((message) => newest(message, since));
    client.setQueryData<Thread>(keys.messages(id), (now) => now && withMessages(now, items));
    if (missed.hasMore) await client.invalidateQueries({ queryKey: keys.messages(id) });
  } catch {
    await client.invalidateQueries({ queryKey: keys.messages(id) });
  }
}

const invalidate = (client: QueryClient, ...list: (readonly unknown[])[]) => {
  for (const queryKey of list) void client.invalidateQueries({ queryKey });
};

/** A conversation that stands in a list of the bell was read, answered or put elsewhere: it may be done with. */
function renewIf(client: QueryClient, key: readonly unknown[], id: string): void {
  const list = client.getQueryData<{ conversationId: string }[]>(key);
  if (list?.some((one) => one.conversationId === id)) invalidate(client, key);
}

/** Takes away what the desk holds of somebody who was erased; what is on the screen asks for what is left. */
function applyErased(client: QueryClient, { id }: { id: string }): void {
  const theirs = client
    .getQueriesData<Conversation>({ queryKey: [keys.conversation('')[0]] })
    .flatMap(([, open]) => (open?.customer?.id === id ? [open.id] : []));
  for (const queryKey of [
    keys.customer(id),
    keys.timeline(id),
    ...theirs.map(keys.messages),
    ...theirs.map(keys.conversation),
  ]) {
    client.removeQueries({ queryKey, type: 'inactive' });
    void client.resetQueries({ queryKey, type: 'active' });
  }
  client.removeQueries({ queryKey: keys.lists, type: 'inactive' });
  invalidate(client, keys.lists, keys.customers, keys.search);
  recount(client);
}

function applyGone(client: QueryClient, { id }: { id: string }): void {
  overLists(client, (data) => without(data, id));
  for (const queryKey of [keys.conversation(id), keys.messages(id)]) {
    client.removeQueries({ queryKey, type: 'inactive' });
    void client.resetQueries({ queryKey, type: 'active' });
  }
  recount(client);
}

/** What each named event does to the caches; the names a desk never gets are left out. */
const appliers: { [N in EventName]?: (client: QueryClient, data: Named<N>) => void } = {
  conversation: (client, item) => {
    noteTold(item);
    applyConversation(client, item);
  },
  'conversation.gone': applyGone,
  regrouped: (client, { id }) => {
    renewThread(client, id);
    invalidate(client, ['others']);
  },
  message: (client, message) => {
    noteTold(message);
    applyMessage(client, message);
  },
  customer: (client, data) =>
    invalidate(client, keys.customer(data.id), keys.timeline(data.id), keys.customers),
  'customer.erased': applyErased,
  read_mark: (client, data) => {
    applyMark(client, data.conversationId, data.seq);
    renewIf(client, keys.woken, data.conversationId);
  },
  // The item of the conversation comes with it; what is owed stands in the open one.
  duty: (client) => {
    invalidate(client, keys.duties);
    recount(client);
  },
  'duty.due': (client) => invalidate(client, keys.duties),
  abandonments: (client) => invalidate(client, keys.recoveries),
  callback: (client) => invalidate(client, keys.callbacks),
  'callback.due': (client) => invalidate(client, keys.callbacks),
  deadline: (client) => invalidate(client, keys.dues),
  woken: (client) => invalidate(client, keys.woken),
  undelivered: (client) => invalidate(client, keys.undelivered),
  scheduled: (client, { id, conversationId, state }) => {
    if (state === 'sent' || state === 'dropped')
      client.setQueryData<Conversation>(
        keys.conversation(conversationId),
        (open) => open && { ...open, scheduled: open.scheduled.filter((one) => one.id !== id) },
      );
    invalidate(client, keys.scheduled, keys.list({ view: 'scheduled' }));
    recount(client);
  },
  inbox: (client) => invalidate(client, keys.inboxes, keys.health),
  'inbox.health': (client) => invalidate(client, keys.health),
  duplicates: renewPairs,
  announcement: (client) => invalidate(client, keys.announcements),
  deal: (client) => invalidate(client, keys.deals),
  survey: (client) => invalidate(client, keys.surveys),
  task: (client) => invalidate(client, keys.tasks),
  'task.rang': (client) => invalidate(client, keys.tasks),
  segment: (client) => invalidate(client, keys.segments),
  privacy: (client, { customerId }) =>
    invalidate(client, keys.privacy, ...(customerId ? [keys.customer(customerId)] : [])),
  'privacy.due': (client) => invalidate(client, keys.privacy),
  // Nobody named: what a role may changed, and no list of people.
  people: (client, { personId }) =>
    invalidate(client, ...(personId ? [keys.people, keys.teams] : []), keys.me),
  workspace: (client) => invalidate(client, keys.me),
  mention: (client) => invalidate(client, keys.mentions),
  followed: (client) => invalidate(client, keys.lists),
  settings: (client, { what }) => {
    // Every conversation shows the firm's own words.
    if (what === 'statuses') invalidate(client, keys.statuses, keys.lists, ['conversation']);
    invalidate(client, keys.settings, keys.labels, keys.canned, keys.macros, keys.brands, keys.me);
  },
};

/** Applies one frame from the socket. */
export function applyFrame(client: QueryClient, frame: ServerFrame): void {
  if (frame.t === 'event') {
    (appliers[frame.name] as ((client: QueryClient, data: unknown) => void) | undefined)?.(
      client,
      frame.data,
    );
  }
  if (frame.t === 'timeline') invalidate(client, keys.timeline(frame.customerId));
  if (frame.t === 'reset') void client.invalidateQueries();
  if (frame.t === 'presence') notePresence(frame);
  if (frame.t === 'typing') noteTyping(frame.conversationId, frame.who, frame.on);
  if (frame.t === 'viewers') viewers.set((all) => ({ ...all, [frame.conversationId]: frame.people }));
}
