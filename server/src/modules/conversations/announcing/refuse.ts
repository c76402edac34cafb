import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { recordConsents } from '../../customers/index.ts';
import { insertNote, lockSeen, updateConversation } from '../store.ts';
import { isRefusal } from './words.ts';

/** A word of refusal counts while the announcement is fresh in mind (days). */
const rememberedDays = 90;

/** Purposes that a no to announcements takes back: who wants no news wants no advertising. */
const refusedPurposes = ['notices', 'marketing'];

/** Writes down that a customer wants no announcements, in the ledger, too; false when that was known. */
export async function refuse(
  ctx: Ctx,
  customerId: string,
  source: 'word' | 'link' | 'person' | 'complaint',
): Promise<boolean> {
  const result = await sql`
    INSERT INTO announcement_refusals (org_id, customer_id, source, at)
    SELECT c.org_id, c.canonical_id, ${source}, ${ctx.clock.now()} FROM customers c
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${customerId} ON CONFLICT DO NOTHING`.execute(ctx.db);
  const isNew = Number(result.numAffectedRows ?? 0) > 0;
  if (!isNew) return false;
  await recordConsents(
    ctx,
    refusedPurposes.map((purpose) => ({ customerId, purpose, state: 'withdrawn' as const, source })),
  );
  return true;
}

type Word = { conversation_id: string; customer_id: string; text: string | null };

/** Hears refusals among the messages of customers who were told of an inbox lately; seeing a message twice does no harm. */
export async function hearRefusals(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const said = events.filter(
    ({ name, facts }) =>
      name === 'message.created' && facts.authorKind === 'customer' && facts.visibility === 'private',
  );
  for (const [orgId, list] of Map.groupBy(said, (event) => event.orgId)) {
    const ids = list.map((event) => String(event.facts.messageId));
    await inTransaction(kernel, systemActor(orgId), (ctx) => hear(ctx, ids));
  }
}

async function hear(ctx: Ctx, messageIds: string[]): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - rememberedDays * 86_400_000);
  const { rows } = await sql<Word>`
    SELECT m.conversation_id, o.canonical_id AS customer_id, m.content ->> 'text' AS text
    FROM messages m
    JOIN conversations v ON v.org_id = m.org_id AND v.id = m.conversation_id
    JOIN customers o ON o.org_id = v.org_id AND o.id = v.customer_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ANY(${messageIds}::uuid[])
      AND EXISTS (SELECT FROM customers g JOIN announcement_recipients r ON r.org_id = g.org_id AND r.customer_id = g.id
        WHERE g.org_id = o.org_id AND g.canonical_id = o.canonical_id AND r.state = 'sent' AND r.at > ${since})`.execute(
    ctx.db,
  );
  for (const row of rows) {
    if (!isRefusal(row.text ?? '') || !(await refuse(ctx, row.customer_id, 'word'))) continue;
    const conversation = await lockSeen(ctx, row.conversation_id);
    await insertNote(ctx, conversation, { code: 'announcements_refused' });
    await updateConversation(ctx, conversation, {});
  }
}
