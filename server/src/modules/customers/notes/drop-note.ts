import type { dropNote as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { noteOf } from './views.ts';

/** Deletes a note: its words and those it had before are gone. Throws `not_found`. */
export async function dropNote(ctx: Ctx, input: Pick<Input<typeof route>, 'params'>): Promise<{ ok: true }> {
  permit(ctx.actor, 'customers.write');
  const { id, noteId } = input.params;
  const rootId = await rootIdOf(ctx, id);
  await noteOf(ctx, rootId, noteId);
  await ctx.db
    .deleteFrom('customer_note_versions')
    .where('org_id', '=', ctx.orgId)
    .where('note_id', '=', noteId)
    .execute();
  await ctx.db
    .updateTable('customer_notes')
    .set({ deleted_at: ctx.clock.now(), text: '' })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', noteId)
    .execute();
  ctx.emit({ name: 'customer.noted', facts: { customerId: rootId, noteId, what: 'dropped' } });
  ctx.audit({ action: 'customer.note_deleted', subject: { kind: 'customer', id: rootId } });
  return { ok: true };
}
