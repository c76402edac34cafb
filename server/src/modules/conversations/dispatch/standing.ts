import type { Ctx, Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { tellUndelivered } from '../undelivered/tell-undelivered.ts';
import type { Place } from './house.ts';

/** What goes out to platforms stands in one of these, in rows of the same states: queued, sending, and how it ended. */
type Outgoing = 'dispatches' | 'amendments';

/** The inboxes of all organisations with something to bring out, and when the first of it is due. */
export async function waitingInboxes(
  kernel: Kernel,
  table: Outgoing,
): Promise<{ place: Place; nextAt: Date }[]> {
  const rows = await kernel.database.asSystem((db) =>
    db
      .selectFrom(table)
      .select(['org_id', 'inbox_id'])
      .select(({ fn }) => fn.min('next_at').as('next_at'))
      .where('state', 'in', ['queued', 'sending'])
      .groupBy(['org_id', 'inbox_id'])
      .execute(),
  );
  return rows.map((row) => ({
    place: { orgId: row.org_id, inboxId: row.inbox_id },
    nextAt: new Date(row.next_at as unknown as string),
  }));
}

const cutOff = {
  dispatches: { what: 'dispatch', text: 'The attempt was cut off; it may have arrived.' },
  amendments: { what: 'amendment', text: 'The attempt was cut off; the change may have been made.' },
} as const;

/** Attempts whose lease ran out were cut off: nobody knows what came of them. */
export async function settleCutOff(
  ctx: Ctx,
  inbox: LoadedInbox,
  { table, now }: { table: Outgoing; now: Date },
): Promise<void> {
  const { what, text } = cutOff[table];
  const rows = await ctx.db
    .updateTable(table)
    .set({ state: 'unknown', error_code: 'cut_off', error_text: text, updated_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('inbox_id', '=', inbox.id)
    .where('state', '=', 'sending')
    .where('next_at', '<=', now)
    .returning(['id', 'conversation_id', 'message_id'])
    .execute();
  for (const row of rows) {
    const facts = { conversationId: row.conversation_id, messageId: row.message_id, what };
    ctx.emit({ name: 'message.changed', facts });
  }
  if (table === 'dispatches')
    await tellUndelivered(
      ctx,
      rows.map(({ id }) => id),
    );
}
