import type { Ctx } from '../../kernel/ctx.ts';
import { type OrganisationView, organisationOf } from './views.ts';

/** The organisation and its settings, for everybody who is signed in to it. */
export const readOrganisation = (ctx: Ctx): Promise<OrganisationView> => organisationOf(ctx.db, ctx.orgId);
