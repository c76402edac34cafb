import type { Conversation } from '@meada/contract/routes/conversations';
import type { Me } from '@meada/contract/routes/session';
import type { Query, QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { onFrame } from '../live/provider.tsx';
import { drop, type Kept, overdue, readAll, write } from './store.ts';

/** A burst of frames is written once (ms). */
const pause = 2500;

/** What is worth keeping, by the first word of the query's key: of one conversation, or of the desk as a whole. */
const ofOne: ReadonlySet<unknown> = new Set(['conversation', 'messages']);
const ofAll: ReadonlySet<unknown> = new Set([
  keys.me[0],
  keys.lists[0],
  keys.counts[0],
  keys.channels[0],
  keys.inboxRefs[0],
  keys.people[0],
  keys.teams[0],
  keys.labels[0],
  // The record beside a conversation; kept as long as one of the customer's conversations is.
  keys.customer('')[0],
]);

type Pages = { pages: unknown[]; pageParams: unknown[] };

/** A list is kept as its first page: what stands further down is asked for when there is a network. */
const firstPage = (data: unknown): unknown => {
  const { pages, pageParams } = data as Pages;
  return Array.isArray(pages) ? { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) } : data;
};

/** Whose things these are. */
export const ownerOf = (me: Me): string => `${me.organisation.id}/${me.personId}`;

function keptOf(query: Query, owner: string): Kept | null {
  const [area, about] = query.queryKey;
  const { data, dataUpdatedAt: at } = query.state;
  if (data === undefined) return null;
  const what = JSON.stringify(query.queryKey);
  const id = `${owner} ${what}`;
  if (ofOne.has(area)) {
    const conversationId = area === 'conversation' ? (data as Conversation).id : String(about);
    return { id, owner, what, conversationId, at, data };
  }
  if (!ofAll.has(area)) return null;
  return { id, owner, what, conversationId: null, at, data: area === keys.lists[0] ? firstPage(data) : data };
}

/** Whether a kept list has a row of one of these conversations, or of this customer: their names stand in it. */
function names({ what, data }: Kept, ids: ReadonlySet<string>): boolean {
  if (!what.startsWith(`["${keys.lists[0]}"`)) return false;
  const { pages } = data as { pages?: { items?: { id: string; customer?: { id: string } }[] }[] };
  return (pages ?? []).some(({ items }) =>
    (items ?? []).some(({ id, customer }) => ids.has(id) || (customer && ids.has(customer.id))),
  );
}

/** Takes away what is kept of a conversation that the person may not see any more, or that is not as it was. */
export async function forget(conversationIds: readonly string[]): Promise<void> {
  const gone = new Set(conversationIds);
  const all = await readAll(Date.now());
  const going = (one: Kept) =>
    (one.conversationId !== null && gone.has(one.conversationId)) || names(one, gone);
  const left = all.filter((one) => !going(one));
  await drop([...all.filter(going).map(({ id }) => id), ...overdue(left, Date.now())]);
}

/** What is kept of a customer, whoever's it is: conversations and their words, the record, lists with their name. Pure. */
export function ofCustomer(
  all: readonly Kept[],
  customerId: string,
): { ids: string[]; conversations: string[] } {
  const conversations = new Set(
    all.flatMap(({ conversationId, what, data }) => {
      const isTheirs =
        what.startsWith('["conversation"') && (data as Conversation).customer?.id === customerId;
      return isTheirs && conversationId ? [conversationId] : [];
    }),
  );
  const record = JSON.stringify(keys.customer(customerId));
  const ids = new Set([customerId]);
  const theirs = all.filter(
    (one) =>
      (one.conversationId !== null && conversations.has(one.conversationId)) ||
      one.what === record ||
      names(one, ids),
  );
  return { ids: theirs.map(({ id }) => id), conversations: [...conversations] };
}

/** Takes away what is kept of a customer who was erased, and what was being written to them. */
export async function forgetCustomer(customerId: string): Promise<void> {
  const { ids, conversations } = ofCustomer(await readAll(Date.now()), customerId);
  await drop(ids);
  for (const key of Object.keys(localStorage))
    if (key.startsWith('meada.draft.') && conversations.some((id) => key.endsWith(id)))
      localStorage.removeItem(key);
}

/**
 * Keeps what the desk shows, a moment after it has changed, for as long as the desk runs; returns how to stop. Nothing is
 * kept that was not fetched or opened anyway.
 */
export function keepReading(client: QueryClient, me: Me): () => void {
  const owner = ownerOf(me);
  const changed = new Map<string, Query>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = async () => {
    timer = undefined;
    // What was taken out of the cache meanwhile (somebody was erased) is not written any more.
    const list = [...changed.values()]
      .filter((query) => client.getQueryCache().get(query.queryHash) === query)
      .flatMap((query) => keptOf(query, owner) ?? []);
    changed.clear();
    await write(list);
    await drop(overdue(await readAll(Date.now()), Date.now()));
  };
  const note = (query: Query) => {
    changed.set(query.queryHash, query);
    // A browser that keeps nothing (private window, full disk) reads on with a network.
    timer ??= setTimeout(() => void flush().catch(() => {}), pause);
  };
  for (const query of client.getQueryCache().getAll()) note(query);
  const unsubscribe = client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') note(event.query);
  });
  const unhear = onFrame((frame) => {
    if (frame.t !== 'event') return;
    if (frame.name === 'conversation.gone' || frame.name === 'regrouped') {
      for (const [hash, query] of changed) if (query.queryKey[1] === frame.data.id) changed.delete(hash);
      void forget([frame.data.id]).catch(() => {});
    }
    if (frame.name === 'customer.erased') void forgetCustomer(frame.data.id).catch(() => {});
  });
  return () => {
    clearTimeout(timer);
    unsubscribe();
    unhear();
  };
}
