import type { Me } from '@meada/contract/routes/session';
import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';
import { createStore } from '../live/store.ts';
import { ownerOf } from './keep.ts';
import { type Kept, readAll } from './store.ts';

/** Since when what is on the screen is what was kept, not what the server says; null: there is a network. */
export const keptAt = createStore<number | null>(null);

const meKey = JSON.stringify(keys.me);
/** What was read back stays while one reads on without a network (ms). */
const day = 24 * 3_600_000;

/** Puts what is kept into the cache, behind anything newer that is there. */
export function restore(client: QueryClient, kept: readonly Kept[]): void {
  for (const area of ['conversation', 'messages', 'customer'])
    client.setQueryDefaults([area], { ...client.getQueryDefaults([area]), gcTime: day });
  for (const { what, data, at } of kept) {
    const key = JSON.parse(what) as unknown[];
    if (client.getQueryData(key) === undefined) client.setQueryData(key, data, { updatedAt: at });
  }
}

/** Whoever was signed in here last, with everything that is kept of theirs; null when nothing is. */
export async function readLast(): Promise<{ me: Me; kept: Kept[] } | null> {
  const all = await readAll(Date.now());
  const last = all.find(({ what }) => what === meKey);
  if (!last) return null;
  return { me: last.data as Me, kept: all.filter(({ owner }) => owner === last.owner) };
}

/** Reads back what is kept of the signed-in person, when the network goes while the desk is open. */
export async function restoreFor(client: QueryClient, me: Me): Promise<void> {
  const owner = ownerOf(me);
  restore(
    client,
    (await readAll(Date.now())).filter((one) => one.owner === owner),
  );
}

/** Begins the desk without a network, from what is kept; false when there is nothing to begin with. */
export async function beginOffline(): Promise<boolean> {
  const last = await readLast().catch(() => null);
  if (!last) return false;
  const [{ client }, { startDesk }] = await Promise.all([
    import('../app/client.ts'),
    import('../app/start.tsx'),
  ]);
  keptAt.set(() => last.kept[0]?.at ?? Date.now());
  restore(client, last.kept);
  await startDesk(last.me);
  return true;
}
