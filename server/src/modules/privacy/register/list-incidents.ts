import type { Incident } from '@meada/contract/routes/privacy-register';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { incidentsOf } from './incidents.ts';

/** The register of incidents. */
export async function listIncidents(ctx: Ctx): Promise<{ items: Incident[] }> {
  permit(ctx.actor, 'privacy.manage');
  return { items: await incidentsOf(ctx) };
}
