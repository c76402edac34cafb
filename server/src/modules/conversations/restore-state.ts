import type { Priority, StatusCategory } from '@meada/contract/routes/conversations';
import { sql, type Updateable } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Conversations } from '../../rows.gen.ts';
import { restoreDuties, type StandingDuty, standingDuties } from './public/restore-duties.ts';
import { emitChanged, insertNote } from './store.ts';

type Change = Updateable<Conversations>;

/** What somebody can set on a conversation, as it stood: ids and moments (ISO), nothing personal. */
export type ConversationState = {
  status: StatusCategory;
  statusId: string | null;
  /** What a snooze waits for beside a time, and who put it aside. */
  snoozeEvent: string | null;
  snoozedBy: string | null;
  snoozedUntil: string | null;
  resolvedAt: string | null;
  waitingSince: string | null;
  priority: Priority;
  labelIds: string[];
  assigneeId: string | null;
  teamId: string | null;
  followed: boolean;
  /** What was owed to the public; absent in what was kept by an older version. */
  duties?: StandingDuty[];
};

type Row = {
  id: string;
  last_seq: number;
  status: StatusCategory;
  status_id: string | null;
  snooze_event: string | null;
  snoozed_by: string | null;
  snoozed_until: Date | null;
  resolved_at: Date | null;
  waiting_since: Date | null;
  priority: string;
  label_ids: string[];
  assignee_id: string | null;
  team_id: string | null;
  follower_ids: string[];
  merged_into_id: string | null;
  duties: StandingDuty[];
};

/** Locked whoever may see it now: what was done before it left somebody's sight is theirs to take back. */
async function lockAny(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<Row>`
    SELECT c.id, c.last_seq, c.status, c.status_id, c.snooze_event, c.snoozed_by, c.snoozed_until, c.resolved_at,
      c.waiting_since, c.priority, c.label_ids, c.assignee_id, c.team_id, c.follower_ids, c.merged_into_id,
      ${standingDuties} AS duties
    FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${id} FOR UPDATE`.execute(ctx.db);
  return found(rows[0], 'conversation');
}

const shown = (ctx: Ctx, row: Row): ConversationState => ({
  status: row.status,
  statusId: row.status_id,
  snoozeEvent: row.snooze_event,
  snoozedBy: row.snoozed_by,
  snoozedUntil: row.snoozed_until?.toISOString() ?? null,
  resolvedAt: row.resolved_at?.toISOString() ?? null,
  waitingSince: row.waiting_since?.toISOString() ?? null,
  priority: row.priority as Priority,
  labelIds: row.label_ids,
  assigneeId: row.assignee_id,
  teamId: row.team_id,
  followed: ctx.actor.id !== null && row.follower_ids.includes(ctx.actor.id),
  duties: row.duties,
});

/** A conversation as it stands, locked until the transaction ends. The caller has made sure that it may be touched. */
export const stateOf = async (ctx: Ctx, id: string): Promise<ConversationState> =>
  shown(ctx, await lockAny(ctx, id));

type Restoring = {
  conversationId: string;
  before: ConversationState;
  after: ConversationState;
  /** The customer was answered meanwhile: they wait no more, whatever is taken back. */
  answered: boolean;
};

/**
 * Puts a conversation back to what it was before something was done to it, part by part: what is no longer as that left
 * it was changed by somebody since, and stays. Answers the parts, for who undoes a macro or a run over many.
 */
export async function restoreState(
  ctx: Ctx,
  { conversationId, before, after, answered }: Restoring,
): Promise<{ undone: string[]; kept: string[] }> {
  const row = await lockAny(ctx, conversationId);
  const now = shown(ctx, row);
  const changed = parts.filter((part) => !isSame(part, before, after));
  if (row.merged_into_id) return { undone: [], kept: changed.map(({ name }) => name) };
  const undone = changed.filter((part) => part.name === 'labels' || isSame(part, after, now));
  const alive = await aliveOf(ctx, before);
  const change: Change = {};
  for (const part of undone) Object.assign(change, part.back({ before, after, now, answered, alive }));
  for (const part of undone) await tell(ctx, row, { part: part.name, before });
  const names = undone.map(({ name }) => name);
  if (undone.length > 0) {
    if (names.includes('followers') && ctx.actor.id)
      change.follower_ids = followersOf(row, ctx.actor.id, before);
    await ctx.db
      .updateTable('conversations')
      .set({ ...change, last_seq: row.last_seq })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', row.id)
      .execute();
    emitChanged(ctx, row.id, names);
  }
  const kept = changed.map(({ name }) => name).filter((name) => !names.includes(name));
  // What is owed to the public follows the status that settled it.
  const duties = names.includes('status')
    ? await restoreDuties(ctx, { before: before.duties ?? [], after: after.duties ?? [] })
    : null;
  return {
    undone: [...names, ...(duties?.back ? ['duty'] : [])],
    kept: [...kept, ...(duties?.kept ? ['duty'] : [])],
  };
}

