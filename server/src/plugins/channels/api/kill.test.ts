import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import { answer, type Inbox, openInbox, reaches, said, settled, thread } from './testing.ts';

/** A server of its own on the same database, to be killed by SIGKILL between pulling and acknowledging, and within. */

const here = (path: string) => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href);
/** The app on a database that is migrated already, as the tests have it. */
const program = `
  const { startApp } = await import(${here('app.ts')});
  const { readConfig } = await import(${here('kernel/config.ts')});
  const { appUrl, systemUrl, ...env } = JSON.parse(process.argv[1]);
  const app = await startApp(readConfig(env), { appUrl, systemUrl });
  console.log(app.kernel.publicUrl);
`;
const kills = 3;
const perRound = 4;

let town: Town;
let shop: Shop;
let inbox: Inbox;
let key: string;
let child: ChildProcess | null = null;

beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  inbox = await openInbox(shop, { secret: '' });
  const made = await shop.owner.ok('POST', '/api/keys', { name: 'Sistema', scopes: ['channel.push'] });
  key = made.secret;
});
afterAll(async () => {
  child?.kill('SIGKILL');
  await town.stop();
});

async function server(): Promise<{ url: string; kill(): Promise<void> }> {
  const { appUrl, systemUrl } = town.database;
  const masterKey = Buffer.alloc(32, 7).toString('base64');
  const env = { PORT: '0', ROLES: 'web', DATA_DIR: town.dataDir, MASTER_KEY: masterKey, LOG_LEVEL: 'error' };
  const given = JSON.stringify({ ...env, appUrl, systemUrl });
  const made = spawn(process.execPath, ['--input-type=module', '-e', program, given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = made;
  const [line] = (await once(made.stdout, 'data')) as [Buffer];
  const kill = async (): Promise<void> => {
    const gone = once(made, 'exit');
    made.kill('SIGKILL');
    await gone;
  };
  return { url: line.toString().trim(), kill };
}

async function call(url: string, rest: string, body?: unknown): Promise<ReturnType<typeof JSON.parse>> {
  const response = await fetch(`${url}/api/channel/${inbox.id}/${rest}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return response.json();
}

type Item = { id: string; text: string };

it('pull and acknowledge lose nothing and bring nothing twice under kill -9', async () => {
  await call(town.url, 'messages', { items: [said('m1')] });
  await settled(shop);
  const { id } = await thread(shop);
  /** The other system's own ledger: what it stored, and what it heard to be acknowledged. */
  const stored = new Map<string, string>();
  const acknowledged = new Set<string>();
  const take = (items: Item[]): void => {
    for (const item of items) {
      expect(acknowledged, 'an acknowledged message came again').not.toContain(item.id);
      stored.set(item.id, item.text);
    }
  };
  const written: string[] = [];
  for (let round = 0; round < kills; round += 1) {
    const texts = Array.from({ length: perRound }, (_, at) => `r${round} n${at}`);
    written.push(...texts);
    for (const text of texts) await reaches(shop, (await answer(shop, id, text)).id, 'sent');
    const own = await server();
    const { items } = await call(own.url, 'outbox');
    take(items);
    const [first, ...others] = items as Item[];
    await call(own.url, 'outbox/ack', { items: [{ id: first?.id }] });
    acknowledged.add(first?.id ?? '');
    // Nobody knows what becomes of this one: the server dies while it is under way.
    const cut = call(own.url, 'outbox/ack', { items: others.map((item) => ({ id: item.id })) });
    const outcome = cut.then(
      () => true,
      () => false,
    );
    // Each time at another moment: before it leaves, on its way, when it is done.
    await Promise.race([outcome, pause(round * 3)]);
    await own.kill();
    if (await outcome) for (const item of others) acknowledged.add(item.id);
  }
  const { items } = await call(town.url, 'outbox');
  take(items);
  // Every kill may have come after the acknowledgement was done: then nothing is left.
  const left = items.map((item: Item) => ({ id: item.id }));
  if (left.length > 0) await call(town.url, 'outbox/ack', { items: left });
  expect((await call(town.url, 'outbox')).items).toEqual([]);
  expect([...stored.values()].sort()).toEqual([...written].sort());
  const states = await shop.run((ctx) => ctx.db.selectFrom('dispatches').select('state').execute());
  expect(new Set(states.map((row) => row.state))).toEqual(new Set(['delivered']));
});
