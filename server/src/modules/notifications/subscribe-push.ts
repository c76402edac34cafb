import { createHash } from 'node:crypto';
import type { BodyOf } from '@meada/contract/route';
import type { subscribePush as route } from '@meada/contract/routes/push';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { arePushKeys } from '../../kernel/web-push.ts';
import { personOf } from './person-of.ts';
import { putSubscription } from './store.ts';

/**
 * Lets the browser that asks be told. Its address is called later through egress, which refuses what is not public; here only
 * its form is looked at. It ends with the session it was made in.
 */
export async function subscribePush(
  ctx: Ctx,
  input: BodyOf<typeof route> & { agent: string },
): Promise<{ id: string }> {
  const person = personOf(ctx);
  const { endpoint, p256dh, auth, agent } = input;
  const { protocol, host, username, password } = new URL(endpoint);
  // Push services speak TLS; only the operator's own exceptions (simulators) do not.
  const plain = protocol === 'http:' && !ctx.config.egressAllow.includes(host);
  if (plain || username || password) throw refused('This is not the address of a push service.');
  if (!arePushKeys({ p256dh, auth })) throw refused('These are not the keys of a browser.');
  const id = ctx.ids.uuid();
  await putSubscription(ctx, {
    id,
    personId: person.id,
    sessionId: person.sessionId,
    endpointHash: createHash('sha256').update(endpoint).digest('base64url'),
    sealed: ctx.secrets.encrypt(JSON.stringify({ endpoint, p256dh, auth }), `push ${id}`),
    host: host.slice(0, 200),
    agent: agent.slice(0, 300),
  });
  ctx.audit({ action: 'push.subscribed', subject: { kind: 'device', id }, facts: { host } });
  return { id };
}
