import type { CustomerRecord, addDocument as route } from '@meada/contract/routes/record';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../store.ts';
import { insertDocument } from './store.ts';
import { documentsOf, recordOf } from './view.ts';

const documentsAtMost = 50;

/** Writes a document down; the same kind and number stands once. Throws `not_found`, `refused`. */
export async function addDocument(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<CustomerRecord> {
  permit(ctx.actor, 'customers.write');
  const rootId = await rootIdOf(ctx, input.params.id);
  const before = await documentsOf(ctx, rootId);
  if (before.length >= documentsAtMost) throw refused('A customer has at most 50 documents.', 'body.number');
  const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
  const { kind, number } = input.body;
  if (!before.some((one) => one.kind === kind && bare(one.number) === bare(number))) {
    await insertDocument(ctx, rootId, input.body);
    ctx.emit({ name: 'customer.changed', facts: { customerId: rootId, what: ['document'] } });
    ctx.audit({
      action: 'customer.document_added',
      subject: { kind: 'customer', id: rootId },
      facts: { kind },
    });
  }
  return recordOf(ctx, rootId);
}
