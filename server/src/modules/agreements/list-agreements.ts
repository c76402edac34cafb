import type { Agreement } from '@meada/contract/routes/agreements';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { agreementViews } from './views.ts';

/** Agreements in order. */
export async function listAgreements(ctx: Ctx): Promise<{ items: Agreement[] }> {
  permit(ctx.actor, 'reports.read');
  return { items: await agreementViews(ctx) };
}
