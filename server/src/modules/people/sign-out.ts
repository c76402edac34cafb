import type { Call } from '../../kernel/http/route.ts';
import { clearSessionCookie } from './cookie.ts';
import { personOf } from './person-of.ts';
import { endSessions } from './sessions.ts';

/** Ends the session of this request. */
export async function signOut(call: Call): Promise<{ ok: true }> {
  const actor = personOf(call.actor);
  await endSessions(call.kernel, { personId: actor.id, sessionId: actor.sessionId });
  clearSessionCookie(call);
  return { ok: true };
}
