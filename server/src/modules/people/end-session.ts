import type { endSession as route } from '@meada/contract/routes/session';
import { notFound } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { personOf } from './person-of.ts';
import { endSessions } from './sessions.ts';

/** Ends one of the person's own sessions, with its sockets. Somebody else's is answered as an unknown one. */
export async function endSession(
  call: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ ok: true }> {
  const actor = personOf(call.actor);
  const count = await endSessions(call.kernel, { personId: actor.id, sessionId: input.params.id });
  if (count === 0) throw notFound('session');
  return { ok: true };
}
