import type { Me, switchOrganisation as route } from '@meada/contract/routes/session';
import { inTransaction } from '../../kernel/ctx.ts';
import { found, notFound } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { loadMember } from './actors.ts';
import { membershipsOf, updateSession } from './directory.ts';
import { meOf } from './me.ts';
import { personOf } from './person-of.ts';
import { announceEnded } from './sessions.ts';

/** Goes on in another organisation of the same person. What the session had open in the former one ends. */
export async function switchOrganisation(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<Me> {
  const { kernel } = call;
  const actor = personOf(call.actor);
  const { organisationId: orgId } = input.body;
  if (orgId === actor.orgId) return meOf(kernel, actor);
  const served = await kernel.database.asSystem((db) => membershipsOf(db, actor.id));
  if (!served.some(({ id }) => id === orgId)) throw notFound('organisation');
  const ref = { id: actor.sessionId, person_id: actor.id, org_id: orgId };
  const next = found(await loadMember(kernel, ref), 'organisation');
  await kernel.database.asSystem((db) =>
    updateSession(db, { id: actor.sessionId, personId: actor.id }, { org_id: orgId }),
  );
  await announceEnded(kernel, [{ id: actor.sessionId, personId: actor.id, orgId: actor.orgId }]);
  await inTransaction(kernel, next, async (ctx) => {
    ctx.audit({ action: 'session.started', facts: { switched: true } });
  });
  return meOf(kernel, next);
}
