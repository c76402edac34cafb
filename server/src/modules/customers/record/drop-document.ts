import type { CustomerRecord, dropDocument as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { deleteDocument } from './store.ts';
import { documentsOf, recordOf } from './view.ts';

/** Removes a document. Throws `not_found`. */
export async function dropDocument(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<CustomerRecord> {
  permit(ctx.actor, 'customers.write');
  const { id, documentId } = input.params;
  const rootId = await rootIdOf(ctx, id);
  const document = found(
    (await documentsOf(ctx, rootId)).find((one) => one.id === documentId),
    'document',
  );
  await deleteDocument(ctx, documentId);
  const { kind } = document;
  ctx.emit({ name: 'customer.changed', facts: { customerId: rootId, what: ['document'] } });
  ctx.audit({
    action: 'customer.document_dropped',
    subject: { kind: 'customer', id: rootId },
    facts: { kind },
  });
  return recordOf(ctx, rootId);
}
