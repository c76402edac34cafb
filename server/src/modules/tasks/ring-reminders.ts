import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';

const atOnce = 200;
/** A timer is never set further ahead: clocks are put right meanwhile. */
const mostMs = 3_600_000;

/**
 * Rings what is to be remembered now, in all organisations, each once. Answers after how many milliseconds the next one is
 * due; null when none is set (setting one wakes).
 */
export async function ringReminders(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('tasks')
      .select(['org_id', 'id'])
      .where('remind_at', '<=', now)
      .where('reminded_at', 'is', null)
      .where('done_at', 'is', null)
      .where('deleted_at', 'is', null)
      .orderBy('remind_at')
      .limit(atOnce)
      .execute(),
  );
  for (const { org_id, id } of due) await inTransaction(kernel, systemActor(org_id), (ctx) => ring(ctx, id));
  if (due.length === atOnce) return 0;
  return kernel.database.asSystem(async (db) => {
    const { rows } = await sql<{ at: Date | null }>`SELECT min(remind_at) AS at FROM tasks
      WHERE reminded_at IS NULL AND done_at IS NULL AND deleted_at IS NULL`.execute(db);
    const at = rows[0]?.at;
    return at ? Math.min(mostMs, Math.max(1000, at.getTime() - kernel.clock.now().getTime())) : null;
  });
}

/** That it rang, the bells and the event are one transaction; a second process finds the row changed. */
async function ring(ctx: Ctx, id: string): Promise<void> {
  const now = ctx.clock.now();
  const task = await ctx.db
    .updateTable('tasks')
    .set({ reminded_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('remind_at', '<=', now)
    .where('reminded_at', 'is', null)
    .where('done_at', 'is', null)
    .where('deleted_at', 'is', null)
    .returning(['team_id', 'created_by', 'created_kind'])
    .executeTakeFirst();
  if (!task) return;
  // Who is responsible or has it from a queue; without anybody the team; without anybody who works here whoever made it.
  const { rows } = await sql<{ id: string }>`
    WITH own AS (SELECT p.person_id AS id FROM task_people p WHERE p.org_id = ${ctx.orgId} AND p.task_id = ${id}
      UNION SELECT w.agent_id FROM work_items w WHERE w.org_id = ${ctx.orgId} AND w.task_id = ${id}
        AND w.done_at IS NULL AND w.state IN ('active', 'paused')),
      working AS (SELECT m.id FROM members m JOIN own ON own.id = m.id WHERE m.org_id = ${ctx.orgId} AND m.active),
      team AS (SELECT m.id FROM team_members x JOIN members m ON m.org_id = x.org_id AND m.id = x.person_id AND m.active
        WHERE x.org_id = ${ctx.orgId} AND x.team_id = ${task.team_id}::uuid AND NOT EXISTS (SELECT FROM working)),
      maker AS (SELECT m.id FROM members m WHERE m.org_id = ${ctx.orgId} AND m.id = ${task.created_by}::uuid AND m.active
        AND NOT EXISTS (SELECT FROM working) AND NOT EXISTS (SELECT FROM team))
    INSERT INTO task_bells (org_id, task_id, person_id, at, mail_at)
    SELECT ${ctx.orgId}, ${id}, x.id, ${now}, CASE WHEN m.task_mail AND ${ctx.mailer.configured} THEN ${now}::timestamptz END
    FROM (SELECT id FROM working UNION SELECT id FROM team UNION SELECT id FROM maker) AS x
    JOIN members m ON m.org_id = ${ctx.orgId} AND m.id = x.id
    ON CONFLICT (org_id, person_id, task_id) DO UPDATE SET at = excluded.at, mail_at = excluded.mail_at, mail_tries = 0
    RETURNING person_id AS id`.execute(ctx.db);
  ctx.afterCommit(() => ctx.bus.wake('reminder mails'));
  ctx.emit({ name: 'task.rang', facts: { taskId: id, personIds: rows.map((row) => row.id) } });
}
