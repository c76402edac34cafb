import type { resetPassword as route } from '@meada/contract/routes/session';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { deleteSessions, updateSignIn } from './directory.ts';
import { hashPassword } from './passwords.ts';
import { announceEnded, auditEverywhere } from './sessions.ts';
import { tellChange } from './tell-change.ts';
import { dropTickets, useTicket } from './tickets.ts';
import { refuseWeak } from './weak-passwords.ts';

/**
 * Chooses a new password by a link: the link works once, every session ends, every other ticket of the person is void.
 * Nobody is signed in by it: the second factor is still asked for.
 */
export async function resetPassword(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<{ ok: true }> {
  const { kernel } = call;
  refuseWeak(input.body.password, 'body.password');
  const passwordHash = await hashPassword(input.body.password);
  const ticket = { kind: 'reset', token: input.body.token, now: kernel.clock.now() } as const;
  const { personId, ended } = await kernel.database.asSystem(async (db) => {
    const person = await useTicket(db, ticket);
    if (!person) throw new Failure('gone', 'This link was used or has expired.');
    await updateSignIn(db, person, { password_hash: passwordHash });
    await dropTickets(db, person);
    return { personId: person, ended: await deleteSessions(db, { personId: person }) };
  });
  await announceEnded(kernel, ended);
  await auditEverywhere(kernel, personId, {
    action: 'password.reset',
    subject: { kind: 'person', id: personId },
    facts: { sessionsEnded: ended.length },
  });
  tellChange(kernel, personId, 'password_changed');
  return { ok: true };
}
