import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { noteInThread } from '../conversations/index.ts';
import { insertRequest } from './store.ts';

/** One customer cannot have the house write to them without end. */
const perDay = 5;

/** Hears that customers asked for a history by the word; hearing it twice asks once while it is on its way. */
export async function hearRequests(kernel: Kernel, events: readonly LoggedEvent[]): Promise<void> {
  for (const { orgId, name, conversationId } of events)
    if (name === 'sac.asked' && conversationId)
      await inTransaction(kernel, systemActor(orgId), (ctx) => take(ctx, conversationId));
}

async function take(ctx: Ctx, conversationId: string): Promise<void> {
  const since = new Date(ctx.clock.now().getTime() - 86_400_000);
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM sac_requests WHERE org_id = ${ctx.orgId} AND conversation_id = ${conversationId}
      AND kind = 'history' AND asked_by = 'customer' AND asked_at > ${since}`.execute(ctx.db);
  if ((rows[0]?.n ?? 0) >= perDay) return;
  const id = await insertRequest(ctx, { kind: 'history', conversationId, personId: null });
  if (id) await noteInThread(ctx, conversationId, { code: 'sac_history', values: { customer: true } });
}
