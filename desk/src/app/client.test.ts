import { QueryCache, QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { Problem, type ProblemCode } from '../api/problem.ts';
import { dropRefused, keepOld, renewComing } from './client.ts';

/** What is waited for may take this long on a busy machine. */
const soon = { timeout: 15_000, interval: 20 };

/** A screen that is opened while something changes must not keep the answer from before. */

it('what was asked for before a change is asked for again when it comes, once', async () => {
  const client = renewComing(new QueryClient());
  const answers: ((value: string) => void)[] = [];
  const queryFn = () => new Promise<string>((answer) => answers.push(answer));
  const watch = new QueryObserver(client, { queryKey: ['deals', 'forecast'], queryFn, staleTime: 60_000 });
  const stop = watch.subscribe(() => {});
  void client.invalidateQueries({ queryKey: ['deals'] });
  void client.invalidateQueries({ queryKey: ['deals'] });
  expect(answers).toHaveLength(1);
  answers[0]?.('before');
  await vi.waitFor(() => expect(answers).toHaveLength(2), soon);
  expect(watch.getCurrentResult().data).toBe('before');
  answers[1]?.('after');
  await vi.waitFor(() => expect(watch.getCurrentResult().data).toBe('after'), soon);
  expect(answers).toHaveLength(2);
  expect(watch.getCurrentResult().isFetching).toBe(false);
  stop();
});

/** As somebody who opens a screen and leaves it. */
const watched = async (client: QueryClient, queryKey: readonly unknown[], queryFn: () => Promise<string>) => {
  const watch = new QueryObserver(client, { queryKey, queryFn, staleTime: 60_000 });
  const stop = watch.subscribe(() => {});
  await vi.waitFor(() => expect(client.isFetching({ queryKey })).toBe(0), soon);
  return { stop, data: () => watch.getCurrentResult().data };
};

it('an answer that comes to a screen that was left, given before a change, is not taken for the newest', async () => {
  const client = renewComing(new QueryClient());
  const queryKey = ['messages', 'a'];
  const stay = await watched(client, queryKey, async () => 'first');
  let come = () => {};
  const coming = client.fetchQuery({
    queryKey,
    queryFn: () => new Promise<string>((answer) => (come = () => answer('before'))),
    staleTime: 0,
  });
  stay.stop();
  void client.invalidateQueries({ queryKey, type: 'inactive', refetchType: 'none' });
  come();
  await coming;
  await vi.waitFor(() => expect(client.getQueryState(queryKey)?.isInvalidated).toBe(true), soon);
  const back = await watched(client, queryKey, async () => 'after');
  expect(back.data()).toBe('after');
  back.stop();
});

it('what was told to be old is so whatever is put into it, until it is asked for', async () => {
  const client = keepOld(new QueryClient());
  const queryKey = ['messages', 'a'];
  client.setQueryData(queryKey, 'first');
  expect(client.getQueryState(queryKey)?.isInvalidated).toBe(false);
  void client.invalidateQueries({ queryKey });
  client.setQueryData<string>(queryKey, (data) => `${data}, and a late answer`);
  const back = await watched(client, queryKey, async () => 'after');
  expect(back.data()).toBe('after');
  expect(client.getQueryState(queryKey)?.isInvalidated).toBe(false);
  back.stop();
});

it('what is of no concern is left in peace', async () => {
  const client = renewComing(new QueryClient());
  let asked = 0;
  const queryFn = async () => (asked += 1);
  const watch = new QueryObserver(client, { queryKey: ['tasks'], queryFn, staleTime: 60_000 });
  const stop = watch.subscribe(() => {});
  void client.invalidateQueries({ queryKey: ['deals'] });
  await vi.waitFor(() => expect(watch.getCurrentResult().data).toBe(1), soon);
  expect(asked).toBe(1);
  stop();
});

it('of what is refused nothing is left to show; what the network does not bring stays', async () => {
  const client = new QueryClient({ queryCache: new QueryCache({ onError: dropRefused }) });
  const answers: ProblemCode[] = ['not_found', 'forbidden', 'offline'];
  const watched = answers.map((code) => {
    client.setQueryData(['conversation', code], { subject: 'segredo' });
    const queryFn = () => Promise.reject(new Problem(code, 404));
    return new QueryObserver(client, {
      queryKey: ['conversation', code],
      queryFn,
      retry: false,
      staleTime: 9e6,
    });
  });
  const stops = watched.map((one) => one.subscribe(() => {}));
  void client.invalidateQueries();
  await vi.waitFor(
    () => expect(watched.map((one) => one.getCurrentResult().status)).toEqual(['error', 'error', 'error']),
    soon,
  );
  expect(watched.map((one) => one.getCurrentResult().data)).toEqual([
    undefined,
    undefined,
    { subject: 'segredo' },
  ]);
  for (const stop of stops) stop();
  client.clear();
});
