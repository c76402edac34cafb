import type { Me } from '@meada/contract/routes/session';
import type { PersonActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Tx } from '../../kernel/db/connection.ts';
import { found } from '../../kernel/errors.ts';
import { organisationOf } from '../organisations/index.ts';
import { loadMember } from './actors.ts';
import { membershipsOf, signInOfPerson } from './directory.ts';
import { workspaceOf } from './workspace/views.ts';

/** The signed-in person as every screen needs it. */
export async function meOf(kernel: Kernel, actor: PersonActor): Promise<Me> {
  const { signIn, served } = await kernel.database.asSystem(async (db) => ({
    signIn: found(await signInOfPerson(db, actor.id), 'person'),
    served: await membershipsOf(db, actor.id),
  }));
  const { organisation, undo, workspace } = await kernel.database.inOrg(actor.orgId, async (db) => ({
    organisation: await organisationOf(db, actor.orgId),
    undo: await undoOf(db, actor),
    workspace: await workspaceOf(db, actor),
  }));
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
    undo,
    workspace,
  };
}

/** For how long they can take back what they send. */
async function undoOf(db: Tx, { orgId, id }: PersonActor): Promise<Me['undo']> {
  const row = await db
    .selectFrom('members')
    .select(['undo_letter_seconds', 'undo_chat_seconds'])
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  const { undo_letter_seconds: letters = 5, undo_chat_seconds: chats = 0 } = row ?? {};
  return { letters, chats } as Me['undo'];
}
