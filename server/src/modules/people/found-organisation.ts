import type { Kernel } from '../../kernel/ctx.ts';
import { createOrganisation, type NewOrganisation } from '../organisations/index.ts';
import { createPerson, type NewPerson } from './create-person.ts';

export type Founding = {
  organisation: NewOrganisation;
  owner: Pick<NewPerson, 'name' | 'email' | 'password' | 'locale'>;
};

/** An organisation with its first owner: set-up page, CLI, demo loader. */
export async function foundOrganisation(
  kernel: Kernel,
  input: Founding,
): Promise<{ orgId: string; slug: string; brandId: string; ownerId: string }> {
  const made = await createOrganisation(kernel, input.organisation);
  const owner = await createPerson(kernel, { ...input.owner, orgId: made.id, role: 'owner' });
  return { orgId: made.id, slug: made.slug, brandId: made.brandId, ownerId: owner.id };
}
