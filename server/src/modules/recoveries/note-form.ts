import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { claimContact, holdTyped } from '../customers/index.ts';
import { comesBackMs } from './rules.ts';
import { type Row, tellAbandonment } from './store.ts';

export type LeftForm = {
  inboxId: string;
  /** Kind of address that whoever filled it in is known by, in a space of its own. */
  kind: string;
  /** E.164. */
  phone: string;
  name: string;
  said: string;
};

/**
 * Somebody agreed to be called, wrote their number and went without sending: that is kept, as a claim that proves nothing. One
 * that stands per customer; the newest words count. Who is erased or blocked, or has been called meanwhile, is let alone.
 */
export async function noteForm(ctx: Ctx, { inboxId, kind, phone, name, said }: LeftForm): Promise<void> {
  const customerId = await holdTyped(ctx, { kind, value: phone });
  await claimContact(ctx, { customerId, phone, ...(name ? { name } : {}) });
  const now = ctx.clock.now();
  const { rows } = await sql<Row>`
    INSERT INTO abandonments (org_id, id, kind, customer_id, inbox_id, at, said, ends_at, created_at)
    SELECT ${ctx.orgId}, ${ctx.ids.uuid()}, 'form_left', o.id, ${inboxId}, ${now}, ${said || null},
      ${new Date(now.getTime() + comesBackMs)}, ${now}
    FROM customers o WHERE o.org_id = ${ctx.orgId} AND o.id = ${customerId} AND o.erased_at IS NULL AND o.blocked_at IS NULL
      AND NOT EXISTS (SELECT FROM conversations c JOIN callbacks b ON b.org_id = c.org_id AND b.conversation_id = c.id
        AND b.settled_at IS NULL WHERE c.org_id = o.org_id AND c.customer_id = o.id)
    ON CONFLICT (org_id, customer_id) WHERE settled_at IS NULL AND kind = 'form_left'
      DO UPDATE SET said = coalesce(excluded.said, abandonments.said), at = excluded.at, ends_at = excluded.ends_at
    RETURNING id, customer_id, conversation_id, kind, state`.execute(ctx.db);
  for (const row of rows) tellAbandonment(ctx, row);
}
