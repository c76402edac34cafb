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
  const { organisation, own, workspace } = await kernel.database.inOrg(actor.orgId, async (db) => ({
    organisation: await organisationOf(db, actor.orgId),
    own: await ownOf(db, actor),
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
    undo: own.undo,
    taskMail: kernel.mailer.configured ? own.taskMail : null,
    workspace,
  };
}

/** For how long they can take back what they send, and whether they want mail of their tasks. */
async function ownOf(db: Tx, { orgId, id }: PersonActor): Promise<{ undo: Me['undo']; taskMail: boolean }> {
  const row = await db
    .selectFrom('members')
    .select(['undo_letter_seconds', 'undo_chat_seconds', 'task_mail'])
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  const { undo_letter_seconds: letters = 5, undo_chat_seconds: chats = 0 } = row ?? {};
  return { undo: { letters, chats } as Me['undo'], taskMail: row?.task_mail ?? false };
}
