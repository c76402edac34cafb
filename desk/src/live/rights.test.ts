import type { Me } from '@meada/contract/routes/session';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keys } from '../api/keys.ts';
import { applyFrame } from './apply.ts';
import { watchRights } from './rights.ts';

/** Many desks hear that a role changed: what each of them asks, and when. Only the server is played. */

const desks = 200;
const screens = 12;
let server: Me;
let asked: { at: number; what: string }[];
const stops: (() => void)[] = [];

const me = (permissions: string[]) =>
  ({ personId: 'p', role: 'agent', visibility: 'all', permissions, teamIds: [] }) as unknown as Me;
const people = (personId: string | null) =>
  ({ t: 'event', cursor: 'c', topic: 'desk', name: 'people', data: { personId } }) as const;

beforeEach(() => {
  vi.useFakeTimers();
  server = me(['conversations.read']);
  asked = [];
  vi.stubGlobal('fetch', async () => {
    asked.push({ at: Date.now(), what: 'me' });
    return Response.json(server);
  });
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A desk with screens that are shown and one that was left. */
function openDesk() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  client.setQueryData(keys.me, server);
  client.setQueryData(['left'], 'seen before');
  for (let screen = 0; screen < screens; screen += 1) {
    client.setQueryData(['shown', screen], 0);
    const queryFn = async () => {
      asked.push({ at: Date.now(), what: 'shown' });
      return 1;
    };
    stops.push(new QueryObserver(client, { queryKey: ['shown', screen], queryFn }).subscribe(() => {}));
  }
  const rights = watchRights(client);
  stops.push(rights.stop, () => client.clear());
  return {
    client,
    hear: (personId: string | null) => {
      applyFrame(client, people(personId));
      rights.hear(people(personId));
    },
  };
}
const shown = () => asked.filter(({ what }) => what === 'shown');

it('a role whose change leaves one’s rights as they were costs one request a desk, not all of its screens', async () => {
  const all = Array.from({ length: desks }, openDesk);
  for (const { hear } of all) hear(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked.length).toBe(desks);
  expect(shown()).toEqual([]);
  expect(all.every(({ client }) => client.getQueryData(['left']) !== undefined)).toBe(true);
});

it('changed rights take at once what is not shown; the rest is asked for over seconds, once', async () => {
  const all = Array.from({ length: desks }, openDesk);
  server = me(['conversations.read', 'deals.read']);
  const start = Date.now();
  for (const { hear } of all) {
    hear(null);
    hear(null);
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(all.some(({ client }) => client.getQueryData(['left']) !== undefined)).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown().length).toBe(desks * screens);
  // All in one moment it was 2,400; evenly spread over five seconds it is 48 in a tenth.
  const tenths = Map.groupBy(shown(), ({ at }) => Math.floor((at - start) / 100));
  expect(Math.max(...[...tenths.values()].map((list) => list.length))).toBeLessThan(desks * screens * 0.1);
});

it('one’s own change is seen at once, whatever it was', async () => {
  const { hear, client } = openDesk();
  hear('p');
  await vi.advanceTimersByTimeAsync(0);
  expect(shown().length).toBe(screens);
  expect(client.getQueryData(['left'])).toBeUndefined();
  hear('another');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown().length).toBe(screens);
});

it('where the server cannot say what they are, rights count as changed', async () => {
  const { hear } = openDesk();
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
  hear(null);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(shown().length).toBe(screens);
});
