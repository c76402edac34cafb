import type { PostalPlace, lookUpPostalCode as route } from '@meada/contract/routes/postal';
import { permit } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import type { Call, Input } from '../../../kernel/http/route.ts';
import type { PostalCodeProvider } from './port.ts';
import { cepOf } from './rules.ts';

/** A form waits for the answer: who says nothing so long is not waited for. */
const patienceMs = 4000;
const bytesAtMost = 64 * 1024;

type Chosen = { provider: PostalCodeProvider; address: string };

/**
 * The place of a CEP by whom the firm has chosen; nobody unless it has. Who does not answer, or answers nonsense, has told
 * nothing: the address is typed as without it.
 */
export async function lookUpPostalCode(
  call: Call,
  input: Input<typeof route>,
): Promise<{ place: PostalPlace | null; asked: boolean }> {
  const actor = found(call.actor, 'postal code');
  const chosen = await inTransaction(call.kernel, actor, async (ctx): Promise<Chosen | null> => {
    permit(ctx.actor, 'customers.read');
    const row = await ctx.db
      .selectFrom('postal_code_lookups')
      .select(['provider', 'address'])
      .where('org_id', '=', ctx.orgId)
      .executeTakeFirst();
    const provider = ctx.ports.postalCodes.find(({ id }) => id === row?.provider);
    return provider ? { provider, address: row?.address ?? provider.address } : null;
  });
  const postalCode = cepOf(input.params.code);
  if (!chosen || postalCode === null) return { place: null, asked: false };
  return { place: await ask(call.kernel, chosen, postalCode), asked: true };
}

async function ask(
  kernel: Kernel,
  { provider, address }: Chosen,
  postalCode: string,
): Promise<PostalPlace | null> {
  try {
    const answer = await kernel.egress.fetch(`${address}${provider.pathOf(postalCode.replace('-', ''))}`, {
      timeoutMs: patienceMs,
      maxBytes: bytesAtMost,
      redirects: 0,
    });
    const place = answer.status === 200 ? provider.read(await answer.json()) : null;
    return place && { postalCode, ...place };
  } catch (error) {
    kernel.log.warn('a CEP could not be looked up', { provider: provider.id, error });
    return null;
  }
}
