import { QueryClient } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { applyOver } from './over.ts';

/** What is waited for may take this long on a busy machine. */
const soon = { timeout: 15_000, interval: 20 };

const key = ['list'];

/** A fetch whose answer was made when it began, and comes when we say so. */
function slow(client: QueryClient, answer: string[]) {
  let come = () => {};
  const done = client.fetchQuery({
    queryKey: key,
    queryFn: () => new Promise<string[]>((resolve) => (come = () => resolve(answer))),
    staleTime: 0,
  });
  return { done, come: () => come() };
}
const add = (one: string) => (list: string[]) => [...list.filter((other) => other !== one), one];

it('a change that is told while an older answer is on its way stays', async () => {
  const client = new QueryClient();
  client.setQueryData(key, ['a']);
  const fetch = slow(client, ['a']);
  applyOver(client, key, add('b'));
  applyOver(client, key, add('c'));
  expect(client.getQueryData(key)).toEqual(['a', 'b', 'c']);
  fetch.come();
  await fetch.done;
  await vi.waitFor(() => expect(client.getQueryData(key)).toEqual(['a', 'b', 'c']), soon);
});

it('also when nothing is there yet, and nothing is done twice when nobody fetches', async () => {
  const client = new QueryClient();
  const fetch = slow(client, ['a']);
  applyOver(client, key, add('b'));
  expect(client.getQueryData(key)).toBeUndefined();
  fetch.come();
  await fetch.done;
  await vi.waitFor(() => expect(client.getQueryData(key)).toEqual(['a', 'b']), soon);
  let count = 0;
  applyOver(client, key, (list: string[]) => {
    count += 1;
    return list;
  });
  await Promise.resolve();
  expect(count).toBe(1);
});
