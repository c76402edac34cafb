import { plainText } from '@meada/contract/questions';
import type { Ctx } from '../../../kernel/ctx.ts';
import { keepFact, type NewFact } from './keep.ts';

/** A name somebody typed or gave in a form is known from then on: nobody need ask for it. */
export async function factOfName(
  ctx: Ctx,
  { customerId, name, ...from }: Pick<NewFact, 'customerId' | 'source' | 'confidence'> & { name: string },
): Promise<void> {
  const value = name.trim();
  if (value !== '')
    await keepFact(ctx, { customerId, kind: 'name', value, canonical: plainText(value), ...from });
}
