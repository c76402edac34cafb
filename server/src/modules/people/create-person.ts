import type { Role, Visibility } from '@meada/contract/permissions';
import type { Locale } from '@meada/contract/primitives';
import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { ensureSignIn, setMembership } from './directory.ts';
import { hashPassword } from './passwords.ts';
import { insertMember } from './store.ts';
import { setTeamsOf } from './store-teams.ts';

export type NewPerson = {
  orgId: string;
  name: string;
  email: string;
  password: string;
  role: Role;
  visibility?: Visibility;
  teamIds?: readonly string[];
  locale?: Locale;
};

/**
 * Creates a person of an organisation with a sign-in (set-up, CLI, demo; people are invited otherwise). `known`: the
 * address had a sign-in already, whose password stands. The membership comes last: until then nobody can enter.
 * Throws `conflict` when the person serves the organisation already.
 */
export async function createPerson(
  kernel: Kernel,
  input: NewPerson,
): Promise<{ id: string; known: boolean }> {
  const email = input.email.trim().toLowerCase();
  const passwordHash = await hashPassword(input.password);
  const { personId, known } = await kernel.database.asSystem((db) =>
    ensureSignIn(db, {
      personId: kernel.ids.uuid(),
      email,
      passwordHash,
      locale: input.locale ?? 'pt-BR',
    }),
  );
  await inTransaction(kernel, systemActor(input.orgId), async (ctx) => {
    const { name, role, visibility = 'all' } = input;
    await insertMember(ctx, { id: personId, name, email, role, visibility });
    await setTeamsOf(ctx, personId, input.teamIds ?? []);
    ctx.emit({ name: 'person.changed', facts: { personId } });
    ctx.audit({
      action: 'person.created',
      subject: { kind: 'person', id: personId },
      facts: { role, visibility },
    });
  });
  await kernel.database.asSystem((db) => setMembership(db, { personId, orgId: input.orgId, active: true }));
  return { id: personId, known };
}
