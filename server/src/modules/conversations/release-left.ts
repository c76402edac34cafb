import { sql } from 'kysely';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import { emitChanged, insertNote, lockSeen, updateConversation } from './store.ts';

/** Conversations looked up at once; each is released in a transaction of its own, so that nobody waits for the rest. */
const usually = 200;
const first = '00000000-0000-0000-0000-000000000000';

/**
 * Lays down what somebody has who does not sign in any more: else the customer who writes next waits for a person that is
 * gone. At once for what is not resolved; what is resolved keeps who did it until it is opened again.
 */
export async function releaseLeft(
  kernel: Kernel,
  events: readonly LoggedEvent[],
  atOnce = usually,
): Promise<void> {
  for (const [orgId, list] of Map.groupBy(events.filter(concerns), (event) => event.orgId)) {
    const everything = list.some(({ name }) => name === 'person.access_changed');
    const among = everything
      ? null
      : [...new Set(list.flatMap(({ conversationId }) => conversationId ?? []))];
    await releaseIn(kernel, orgId, { among, atOnce });
  }
}

const concerns = ({ name, facts }: LoggedEvent): boolean =>
  name === 'person.access_changed' ||
  (name === 'conversation.changed' && Array.isArray(facts.what) && facts.what.includes('status'));

type Search = { among: readonly string[] | null; atOnce: number };

async function releaseIn(kernel: Kernel, orgId: string, search: Search): Promise<void> {
  const of = systemActor(orgId);
  for (let after = first; ; ) {
    const ids = await inTransaction(kernel, of, (ctx) => leftIn(ctx, { ...search, after }));
    for (const id of ids) await inTransaction(kernel, of, (ctx) => release(ctx, id));
    after = ids.at(-1) ?? after;
    if (ids.length < search.atOnce) return;
  }
}

async function leftIn(ctx: Ctx, { among, atOnce, after }: Search & { after: string }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM members m JOIN conversations c ON c.org_id = m.org_id AND c.assignee_id = m.id
    WHERE m.org_id = ${ctx.orgId} AND NOT m.active AND c.status IN ('open', 'pending', 'snoozed')
      AND c.merged_into_id IS NULL AND c.id > ${after}::uuid
      AND ${among ? sql`c.id = ANY(${[...among]}::uuid[])` : sql`true`}
    ORDER BY c.id LIMIT ${atOnce}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

async function release(ctx: Ctx, id: string): Promise<void> {
  const conversation = await lockSeen(ctx, id, { shell: true });
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM members WHERE org_id = ${ctx.orgId} AND id = ${conversation.assignee_id} AND NOT active`.execute(
    ctx.db,
  );
  // Given to somebody else, resolved, or the person came back meanwhile.
  const from = rows[0]?.name;
  if (from === undefined || conversation.status === 'resolved') return;
  await insertNote(ctx, conversation, { code: 'assignee_left', values: { from } });
  await updateConversation(ctx, conversation, { assignee_id: null });
  emitChanged(ctx, id, ['assignee']);
  await ctx.ports.assignments.assigned(ctx, id);
}
