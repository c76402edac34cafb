import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { emitChanged } from '../store.ts';
import { headOf } from './load.ts';
import { changeBetween, type Head } from './rules.ts';

/** The row of a regrouping: written before the messages go, completed when both sides are as they will be. */

export type Begun = {
  id: string;
  at: Date;
  fromId: string;
  intoId: string;
  before: { from: Head; into: Head };
};

export async function beginRegrouping(
  ctx: Ctx,
  regrouping: { kind: 'merge' | 'split' | 'move'; fromId: string; intoId: string },
): Promise<Begun> {
  const { fromId, intoId, kind } = regrouping;
  const before = { from: await headOf(ctx, fromId), into: await headOf(ctx, intoId) };
  const id = ctx.ids.uuid();
  const at = ctx.clock.now();
  await ctx.db
    .insertInto('regroupings')
    .values({
      org_id: ctx.orgId,
      id,
      kind,
      from_id: fromId,
      into_id: intoId,
      actor: actorKey(ctx.actor),
      at,
    })
    .execute();
  return { id, at, fromId, intoId, before };
}

export async function completeRegrouping(ctx: Ctx, begun: Begun): Promise<void> {
  const from = changeBetween(begun.before.from, await headOf(ctx, begun.fromId));
  const into = changeBetween(begun.before.into, await headOf(ctx, begun.intoId));
  const side = { org_id: ctx.orgId, regrouping_id: begun.id };
  await ctx.db
    .insertInto('regrouping_sides')
    .values([
      { ...side, conversation_id: begun.fromId, change: JSON.stringify(from) },
      { ...side, conversation_id: begun.intoId, change: JSON.stringify(into) },
    ])
    .execute();
  tellRegrouped(ctx, { ...begun, action: 'conversation.regrouped' });
}

type Told = Pick<Begun, 'id' | 'fromId' | 'intoId'> & {
  action: 'conversation.regrouped' | 'conversation.regrouping_undone';
};

/** Both threads are read anew by whoever looks at them. */
export function tellRegrouped(ctx: Ctx, { id, fromId, intoId, action }: Told): void {
  for (const [conversationId, otherId] of [
    [fromId, intoId],
    [intoId, fromId],
  ] as const) {
    ctx.emit({ name: 'conversation.regrouped', facts: { conversationId, otherId, regroupingId: id } });
    emitChanged(ctx, conversationId, ['messages', 'status', 'assignee']);
  }
  ctx.audit({
    action,
    subject: { kind: 'conversation', id: intoId },
    facts: { from: fromId, regroupingId: id },
  });
}

/** Who had read both to the end has read what was put together. */
export async function keepRead(ctx: Ctx, begun: Begun, lastSeq: number): Promise<void> {
  await sql`
    UPDATE read_marks r SET seq = ${lastSeq}
    FROM read_marks s WHERE r.org_id = ${ctx.orgId} AND r.conversation_id = ${begun.intoId}
      AND r.seq >= ${Number(begun.before.into.last_seq)} AND s.org_id = r.org_id AND s.conversation_id = ${begun.fromId}
      AND s.reader = r.reader AND s.seq >= ${Number(begun.before.from.last_inbound_seq)}`.execute(ctx.db);
}
