import type { Ctx } from '../../../kernel/ctx.ts';

type Told = {
  companyId: string;
  customerId: string;
  tieId: string;
  what: 'joined' | 'changed' | 'left' | 'dropped';
};

/** Event and audit of a change of a company's people. */
export function tell(ctx: Ctx, { companyId, customerId, tieId, what }: Told): void {
  ctx.emit({ name: 'company.changed', facts: { customerId, otherId: companyId, tieId, what } });
  ctx.audit({
    action: `company.member_${what}`,
    subject: { kind: 'customer', id: companyId },
    facts: { customerId },
  });
}
