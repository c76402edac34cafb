import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../kernel/actor.ts';
import { heldClock } from '../../kernel/clock.ts';
import { watchEnds } from '../../kernel/live/ends.ts';
import type { Connection } from '../../kernel/live/hub.ts';
import { soon } from '../../kernel/testing/patience.ts';
import { type House, openHouse, password } from './testing.ts';
import { type Browser, makeBrowser, type Socket } from './testing-browser.ts';

/** What ends by itself, without an event: sessions nobody uses, keys with a date. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const dayMs = 24 * 3_600_000;
const within = (check: () => void) => vi.waitFor(check, soon);

async function socketOf(browser: Browser): Promise<Socket> {
  const socket = await browser.socket();
  socket.send({ t: 'hello', topics: [], cursor: null });
  await within(() => expect(socket.frames).toContainEqual(expect.objectContaining({ t: 'ready' })));
  return socket;
}

it('lesson 71: the socket of a session nobody uses ends with it; of one that is used it stays, and keeps nothing alive', async () => {
  const { browser, email } = await house.found('Alfa');
  const idle = house.browser();
  await idle.ok('POST', '/api/session', { email, password });
  const ofUsed = await socketOf(browser);
  const ofIdle = await socketOf(idle);
  house.clock.advance(13 * dayMs);
  await browser.ok('GET', '/api/session');
  house.clock.advance(1.01 * dayMs);
  await within(() => expect(ofIdle.ended()).toBe('session_ended'));
  // The other was looked at, too: its end had moved.
  expect(ofUsed.ended()).toBeNull();
  expect((await idle.call('GET', '/api/session')).status).toBe(401);
  // 14 days after its last use; that its socket was looked at between was none.
  house.clock.advance(13.01 * dayMs);
  await within(() => expect(ofUsed.ended()).toBe('session_ended'));
});

it('the socket of a key ends at the date of the key', async () => {
  const { browser } = await house.found('Beta');
  const expiresAt = new Date(house.clock.now().getTime() + 2 * dayMs).toISOString();
  const made = await browser.ok('POST', '/api/keys', { name: 'Loja', scopes: ['people.read'], expiresAt });
  const shop = makeBrowser(house.url);
  shop.headers.authorization = `Bearer ${made.secret}`;
  const [ofKey, ofOwner] = [await socketOf(shop), await socketOf(browser)];
  house.clock.advance(2 * dayMs - 1);
  await browser.ok('GET', '/api/session');
  expect(ofKey.ended()).toBeNull();
  house.clock.advance(2);
  await within(() => expect(ofKey.ended()).toBe('session_ended'));
  expect((await shop.call('GET', '/api/people')).status).toBe(401);
  expect(ofOwner.ended()).toBeNull();
});

it('a connection is asked about when its end is due and never before', async () => {
  vi.useFakeTimers();
  try {
    const clock = heldClock('2026-03-02T12:00:00Z');
    const checks: Connection[] = [];
    const ends = watchEnds({ clock }, async (connection) => void checks.push(connection));
    const connection = {
      actor: { ...systemActor('o'), kind: 'key', endsAt: new Date('2026-03-02T13:00:00Z') },
      end: () => {},
    } as unknown as Connection;
    ends.joined(connection);
    for (let minute = 0; minute < 59; minute += 1) {
      clock.advance(60_000);
      await vi.advanceTimersByTimeAsync(60_000);
    }
    expect(checks).toEqual([]);
    clock.advance(60_000);
    await vi.advanceTimersByTimeAsync(1000);
    expect(checks).toHaveLength(1);
    ends.left(connection);
    await vi.advanceTimersByTimeAsync(5000);
    expect(checks).toHaveLength(1);
    await ends.stop();
  } finally {
    vi.useRealTimers();
  }
});

it('a reset link is for people to make: a key with every scope is known and refused', async () => {
  const { browser, ownerId } = await house.found('Gama');
  const made = await browser.ok('POST', '/api/keys', { name: 'Loja', scopes: ['people.manage'] });
  const shop = makeBrowser(house.url);
  shop.headers.authorization = `Bearer ${made.secret}`;
  const answer = await shop.call('POST', `/api/people/${ownerId}/reset-link`);
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});
