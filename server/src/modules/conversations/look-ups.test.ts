import { randomUUID } from 'node:crypto';
import type { Inbound } from '@meada/contract/channels';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Arrival, type ChannelPlugin, receive, runLookUps } from '../inboxes/index.ts';
import { addInbox, type Desk, openDesk } from './factories.ts';
import { paperChannel } from './factories-channels.ts';
import { ingestOrganisation } from './ingest/worker.ts';

/** What a platform tells of by a reference alone is fetched outside of every transaction, and comes once. */
const asked: string[] = [];
let answer: () => Promise<Arrival[]>;
const square: ChannelPlugin = {
  ...paperChannel('square', { public: {} }),
  lookUp: (ref) => {
    asked.push(ref);
    return answer();
  },
};
let desk: Desk;
let inboxId: string;
beforeAll(async () => {
  desk = await openDesk([square]);
  inboxId = await addInbox(desk, 'square');
});
afterAll(() => desk?.close());
beforeEach(() => {
  asked.length = 0;
});

const arrivalOf = (items: Inbound[], externalId: string = randomUUID()): Arrival => ({
  externalId,
  body: new TextEncoder().encode(JSON.stringify(items)),
  headers: {},
  facts: {},
});
const read = async (): Promise<void> => {
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
};
async function told(...refs: string[]): Promise<void> {
  const at = desk.clock.now().toISOString();
  const items = refs.map((ref): Inbound => ({ kind: 'look_up', code: 'mention', ref, at }));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrivalOf(items)]);
  await read();
}
const rows = <T extends object>(text: string): Promise<T[]> =>
  desk.as(null, async (ctx) => (await ctx.client.query<T>(text)).rows);

it('what is fetched is read as if it had been sent; told twice it is fetched once and stands there once', async () => {
  const said: Inbound = {
    kind: 'message',
    externalId: 'mention:1',
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value: '4001' },
    proof: 'platform',
    content: { v: 1, kind: 'text', text: 'Olha a loja' },
    public: { kind: 'mention' },
  };
  answer = async () => [arrivalOf([said], 'mention:1')];
  await told('1', '1');
  expect(await runLookUps(desk.kernel)).toBe(0);
  expect(await runLookUps(desk.kernel)).toBeNull();
  await told('1');
  await runLookUps(desk.kernel);
  await read();
  expect(asked).toEqual(['1', '1']);
  expect(await rows('SELECT content FROM messages')).toMatchObject([{ content: { text: 'Olha a loja' } }]);
});

it('a platform that fails is asked again later, five times, and then a person is told', async () => {
  answer = async () => {
    throw new Error('Service unavailable');
  };
  await told('2');
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    expect(await rows('SELECT FROM inbox_notices')).toHaveLength(0);
    await runLookUps(desk.kernel);
    expect(asked).toHaveLength(attempt);
    // Not before its time.
    await runLookUps(desk.kernel);
    expect(asked).toHaveLength(attempt);
    desk.clock.advance(3_600_000);
  }
  expect(await rows('SELECT code, text FROM inbox_notices')).toEqual([
    { code: 'mention', text: '2: Service unavailable' },
  ]);
  expect(await runLookUps(desk.kernel)).toBeNull();
});

it('one whose process died is taken up by the next after its lease, and what is gone is nothing', async () => {
  await told('3');
  await rows(`UPDATE look_ups SET attempts = 1, next_at = next_at + interval '2 minutes'`);
  answer = async () => [];
  expect(await runLookUps(desk.kernel)).toBeGreaterThan(0);
  expect(asked).toEqual([]);
  desk.clock.advance(121_000);
  await runLookUps(desk.kernel);
  expect(asked).toEqual(['3']);
  expect(await rows('SELECT FROM look_ups')).toHaveLength(0);
});
