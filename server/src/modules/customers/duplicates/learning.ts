import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { Deduplicated, Model, PersonRecord } from '../matching/index.ts';
import { gathered, loadRecords } from './records.ts';

/** Records learned from at most where not all are compared at once: more say nothing new and cost memory. */
const learnedOfAtMost = 20_000;
const loadedAtOnce = 500;
/** Fewer teach nothing. */
const fewest = 100;

export type FoundPair = Deduplicated['pairs'][number] & {
  joined: boolean;
  reasons: ReturnType<Deduplicated['explain']>;
};

/** What learning came to; `next` gives the following pairs, none when there are no more. */
export type Learned = { records: number; model: Model | null; next(): Promise<FoundPair[]> };

/** Pairs that come from the thread, and are written down, at once. */
const pairsAtOnce = 200;

type Answers = { tell(told: object): void; heard<T>(): Promise<T> };

/** A thread that is there for as long as `work` takes. */
async function inThread<T>(work: (thread: Answers) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL('./learn-thread.ts', import.meta.url));
  try {
    return await work({
      tell: (told) => worker.postMessage(told),
      heard: () =>
        new Promise((resolve, reject) => {
          const gone = (code: number): void => reject(new Error(`learning ended with ${code}`));
          worker.once('message', (message) => {
            worker.off('error', reject);
            worker.off('exit', gone);
            resolve(message);
          });
          worker.once('error', reject);
          worker.once('exit', gone);
        }),
    });
  } finally {
    await worker.terminate();
  }
}

/**
 * Learns from an organisation's own records and keeps what was learned; `use` may go on with what was found meanwhile.
 * Without `whole` a sample is enough.
 */
export async function learnFrom(
  kernel: Kernel,
  orgId: string,
  { whole, use }: { whole: boolean; use(learned: Learned): Promise<void> },
): Promise<void> {
  await inThread(async (thread) => {
    let records = 0;
    for await (const part of recordsOf(kernel, orgId, whole)) {
      records += part.length;
      thread.tell({ add: part });
    }
    if (records < 2) return use({ records, model: null, next: async () => [] });
    thread.tell({ run: true });
    const { model } = await thread.heard<{ model: Model }>();
    const isTaught = records >= fewest;
    if (isTaught) await inTransaction(kernel, systemActor(orgId), (ctx) => keepModel(ctx, model, records));
    const next = (): Promise<FoundPair[]> => {
      thread.tell({ next: pairsAtOnce });
      return thread.heard();
    };
    return use({ records, model: isTaught ? model : null, next });
  });
}

/** Everybody, or a sample, each group as one record, some hundred at a time. */
async function* recordsOf(kernel: Kernel, orgId: string, whole: boolean): AsyncGenerator<PersonRecord[]> {
  const ids = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    // Ids of version 7 are made in order of time: a part of their random end is a sample.
    const order = whole ? sql`id` : sql`right(id::text, 12), id`;
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = id
      ORDER BY ${order} ${whole ? sql`` : sql`LIMIT ${learnedOfAtMost}`}`.execute(ctx.db);
    return rows.map((row) => row.id);
  });
  for (let from = 0; from < ids.length; from += loadedAtOnce) {
    const part = ids.slice(from, from + loadedAtOnce);
    const own = await inTransaction(kernel, systemActor(orgId), (ctx) =>
      loadRecords(ctx, part, 'canonical_id'),
    );
    yield [...Map.groupBy(own, (record) => record.root).values()].flatMap(
      (group) => gathered(group)?.person ?? [],
    );
  }
}

async function keepModel(ctx: Ctx, model: Model, count: number): Promise<void> {
  const learned = { model: JSON.stringify(model), learned_at: ctx.clock.now(), learned_of: count };
  await ctx.db
    .insertInto('duplicate_settings')
    .values({ org_id: ctx.orgId, ...learned })
    .onConflict((double) => double.column('org_id').doUpdateSet(learned))
    .execute();
}
