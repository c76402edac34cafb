import type { setDomains as route } from '@meada/contract/routes/companies';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { isPublicProvider } from './rules.ts';
import { companyRoot, domainsOf, groupOf } from './views.ts';

/**
 * Says which mail domains a company has. Nobody joins by it: whose mail ends so is proposed. Throws `not_found`, `refused`
 * for a provider anybody may have an address at, `conflict` for another company's domain.
 */
export async function setDomains(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ domains: string[] }> {
  permit(ctx.actor, 'customers.write');
  const companyId = await companyRoot(ctx, input.params.id);
  const domains = [...new Set(input.body.domains)];
  const shared = domains.find(isPublicProvider);
  if (shared) throw refused(`Anybody may have an address at ${shared}.`, 'body.domains');
  await ctx.db
    .deleteFrom('company_domains')
    .where('org_id', '=', ctx.orgId)
    .where('company_id', 'in', groupOf(ctx, companyId) as never)
    .where('domain', 'not in', [...domains, ''])
    .execute();
  const kept = await domainsOf(ctx, companyId);
  const added = domains.filter((domain) => !kept.includes(domain));
  if (added.length > 0) {
    const row = { org_id: ctx.orgId, company_id: companyId, created_at: ctx.clock.now() };
    await ctx.db
      .insertInto('company_domains')
      .values(added.map((domain) => ({ ...row, domain })))
      .execute()
      .catch((error: unknown) => {
        throw isDouble(error) ? conflict('Another company has this domain.', 'body.domains') : error;
      });
  }
  ctx.emit({ name: 'customer.changed', facts: { customerId: companyId, what: ['domains'] } });
  ctx.audit({
    action: 'company.domains_changed',
    subject: { kind: 'customer', id: companyId },
    facts: { count: domains.length },
  });
  return { domains: await domainsOf(ctx, companyId) };
}
