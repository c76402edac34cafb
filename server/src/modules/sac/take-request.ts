import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { noteInThread } from '../conversations/index.ts';
import { insertRequest } from './store.ts';

/** One customer cannot have the house write to them without end. */
const perDay = 5;

/** A customer's own wish for the history of a demand, by word or button; asked while one is on its way, it is one. */
export async function takeRequest(ctx: Ctx, conversationId: string): Promise<'taken' | 'one' | 'too_many'> {
  const since = new Date(ctx.clock.now().getTime() - 86_400_000);
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM sac_requests WHERE org_id = ${ctx.orgId} AND conversation_id = ${conversationId}
      AND kind = 'history' AND asked_by = 'customer' AND asked_at > ${since}`.execute(ctx.db);
  if ((rows[0]?.n ?? 0) >= perDay) return 'too_many';
  const id = await insertRequest(ctx, { kind: 'history', conversationId, personId: null });
  if (!id) return 'one';
  await noteInThread(ctx, conversationId, { code: 'sac_history', values: { customer: true } });
  return 'taken';
}
