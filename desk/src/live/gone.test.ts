import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { keys } from '../api/keys.ts';
import { applyFrame } from './apply.ts';

/** What is waited for may take this long on a busy machine. */
const soon = { timeout: 15_000, interval: 20 };

/** What goes out of sight goes out of memory: what is open is asked for anew, what is not is no longer there. */

const gone = (id: string) =>
  ({ t: 'event', cursor: 'c', topic: 'desk', name: 'conversation.gone', data: { id } }) as const;

it('of a conversation that is gone neither head nor words are left', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const refusal = new Error('not_found');
  for (const id of ['open', 'closed', 'other'])
    for (const key of [keys.conversation(id), keys.messages(id)])
      client.setQueryData(key, { id, items: [{ text: 'segredo' }] });
  const watched = [keys.conversation('open'), keys.messages('open')].map(
    (queryKey) =>
      new QueryObserver(client, { queryKey, queryFn: () => Promise.reject(refusal), staleTime: 60_000 }),
  );
  const stops = watched.map((one) => one.subscribe(() => {}));
  for (const id of ['open', 'closed']) applyFrame(client, gone(id));
  expect(watched.map((one) => one.getCurrentResult().data)).toEqual([undefined, undefined]);
  await vi.waitFor(
    () => expect(watched.map((one) => one.getCurrentResult().error)).toEqual([refusal, refusal]),
    soon,
  );
  const left = client.getQueryCache().getAll();
  expect(
    left.filter(({ state }) => JSON.stringify(state.data)?.includes('segredo')).map((one) => one.queryKey),
  ).toEqual([keys.conversation('other'), keys.messages('other')]);
  for (const stop of stops) stop();
  client.clear();
});
