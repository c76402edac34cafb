import type { changePassword as route } from '@meada/contract/routes/session';
import type { Call, Input } from '../../kernel/http/route.ts';
import { tokenHash } from '../../kernel/ids.ts';
import { dropActors } from './actor-cache.ts';
import { setCookie } from './cookie.ts';
import { deleteSessions, updateSession, updateSignIn } from './directory.ts';
import { hashPassword } from './passwords.ts';
import { personOf } from './person-of.ts';
import { proveOwnPassword } from './prove.ts';
import { announceEnded, auditEverywhere } from './sessions.ts';
import { tellChange } from './tell-change.ts';
import { dropTickets } from './tickets.ts';
import { refuseWeak } from './weak-passwords.ts';

/** Changes the own password: every other session and its sockets end, this one goes on under a new token. */
export async function changePassword(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<{ ok: true }> {
  const { kernel } = call;
  const actor = personOf(call.actor);
  const { personId, email } = await proveOwnPassword(call, input.body.current);
  refuseWeak(input.body.next, 'body.next', [email, actor.name]);
  const passwordHash = await hashPassword(input.body.next);
  const token = kernel.ids.token();
  const ended = await kernel.database.asSystem(async (db) => {
    await updateSignIn(db, personId, { password_hash: passwordHash });
    await dropTickets(db, personId);
    await updateSession(db, { id: actor.sessionId, personId }, { token_hash: tokenHash(token) });
    return deleteSessions(db, { personId, except: actor.sessionId });
  });
  dropActors(kernel, { orgId: actor.orgId, personId, sessionId: actor.sessionId });
  setCookie(call, 'meada', token);
  await announceEnded(kernel, ended);
  await auditEverywhere(kernel, personId, {
    action: 'password.changed',
    subject: { kind: 'person', id: personId },
    facts: { sessionsEnded: ended.length },
  });
  tellChange(kernel, personId, 'password_changed');
  return { ok: true };
}
