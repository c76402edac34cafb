import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { Model, PersonRecord } from '../matching/index.ts';
import { gathered, loadRecords } from './records.ts';

/** Records learned from at most: more say nothing new and cost memory. */
const learnedOfAtMost = 20_000;
const loadedAtOnce = 500;

/** Learns from the organisation's own records and keeps what was learned. Fewer than a hundred teach nothing. */
export async function learnFrom(kernel: Kernel, orgId: string): Promise<void> {
  const records = await sampleOf(kernel, orgId);
  if (records.length < 100) return;
  const model = await inThread(records);
  await inTransaction(kernel, systemActor(orgId), (ctx) => keepModel(ctx, model, records.length));
}

async function sampleOf(kernel: Kernel, orgId: string): Promise<PersonRecord[]> {
  const ids = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    // Ids of version 7 are made in order of time: a part of their random end is a sample.
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = id
      ORDER BY right(id::text, 12), id LIMIT ${learnedOfAtMost}`.execute(ctx.db);
    return rows.map((row) => row.id);
  });
  const records: PersonRecord[] = [];
  for (let from = 0; from < ids.length; from += loadedAtOnce) {
    const part = ids.slice(from, from + loadedAtOnce);
    const own = await inTransaction(kernel, systemActor(orgId), (ctx) =>
      loadRecords(ctx, part, 'canonical_id'),
    );
    for (const group of Map.groupBy(own, (record) => record.root).values()) {
      const whole = gathered(group);
      if (whole) records.push(whole.person);
    }
  }
  return records;
}

const inThread = (records: PersonRecord[]): Promise<Model> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./learn-thread.ts', import.meta.url), { workerData: records });
    worker.once('message', (model: Model) => {
      resolve(model);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`learning ended with ${code}`)));
  });

async function keepModel(ctx: Ctx, model: Model, count: number): Promise<void> {
  const learned = { model: JSON.stringify(model), learned_at: ctx.clock.now(), learned_of: count };
  await ctx.db
    .insertInto('duplicate_settings')
    .values({ org_id: ctx.orgId, ...learned })
    .onConflict((double) => double.column('org_id').doUpdateSet(learned))
    .execute();
}
