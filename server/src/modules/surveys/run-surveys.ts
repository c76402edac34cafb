import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { CannotAsk } from '../conversations/index.ts';
import { sendSurvey } from './send-survey.ts';
import { settleSkipped } from './store.ts';

const atOnce = 100;
/** A timer is never set further ahead: clocks are put right meanwhile. */
const mostMs = 3_600_000;

/**
 * Asks what is due, in all organisations, each in a transaction of its own. Answers after how many milliseconds the next
 * one is due; null when none is planned (planning wakes).
 */
export async function runSurveys(kernel: Kernel): Promise<number | null> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('surveys')
      .select(['org_id', 'id'])
      .where('state', '=', 'planned')
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(atOnce)
      .execute(),
  );
  for (const { org_id, id } of due) await ask(kernel, org_id, id);
  if (due.length === atOnce) return 0;
  return kernel.database.asSystem(async (db) => {
    const { rows } = await sql<{ at: Date | null }>`
      SELECT min(due_at) AS at FROM surveys WHERE state = 'planned'`.execute(db);
    const at = rows[0]?.at;
    return at ? Math.min(mostMs, Math.max(1000, at.getTime() - kernel.clock.now().getTime())) : null;
  });
}

/** One question; a reason not to ask that shows only while sending is written down in a second transaction. */
async function ask(kernel: Kernel, orgId: string, id: string): Promise<void> {
  const actor = systemActor(orgId);
  try {
    await inTransaction(kernel, actor, (ctx) => sendSurvey(ctx, { surveyId: id }));
  } catch (error) {
    if (!(error instanceof CannotAsk))
      kernel.log.warn('a survey could not be asked', { error, surveyId: id });
    const reason = error instanceof CannotAsk ? error.reason : 'failed';
    await inTransaction(kernel, actor, (ctx) => settleSkipped(ctx, id, reason));
  }
}
