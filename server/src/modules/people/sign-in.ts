import type { ResponseOf } from '@meada/contract/route';
import type { signIn as route } from '@meada/contract/routes/session';
import type { Call, Input } from '../../kernel/http/route.ts';
import { membershipsOf } from './directory.ts';
import { provePassword } from './prove.ts';
import { lifetimes } from './rules.ts';
import { openSession, refuseOtherSites, wrongCredentials } from './sessions.ts';
import { makeTicket } from './tickets.ts';

/** Signs in with address and password; who has a second factor gets a ticket to finish with. */
export async function signIn(
  call: Call,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<ResponseOf<typeof route>> {
  refuseOtherSites(call);
  const proved = await provePassword(call, input.body.email, input.body.password);
  if (proved.factorSecret === null) return openSession(call, proved);
  const { personId } = proved;
  // Nobody learns from the next step that the password of a deactivated person was right.
  const served = await call.kernel.database.asSystem((db) => membershipsOf(db, personId));
  if (served.length === 0) throw wrongCredentials();
  const ticket = { kind: 'second_factor', personId, lifeMs: lifetimes.factorTicket } as const;
  return { state: 'second_factor', ticket: await makeTicket(call.kernel, ticket) };
}
