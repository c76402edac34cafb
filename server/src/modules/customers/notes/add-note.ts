import type { CustomerNote, addNote as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { noteOf, notesOf } from './views.ts';

/** As many as a screen shows. */
const notesAtMost = 200;

/** Writes a note. Throws `not_found`, `refused`. */
export async function addNote(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerNote> {
  permit(ctx.actor, 'customers.write');
  const rootId = await rootIdOf(ctx, input.params.id);
  if ((await notesOf(ctx, rootId)).length >= notesAtMost)
    throw refused('A customer has at most 200 notes.', 'body.text');
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('customer_notes')
    .values({
      org_id: ctx.orgId,
      id,
      customer_id: rootId,
      text: input.body.text,
      pinned: input.body.pinned,
      author_kind: ctx.actor.kind,
      author_id: ctx.actor.id,
      created_at: ctx.clock.now(),
    })
    .execute();
  ctx.emit({ name: 'customer.noted', facts: { customerId: rootId, noteId: id, what: 'added' } });
  return noteOf(ctx, rootId, id);
}
