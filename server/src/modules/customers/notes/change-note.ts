import type { CustomerNote, changeNote as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { noteOf } from './views.ts';

/** Edits or pins a note; what it said before stays as a version with its writer. Throws `not_found`. */
export async function changeNote(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerNote> {
  permit(ctx.actor, 'customers.write');
  const { id, noteId } = input.params;
  const { text, pinned } = input.body;
  const rootId = await rootIdOf(ctx, id);
  const before = await noteOf(ctx, rootId, noteId);
  const edits = text !== undefined && text !== before.text;
  const pins = pinned !== undefined && pinned !== before.pinned;
  if (!edits && !pins) return before;
  if (edits) await keepVersion(ctx, before);
  const now = ctx.clock.now();
  await ctx.db
    .updateTable('customer_notes')
    .set({
      ...(pins ? { pinned } : {}),
      ...(edits ? { text, edited_at: now, author_kind: ctx.actor.kind, author_id: ctx.actor.id } : {}),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', noteId)
    .execute();
  const what = edits ? 'edited' : 'pinned';
  ctx.emit({ name: 'customer.noted', facts: { customerId: rootId, noteId, what } });
  return noteOf(ctx, rootId, noteId);
}

async function keepVersion(ctx: Ctx, before: CustomerNote): Promise<void> {
  await ctx.db
    .insertInto('customer_note_versions')
    .values({
      org_id: ctx.orgId,
      id: ctx.ids.uuid(),
      note_id: before.id,
      text: before.text,
      actor_kind: before.author.kind,
      actor_id: before.author.id,
      at: before.editedAt ?? before.createdAt,
    })
    .execute();
}