async function aliveOf(ctx: Ctx, { teamId, labelIds }: ConversationState): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM teams WHERE org_id = ${ctx.orgId} AND id = ${teamId}
    UNION ALL SELECT id FROM labels WHERE org_id = ${ctx.orgId} AND id = ANY (${labelIds}::uuid[])`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ id }) => id));
}

const followersOf = (row: Row, id: string, { followed }: ConversationState): string[] => {
  const others = row.follower_ids.filter((one) => one !== id);
  return followed ? [...others, id] : others;
};

type Facts = {
  before: ConversationState;
  after: ConversationState;
  now: ConversationState;
  answered: boolean;
  /** Teams and labels of before that are still there. */
  alive: ReadonlySet<string>;
};
type Part = {
  name: string;
  fields: (keyof ConversationState)[];
  back(facts: Facts): Change;
};

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

const parts: Part[] = [
  {
    name: 'status',
    fields: ['status', 'statusId', 'snoozedUntil', 'snoozeEvent'],
    back: ({ before, after, now, answered }) => ({
      status: before.status,
      status_id: before.statusId,
      snooze_event: before.snoozeEvent,
      snoozed_by: before.snoozedBy,
      snoozed_until: dateOf(before.snoozedUntil),
      resolved_at: dateOf(before.resolvedAt),
      // Who waited waits again, and since then.
      ...(!answered && now.waitingSince === after.waitingSince
        ? { waiting_since: dateOf(before.waitingSince) }
        : {}),
    }),
  },
  { name: 'assignee', fields: ['assigneeId'], back: ({ before }) => ({ assignee_id: before.assigneeId }) },
  {
    name: 'team',
    fields: ['teamId'],
    back: ({ before, alive }) => ({
      team_id: before.teamId && alive.has(before.teamId) ? before.teamId : null,
    }),
  },
  { name: 'priority', fields: ['priority'], back: ({ before }) => ({ priority: before.priority }) },
  {
    // Those that came go and those that went come; what somebody else put on it since stays.
    name: 'labels',
    fields: ['labelIds'],
    back: ({ before, after, now, alive }) => {
      const came = after.labelIds.filter((id) => !before.labelIds.includes(id));
      const went = before.labelIds.filter((id) => !after.labelIds.includes(id) && alive.has(id));
      return {
        label_ids: [...new Set([...now.labelIds.filter((id) => !came.includes(id)), ...went])].sort(),
      };
    },
  },
  { name: 'followers', fields: ['followed'], back: () => ({}) },
];

const isSame = ({ fields }: Part, one: ConversationState, other: ConversationState): boolean =>
  fields.every(
    (field) => JSON.stringify([one[field]].flat().sort()) === JSON.stringify([other[field]].flat().sort()),
  );

const codes: Record<StatusCategory, string> = {
  open: 'reopened',
  pending: 'pending',
  snoozed: 'snoozed',
  resolved: 'resolved',
};

/** The thread says what it is again, in the words it always does. */
async function tell(
  ctx: Ctx,
  row: Row,
  { part, before }: { part: string; before: ConversationState },
): Promise<void> {
  const note = (code: string, values: Record<string, string> = {}) => insertNote(ctx, row, { code, values });
  if (part === 'status') {
    const until: Record<string, string> = before.snoozedUntil === null ? {} : { until: before.snoozedUntil };
    await note(codes[before.status], until);
  }
  if (part === 'priority') await note('priority_changed', { priority: before.priority });
  const id = part === 'assignee' ? before.assigneeId : part === 'team' ? before.teamId : null;
  if (part === 'assignee')
    await (id ? note('assigned', { to: await nameOf(ctx, 'members', id) }) : note('unassigned'));
  if (part === 'team')
    await (id ? note('team_assigned', { to: await nameOf(ctx, 'teams', id) }) : note('team_unassigned'));
}

async function nameOf(ctx: Ctx, table: 'members' | 'teams', id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND id = ${id}`.execute(ctx.db);
  return rows[0]?.name ?? '';
}
