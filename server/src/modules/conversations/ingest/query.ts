import type pg from 'pg';
import type { Batch } from './batch.ts';

/** Named statements of the batch's load. */
export const query =
  (batch: Batch) =>
  <R extends pg.QueryResultRow>(name: string, text: string, values: unknown[]): Promise<R[]> =>
    batch.ctx.client.query<R>({ name: `ingest_${name}`, text, values }).then((result) => result.rows);
