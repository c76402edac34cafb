/**
 * What this browser keeps for reading without a network: copies of what the desk had on the screen, each under whose it is
 * (organisation and person). Thrown away at sign-out and at the end of a session (docs/decisions/0046-offline-and-push.md).
 */
export type Kept = {
  /** `owner` and `what` as one. */
  id: string;
  owner: string;
  /** Which query of the desk it answers, as JSON of its key. */
  what: string;
  /** Of which conversation, for what belongs to one. */
  conversationId: string | null;
  at: number;
  data: unknown;
};

const name = 'meada-offline';
const table = 'kept';

/** Conversations, lists and days that are kept at most. */
export const limits = { conversations: 30, lists: 6, age: 7 * 24 * 3_600_000 };

const promised = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened: Promise<IDBDatabase> | undefined;

async function open(): Promise<IDBDatabase> {
  opened ??= (async () => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table, { keyPath: 'id' });
    const base = await promised(request);
    // Another tab that wipes must not wait for this one.
    base.onversionchange = () => {
      base.close();
      opened = undefined;
    };
    return base;
  })();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const base = await open();
  return promised(act(base.transaction(table, mode).objectStore(table)));
}

/** Everything that is kept, newest first; what is too old is left out. */
export async function readAll(now: number): Promise<Kept[]> {
  const all = (await inStore('readonly', (store) => store.getAll())) as Kept[];
  return all.filter(({ at }) => now - at < limits.age).sort((one, other) => other.at - one.at);
}

let shut = false;

/** From now on this page keeps nothing: its person is leaving, and a copy written late would stay behind. */
export const shutStore = (): void => {
  shut = true;
};

export async function write(list: readonly Kept[]): Promise<void> {
  if (shut) return;
  const base = await open();
  if (shut) return;
  const store = base.transaction(table, 'readwrite').objectStore(table);
  await Promise.all(list.map((one) => promised(store.put(one))));
}

export async function drop(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const base = await open();
  const store = base.transaction(table, 'readwrite').objectStore(table);
  await Promise.all(ids.map((id) => promised(store.delete(id))));
}

/** Throws all of it away, whoever's it is. */
export async function dropAll(): Promise<void> {
  (await opened?.catch(() => null))?.close();
  opened = undefined;
  const request = indexedDB.deleteDatabase(name);
  await new Promise<void>((resolve) => {
    request.onsuccess = () => resolve();
    request.onerror = () => resolve();
  });
}

/** The record that belongs to a kept conversation, by its name here. */
function customerOf({ what, data }: Kept): string[] {
  if (!what.startsWith('["conversation"')) return [];
  const { customer } = data as { customer?: { id?: string } };
  return customer?.id ? [JSON.stringify(['customer', customer.id])] : [];
}

/** What is kept beyond the limits or past its age: of each owner the conversations and lists looked at longest ago. */
export function overdue(all: readonly Kept[], now: number): string[] {
  const newest = [...all].sort((one, other) => other.at - one.at);
  return [...Map.groupBy(newest, ({ owner }) => owner).values()].flatMap((own) => overdueOf(own, now));
}

function overdueOf(newest: readonly Kept[], now: number): string[] {
  const conversations = [...new Set(newest.flatMap(({ conversationId }) => conversationId ?? []))];
  const staying = new Set(conversations.slice(0, limits.conversations));
  const customers = new Set(newest.flatMap(customerOf));
  let lists = 0;
  return newest
    .filter(({ at, conversationId, what }) => {
      if (now - at >= limits.age) return true;
      if (conversationId) return !staying.has(conversationId);
      if (what.startsWith('["customer"')) return !customers.has(what);
      return what.startsWith('["conversations"') && ++lists > limits.lists;
    })
    .map(({ id }) => id);
}
