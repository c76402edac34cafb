import { Locale } from '@meada/contract/primitives';
import type { WaitSettings } from '@meada/contract/routing';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { askCustomer, CannotAsk } from '../../conversations/index.ts';
import { type BusinessHours, hoursOfRow, opensNext } from '../../hours/index.ts';
import type { Telling } from './store.ts';
import { waitWords } from './texts.ts';

/** Told once, and once more when it takes longer; then there is nothing more to say. */
const most = 2;
/** An answer of the house in the customer's own matter. */
const purpose = 'service';

type Saying = { telling: Telling; rule: WaitSettings };

/**
 * Tells who waits on a channel of messages how long it takes: once when that is longer than the queue's threshold, and once
 * when it is longer than was said. Never in public or in groups, nor while closed (the away message has spoken); what the
 * channel does not let through is let be.
 */
export async function sayWait(kernel: Kernel, orgId: string, { telling, rule }: Saying): Promise<void> {
  const { numbers, itemId, cameAt, conversationId } = telling;
  const long = numbers.high !== null && numbers.high * 60 > rule.overSeconds;
  if (!numbers.late && !long) return;
  try {
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      // The conversation first, as everywhere.
      const talk = await talkOf(ctx, conversationId);
      if (!talk?.open) return;
      // The first word only once, the second only after a first.
      const claimed = await sql`UPDATE told_waits SET messages = messages + 1
        WHERE org_id = ${ctx.orgId} AND item_id = ${itemId} AND came_at = ${cameAt} AND ended_at IS NULL
          AND messages = ${numbers.late ? 1 : 0} AND messages < ${most}`.execute(ctx.db);
      const text = waitWords(talk.locale, numbers);
      if (claimed.numAffectedRows !== 1n || text === null) return;
      await askCustomer(ctx, {
        ...{ conversationId, purpose, locale: talk.locale, templates: [], filling: {} },
        question: () => ({ content: { v: 1, kind: 'text', text }, html: null }),
      });
    });
  } catch (error) {
    if (!(error instanceof CannotAsk))
      kernel.log.warn('a wait could not be told', { orgId, conversationId, error });
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      sql`UPDATE told_waits SET messages = ${most}
        WHERE org_id = ${ctx.orgId} AND item_id = ${itemId} AND came_at = ${cameAt}`.execute(ctx.db),
    );
  }
}

type Talk = { open: boolean; locale: Locale };

/** Whether somebody is there for it by its hours and it still waits, and in which language it is held. */
async function talkOf(ctx: Ctx, conversationId: string): Promise<Talk | null> {
  const { rows } = await sql<{ hours: BusinessHours | null; locale: string; waits: boolean }>`
    SELECT ${hoursOfRow('x')} AS hours, coalesce(k.locale, z.locale) AS locale,
      c.status = 'open' AND c.waiting_since IS NOT NULL AND c.merged_into_id IS NULL AND NOT EXISTS (
        SELECT FROM callbacks b WHERE b.org_id = c.org_id AND b.conversation_id = c.id AND b.settled_at IS NULL) AS waits
    FROM conversations c JOIN inboxes x ON x.org_id = c.org_id AND x.id = c.inbox_id
    JOIN organisations z ON z.id = c.org_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
    JOIN customers k ON k.org_id = o.org_id AND k.id = o.canonical_id
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${conversationId} FOR UPDATE OF c`.execute(ctx.db);
  const [row] = rows;
  if (!row?.waits) return null;
  const now = ctx.clock.now().getTime();
  const locale = Locale.safeParse(row.locale);
  return {
    open: row.hours === null || opensNext(row.hours, now) === now,
    locale: locale.success ? locale.data : 'pt-BR',
  };
}
