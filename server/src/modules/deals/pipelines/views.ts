import type { Pipeline, Stage } from '@meada/contract/routes/deals';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { ensurePipeline } from './store.ts';

type Row = { id: string; name: string; currency: string; archived: boolean; stages: Stage[] };

/** Pipelines with their stages; the first is made when there is none. */
export async function pipelinesOf(ctx: Ctx): Promise<Pipeline[]> {
  await ensurePipeline(ctx);
  const { rows } = await sql<Row>`
    SELECT p.id, p.name, p.currency, p.archived_at IS NOT NULL AS archived, coalesce((
      SELECT jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'category', s.category,
        'probability', s.probability, 'colour', s.colour) ORDER BY s.position, s.id)
      FROM stages s WHERE s.org_id = p.org_id AND s.pipeline_id = p.id AND s.archived_at IS NULL), '[]') AS stages
    FROM pipelines p WHERE p.org_id = ${ctx.orgId}
    ORDER BY (p.archived_at IS NOT NULL), p.position, p.id`.execute(ctx.db);
  return rows;
}

/** One pipeline, or the first that is in use. Throws `not_found`. */
export async function pipelineOf(ctx: Ctx, id?: string): Promise<Pipeline> {
  const all = await pipelinesOf(ctx);
  return found(id === undefined ? all[0] : all.find((pipeline) => pipeline.id === id), 'pipeline');
}
