import type { MacroInput } from '@meada/contract/macros';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import { cleanHtml } from '../../../kernel/html.ts';
import { type ConversationState, listStatuses } from '../../conversations/index.ts';
import { deactivated } from '../../people/index.ts';
import { cannedReplies } from '../canned/views.ts';
import { type Shown, shownBy } from '../shown-to.ts';

/** Writes of macros and their runs. */

export type LockedMacro = Shown & { id: string };

/** Locks a macro the actor sees. Throws `not_found` also for somebody else's own one. */
export async function lockMacro(ctx: Ctx, id: string): Promise<LockedMacro> {
  const { rows } = await sql<LockedMacro>`
    SELECT x.id, x.shown_to, x.team_ids, x.owner_id FROM macros x
    WHERE x.org_id = ${ctx.orgId} AND x.id = ${id} AND ${shownBy(ctx)} FOR UPDATE`.execute(ctx.db);
  return found(rows[0], 'macro');
}

export async function writeMacro(
  ctx: Ctx,
  id: string,
  { input, shown }: { input: MacroInput; shown: Shown },
): Promise<void> {
  const safe = input.actions.map((action) =>
    action.kind === 'reply' && action.html !== null
      ? { ...action, html: cleanHtml(action.html, { images: 'block', cid: () => null }).html || null }
      : action,
  );
  const row = {
    org_id: ctx.orgId,
    id,
    name: input.name,
    folder: input.folder,
    ...shown,
    inbox_ids: [...new Set(input.inboxIds)],
    actions: JSON.stringify(safe),
    updated_at: ctx.clock.now(),
  };
  await ctx.db
    .insertInto('macros')
    .values({ ...row, created_at: row.updated_at })
    .onConflict((on) => on.columns(['org_id', 'id']).doUpdateSet(row))
    .execute();
}

const tables = {
  teamId: 'teams',
  labelIds: 'labels',
  inboxIds: 'inboxes',
} as const;

/**
 * Throws `refused` for what a macro names and is not there, `deactivated` for who does not work there any more, and for replies its readers may not see. Labels it named before
 * and that are gone since (`stood`) may stay: running passes over them.
 */
export async function checkNamed(ctx: Ctx, input: MacroInput, stood: readonly string[]): Promise<void> {
  for (const [index, action] of input.actions.entries()) {
    const at = `body.actions.${index}`;
    if (action.kind === 'assign' && action.assigneeId)
      await checkActive(ctx, action.assigneeId, `${at}.assigneeId`);
    if (action.kind === 'assign' && action.teamId)
      await checkIds(ctx, 'teamId', { ids: [action.teamId], field: `${at}.teamId` });
    if (action.kind === 'status') await checkStatus(ctx, action, `${at}.statusId`);
    if (action.kind === 'labels')
      await checkIds(ctx, 'labelIds', {
        ids: action.labelIds.filter((id) => !stood.includes(id)),
        field: `${at}.labelIds`,
      });
    if (action.kind === 'reply' && action.cannedId)
      await checkCanned(ctx, input, { id: action.cannedId, at });
  }
  await checkIds(ctx, 'inboxIds', { ids: input.inboxIds, field: 'body.inboxIds' });
}

type SetsStatus = { status: string; statusId?: string | null | undefined };

/** Throws `refused` with the field unless the firm's own status is there, stands under that category and can be given. */
export async function checkStatus(ctx: Ctx, { status, statusId }: SetsStatus, field: string): Promise<void> {
  if (!statusId) return;
  const own = (await listStatuses(ctx)).find(({ id }) => id === statusId);
  if (!own || own.archived || own.category !== status) throw refused('That is not there.', field);
}

/** Throws with the field: `refused` unless the person is with the firm, `deactivated` when they do not work there any more. */
export async function checkActive(ctx: Ctx, personId: string, field: string): Promise<void> {
  const person = await ctx.db
    .selectFrom('members')
    .select('active')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person) throw refused('That is not there.', field);
  if (!person.active) throw deactivated(field);
}

/** Throws `refused` with the field unless all of these are there. */
export async function checkIds(
  ctx: Ctx,
  what: keyof typeof tables,
  { ids, field }: { ids: readonly string[]; field: string },
): Promise<void> {
  if (ids.length === 0) return;
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM ${sql.table(tables[what])}
    WHERE org_id = ${ctx.orgId} AND id = ANY (${[...ids]}::uuid[])`.execute(ctx.db);
  if (rows[0]?.count !== new Set(ids).size) throw refused('That is not there.', field);
}

/** A macro for others says nothing that only its maker can read. */
async function checkCanned(
  ctx: Ctx,
  input: MacroInput,
  { id, at }: { id: string; at: string },
): Promise<void> {
  const [canned] = await cannedReplies(ctx, [id]);
  const isNarrower = canned?.shownTo === 'own' && input.shownTo !== 'own';
  if (!canned || isNarrower)
    throw refused('This canned reply is not there for all of them.', `${at}.cannedId`);
}

export type MacroRun = {
  id: string;
  macro_id: string;
  conversation_id: string;
  actor: string;
  state_before: ConversationState;
  state_after: ConversationState;
  message_ids: string[];
  scheduled_ids: string[];
  lasting: string[];
  ran_at: Date;
  undone_at: Date | null;
};

/** A run, locked; undefined when there is none of this id. */
export async function lockRun(ctx: Ctx, id: string): Promise<MacroRun | undefined> {
  const { rows } = await sql<MacroRun>`
    SELECT id, macro_id, conversation_id, actor, state_before, state_after, message_ids, scheduled_ids, lasting, ran_at, undone_at
    FROM macro_runs WHERE org_id = ${ctx.orgId} AND id = ${id} FOR UPDATE`.execute(ctx.db);
  return rows[0];
}

export async function insertRun(ctx: Ctx, run: Omit<MacroRun, 'undone_at'>): Promise<void> {
  await ctx.db
    .insertInto('macro_runs')
    .values({
      ...run,
      org_id: ctx.orgId,
      state_before: JSON.stringify(run.state_before),
      state_after: JSON.stringify(run.state_after),
    })
    .execute();
  await sql`UPDATE macros SET uses = uses + 1 WHERE org_id = ${ctx.orgId} AND id = ${run.macro_id}`.execute(
    ctx.db,
  );
}

export const markUndone = (ctx: Ctx, id: string) =>
  sql`UPDATE macro_runs SET undone_at = ${ctx.clock.now()} WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(
    ctx.db,
  );
