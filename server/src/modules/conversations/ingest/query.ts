import type pg from 'pg';
import type { Batch } from './batch.ts';

/** A named statement of the batch's load. */
export const query = <R extends pg.QueryResultRow>(
  batch: Batch,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> =>
  batch.ctx.client.query<R>({ name: `ingest_${name}`, text, values }).then((result) => result.rows);
