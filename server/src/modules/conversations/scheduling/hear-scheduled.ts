import type { HeldReason } from '@meada/contract/scheduled';
import { type RawBuilder, sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { tellScheduled } from './store.ts';

/**
 * Holds back what should not go out any more, as soon as it is known: the customer wrote before, or its author is not
 * with the firm any longer. The worker asks both again when a message is due.
 */
export async function hearScheduled(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const byOrg = Map.groupBy(events.filter(concerns), (event) => event.orgId);
  for (const [orgId, list] of byOrg) {
    const of = (name: string) => list.filter((event) => event.name === name);
    const answers = of('message.created').map(({ facts }) => String(facts.messageId));
    const people = of('person.access_changed').map(({ facts }) => facts.personId);
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      if (answers.length > 0) await holdAnswered(ctx, answers);
      if (people.length > 0) await holdOfGone(ctx);
    });
  }
}

const concerns = ({ name, facts }: LoggedEvent): boolean =>
  name === 'person.access_changed' ||
  (name === 'message.created' && facts.authorKind === 'customer' && facts.automatic === 'no');

const holdAnswered = (ctx: Ctx, messageIds: string[]): Promise<void> =>
  hold(
    ctx,
    'answered',
    sql`s.unless_answered AND EXISTS (SELECT FROM messages m WHERE m.org_id = s.org_id AND m.id = ANY(${messageIds}::uuid[])
      AND m.conversation_id = s.conversation_id AND m.seq > s.known_seq)`,
  );

const holdOfGone = (ctx: Ctx): Promise<void> =>
  hold(
    ctx,
    'deactivated',
    sql`NOT EXISTS (SELECT FROM members p WHERE p.org_id = s.org_id AND p.id = s.person_id AND p.active)`,
  );

async function hold(ctx: Ctx, reason: HeldReason, which: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string; conversation_id: string; person_id: string }>`
    UPDATE scheduled_messages s SET state = 'held', reason = ${reason}
    WHERE s.org_id = ${ctx.orgId} AND s.state = 'waiting' AND ${which}
    RETURNING s.id, s.conversation_id, s.person_id`.execute(ctx.db);
  for (const row of rows) tellScheduled(ctx, row, 'held');
}
