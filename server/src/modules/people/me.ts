import type { Me } from '@meada/contract/routes/session';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { organisationOf } from '../organisations/index.ts';
import { loadMember } from './actors.ts';
import { membershipsOf, signInOfPerson } from './directory.ts';

/** The signed-in person as every screen needs it. */
export async function meOf(kernel: Kernel, actor: PersonActor): Promise<Me> {
  const { signIn, served } = await kernel.database.asSystem(async (db) => ({
    signIn: found(await signInOfPerson(db, actor.id), 'person'),
    served: await membershipsOf(db, actor.id),
  }));
  const organisation = await kernel.database.inOrg(actor.orgId, (db) => organisationOf(db, actor.orgId));
  const organisations: Me['organisations'] = [];
  for (const { id, name } of served) {
    const ref = { id: actor.sessionId, person_id: actor.id, org_id: id };
    const there = id === actor.orgId ? actor : await loadMember(kernel, ref);
    if (there) organisations.push({ id, name, role: there.role });
  }
  return {
    personId: actor.id,
    name: actor.name,
    email: signIn.email,
    locale: signIn.locale,
    avatarUrl: null,
    secondFactor: signIn.factorSecret !== null,
    organisation,
    organisations: organisations.sort((a, b) => a.name.localeCompare(b.name)),
    role: actor.role,
    permissions: [...actor.permissions],
    visibility: actor.visibility,
    teamIds: [...actor.teamIds],
  };
}
