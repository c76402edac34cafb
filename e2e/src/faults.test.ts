import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse, readThreads } from './support/faults/house.ts';
import { runIncoming } from './support/faults/incoming.ts';
import { runOutgoing } from './support/faults/outgoing.ts';
import { runSockets } from './support/faults/sockets.ts';

/** A whole Meada under kill -9, with small numbers; `npm run bench -- faults` runs the same with large ones. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.stop());

const slow = 120_000;

describe('what comes in', () => {
  it('lessons D1, D3: 64 copies at once of ten first messages are ten messages in one conversation', async () => {
    const items = Array.from({ length: 10 }, (_, n) => ({
      kind: 'message',
      externalId: `first-${n}`,
      at: new Date().toISOString(),
      from: { id: 'album' },
      text: `first-${n}`,
    }));
    const copies = Array.from({ length: 64 * items.length }, (_, n) => items[n % items.length]);
    const statuses = await Promise.all(
      copies.map(async (item) => (await house.system.push(house.hook, [item])).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    await expect
      .poll(async () => (await readThreads(house, 'api')).map((thread) => thread.messages.length), {
        timeout: 20_000,
      })
      .toEqual([10]);
  });

  it(
    'lessons D2, D16, D20, D23: nothing acknowledged is lost or doubled under kill -9 of server and database',
    async () => {
      const report = await runIncoming(house, { users: 20, kills: 6, perKill: 150 });
      expect(report).toMatchObject({
        acknowledged: 7 * 150,
        lost: [],
        doubled: [],
        gaps: [],
        conversations: 21,
      });
      expect(report.cut).toBeGreaterThan(0);
    },
    slow,
  );
});

describe('what goes out', () => {
  it(
    'lessons D4, D5: no answer is sent twice, none is lost, and what is unclear says so',
    async () => {
      const report = await runOutgoing(house, { customers: 5, rounds: 5 });
      expect(report).toMatchObject({ answers: 25, doubled: [], lost: [], written: [], gaps: [] });
      expect(report.sent + report.unknown).toBeGreaterThanOrEqual(25);
    },
    slow,
  );
});

describe('what is seen live', () => {
  it(
    'lessons D7, D24, D27: a socket cut at any frame, over kill -9 of server and database, shows everything once',
    async () => {
      const report = await runSockets(house, { cuts: 60, restarts: 2 });
      expect(report).toMatchObject({ cuts: 60, resets: 0, lost: [], duplicated: [] });
      expect(report.messages).toBeGreaterThan(60);
    },
    slow,
  );
});
