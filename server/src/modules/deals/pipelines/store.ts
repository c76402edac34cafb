import type { PipelineInput } from '@meada/contract/routes/deals';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import { firstPipeline } from './defaults.ts';
import { soundStages } from './rules.ts';

/** Writes of pipelines, their stages and the reasons. */

/** Whoever changes the pipelines of an organisation holds this. */
export const lockPipelines = (ctx: Ctx): Promise<unknown> =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`pipelines ${ctx.orgId}`}, 0))`.execute(ctx.db);

/** Makes the first pipeline of an organisation that has none. */
export async function ensurePipeline(ctx: Ctx): Promise<void> {
  if (await hasAny(ctx)) return;
  await lockPipelines(ctx);
  if (await hasAny(ctx)) return;
  const { locale } = await ctx.db
    .selectFrom('organisations')
    .select('locale')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  const { pipeline, reasons } = firstPipeline(locale);
  await insertPipeline(ctx, pipeline);
  await ctx.db
    .insertInto('deal_reasons')
    .values(
      reasons.map((reason, position) => ({ org_id: ctx.orgId, id: ctx.ids.uuid(), ...reason, position })),
    )
    .onConflict((conflicts) => conflicts.doNothing())
    .execute();
}

async function hasAny(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('pipelines')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertPipeline(ctx: Ctx, input: PipelineInput): Promise<string> {
  const id = ctx.ids.uuid();
  const now = ctx.clock.now();
  await sql`
    INSERT INTO pipelines (org_id, id, name, currency, position, created_at, updated_at)
    SELECT ${ctx.orgId}, ${id}, ${input.name}, ${input.currency}, coalesce(max(position), 0) + 1, ${now}, ${now}
    FROM pipelines WHERE org_id = ${ctx.orgId}`.execute(ctx.db);
  await insertStages(
    ctx,
    id,
    soundStages(input.stages).map((stage, position) => ({ ...stage, position })),
  );
  return id;
}

type Placed = PipelineInput['stages'][number] & { position: number };

async function insertStages(ctx: Ctx, pipelineId: string, stages: readonly Placed[]): Promise<void> {
  if (stages.length === 0) return;
  await ctx.db
    .insertInto('stages')
    .values(
      stages.map(({ id: _, ...stage }) => ({
        org_id: ctx.orgId,
        id: ctx.ids.uuid(),
        pipeline_id: pipelineId,
        ...stage,
      })),
    )
    .execute();
}

/**
 * Puts the stages of a pipeline as the input says. A stage that is left out is archived (the history of deals names it),
 * which needs that no deal stands in it; a category changes only while it is empty, since it decided what its deals are.
 */
export async function putStages(ctx: Ctx, pipelineId: string, input: PipelineInput): Promise<void> {
  const stages = soundStages(input.stages).map((stage, position) => ({ ...stage, position }));
  const { rows: before } = await sql<{ id: string; category: string }>`
    SELECT id, category FROM stages WHERE org_id = ${ctx.orgId} AND pipeline_id = ${pipelineId} AND archived_at IS NULL
    ORDER BY id FOR NO KEY UPDATE`.execute(ctx.db);
  const known = new Map(before.map((stage) => [stage.id, stage]));
  const given = new Map(stages.flatMap((stage) => (stage.id ? [[stage.id, stage] as const] : [])));
  for (const id of given.keys())
    if (!known.has(id)) throw refused('This stage is not one of the pipeline.', 'body.stages');
  const gone = before.filter(({ id }) => !given.has(id)).map(({ id }) => id);
  const turned = before.filter(({ id, category }) => given.has(id) && given.get(id)?.category !== category);
  await mustBeEmpty(ctx, [...gone, ...turned.map(({ id }) => id)]);
  if (gone.length > 0)
    await ctx.db
      .updateTable('stages')
      .set({ archived_at: ctx.clock.now() })
      .where('org_id', '=', ctx.orgId)
      .where('id', 'in', gone)
      .execute();
  for (const [id, { id: _, ...stage }] of given)
    await ctx.db
      .updateTable('stages')
      .set(stage)
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .execute();
  await insertStages(
    ctx,
    pipelineId,
    stages.filter(({ id }) => !id),
  );
}

async function mustBeEmpty(ctx: Ctx, stageIds: readonly string[]): Promise<void> {
  if (stageIds.length === 0) return;
  const row = await ctx.db
    .selectFrom('deals')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('stage_id', 'in', stageIds)
    .where('deleted_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (row) throw conflict('Deals stand in this stage: move them first.', 'body.stages');
}
