import { createHash } from 'node:crypto';
import type { beginConsent as route } from '@meada/contract/routes/consents';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { freshInbox } from './connect.ts';
import { offerOf, returnPath } from './consent/exchange.ts';
import { keepTicket } from './consent/store.ts';

/**
 * Where to send the person who signs in at the provider for an inbox: authorisation code with PKCE (RFC 7636) and a
 * state bound to this person. Throws `not_found`, `refused` when the program's own id is missing.
 */
export async function beginConsent(
  { kernel, actor }: Call,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ url: string }> {
  const who = found(actor, 'inbox');
  permit(who, 'inboxes.manage');
  const inbox = found(await freshInbox(kernel, who.orgId, input.params.id), 'inbox');
  const { provider } = input.body;
  const offer = offerOf(kernel, inbox.plugin, { provider, settings: inbox.settings });
  const state = kernel.ids.token();
  const verifier = kernel.ids.token();
  await inTransaction(kernel, who, (ctx) =>
    keepTicket(ctx, state, { inboxId: inbox.id, provider, verifier }),
  );
  const url = new URL(offer.authorizeUrl);
  const parameters = {
    ...offer.parameters,
    response_type: 'code',
    client_id: offer.client.id,
    redirect_uri: `${kernel.publicUrl}${returnPath}`,
    scope: offer.scopes.join(' '),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: inbox.address,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href };
}
