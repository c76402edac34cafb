import type { Kernel } from '../../kernel/ctx.ts';
import { keyedHash } from '../../kernel/ids.ts';
import type { Arrival } from './port.ts';

/** Largest single thing received (a mail of 25 MB is 35 MB on the wire). */
export const receiptMaxBytes = 50 * 1024 * 1024;

const batchAtMost = 200;
const batchBytes = 16 * 1024 * 1024;

type Waiting = { inboxId: string; arrival: Arrival; done: () => void; failed: (error: unknown) => void };
type Shard = { waiting: Waiting[]; running: boolean };
const shards = new WeakMap<object, Map<string, Shard>>();

/** The ledger's write, its transaction and the fence of the organisation in one statement (migration 0010). */
export const receiveReceipts =
  'SELECT receive_receipts($1::uuid, $2::timestamptz, $3::uuid[], $4::uuid[], $5::bytea[], $6::text[], $7::bytea[], $8::jsonb[], $9::jsonb[])';

/**
 * Puts arrivals into the ledger and resolves after COMMIT; a copy of something there is no error and stores nothing.
 * Arrivals of an organisation that come while one flush is under way go together in the next: one round trip for
 * many, one flush in flight (parallel ones would deadlock on copies), no waiting when it is quiet.
 */
export function receive(
  kernel: Kernel,
  place: { orgId: string; inboxId: string },
  arrivals: readonly Arrival[],
): Promise<void> {
  const byOrg = shards.get(kernel.database) ?? new Map<string, Shard>();
  shards.set(kernel.database, byOrg);
  const shard = byOrg.get(place.orgId) ?? { waiting: [], running: false };
  byOrg.set(place.orgId, shard);
  const all = arrivals.map(
    (arrival) =>
      new Promise<void>((done, failed) => {
        shard.waiting.push({ inboxId: place.inboxId, arrival, done, failed });
      }),
  );
  if (!shard.running) void run(kernel, place.orgId, shard);
  return Promise.all(all).then(() => {});
}

async function run(kernel: Kernel, orgId: string, shard: Shard): Promise<void> {
  shard.running = true;
  while (shard.waiting.length > 0) {
    const batch = takeBatch(shard.waiting);
    try {
      await flush(kernel, orgId, batch);
      for (const item of batch) item.done();
      freshIn(kernel).add(orgId);
      kernel.bus.wake('receipts');
    } catch (error) {
      for (const item of batch) item.failed(error);
    }
  }
  shard.running = false;
}

/** Organisations whose ledger this process wrote into since they were last taken: whoever reads need not look for them. */
export function takeFresh(kernel: Pick<Kernel, 'database'>): string[] {
  const orgs = [...freshIn(kernel)];
  fresh.delete(kernel.database);
  return orgs;
}

const fresh = new WeakMap<object, Set<string>>();
function freshIn(kernel: Pick<Kernel, 'database'>): Set<string> {
  const known = fresh.get(kernel.database) ?? new Set();
  fresh.set(kernel.database, known);
  return known;
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const item of waiting) {
    bytes += item.arrival.body.length;
    if (count > 0 && (count >= batchAtMost || bytes > batchBytes)) break;
    count += 1;
  }
  return waiting.splice(0, count);
}

/** Identity of a thing received: what stays when bytes and id are gone after 30 days. */
export const externalHash = (kernel: Pick<Kernel, 'secrets'>, inboxId: string, externalId: string): Buffer =>
  keyedHash(receiptKey(kernel), `${inboxId} ${externalId}`);

const keys = new WeakMap<object, Buffer>();
function receiptKey(kernel: Pick<Kernel, 'secrets'>): Buffer {
  const known = keys.get(kernel.secrets);
  if (known) return known;
  const key = kernel.secrets.key('receipts');
  keys.set(kernel.secrets, key);
  return key;
}

async function flush(kernel: Kernel, orgId: string, batch: Waiting[]): Promise<void> {
  await kernel.database.inOneTrip({
    name: 'receive_receipts',
    text: receiveReceipts,
    values: [
      orgId,
      kernel.clock.now(),
      batch.map(() => kernel.ids.uuid()),
      batch.map((row) => row.inboxId),
      batch.map((row) => externalHash(kernel, row.inboxId, row.arrival.externalId)),
      batch.map((row) => row.arrival.externalId.replaceAll('\u0000', '').slice(0, 2000)),
      batch.map((row) => Buffer.from(row.arrival.body)),
      batch.map((row) => jsonText(row.arrival.headers)),
      batch.map((row) => jsonText(row.arrival.facts)),
    ],
  });
}

/** JSON without what jsonb cannot hold (NUL, halves of characters); the body has the exact bytes. */
const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_name, item) =>
    typeof item === 'string' ? item.replaceAll('\u0000', '').toWellFormed() : item,
  );
