import type { finishConsent as route } from '@meada/contract/routes/consents';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { type Actor, permit } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { Failure, found, refused } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { freshInbox } from './connect.ts';
import {
  askTokens,
  ConsentWithdrawn,
  type Offer,
  offerOf,
  returnPath,
  type Traded,
} from './consent/exchange.ts';
import { saveConsent, type Ticket, takeTicket } from './consent/store.ts';
import { forgetInbox, type LoadedInbox } from './load.ts';
import { inboxesOf } from './views.ts';

/**
 * Ends a sign-in at a provider with what it sent back. The ticket is gone before the code is traded, so a code is
 * tried once; the code is traded outside any transaction. Throws `not_found` for a state that is not this person's or
 * too old, `refused` when consent was not given whole, `outside_failed`.
 */
export async function finishConsent(call: Call, input: Pick<Input<typeof route>, 'body'>): Promise<Inbox> {
  const { kernel } = call;
  const actor = found(call.actor, 'sign-in');
  permit(actor, 'inboxes.manage');
  const { state, code, error } = input.body;
  const { ticket } = await inTransaction(kernel, actor, (ctx) => takeTicket(ctx, state));
  if (error || !code) throw refused(`The provider gave no consent: ${(error ?? 'no code').slice(0, 100)}.`);
  const inbox = found(await freshInbox(kernel, actor.orgId, ticket.inboxId), 'inbox');
  const offer = offerOf(kernel, inbox.plugin, { provider: ticket.provider, settings: inbox.settings });
  const traded = await trade(kernel, offer, { code, verifier: ticket.verifier });
  await save(kernel, actor, { ticket, traded, inbox });
  const [shown] = await inTransaction(kernel, actor, (ctx) => inboxesOf(ctx, inbox.id));
  return found(shown, 'inbox');
}

async function trade(
  kernel: Kernel,
  offer: Offer,
  given: { code: string; verifier: string },
): Promise<Traded> {
  const form = {
    grant_type: 'authorization_code',
    code: given.code,
    code_verifier: given.verifier,
    redirect_uri: `${kernel.publicUrl}${returnPath}`,
  };
  const traded = await askTokens(kernel, offer, form).catch((error: unknown) => {
    if (error instanceof ConsentWithdrawn)
      throw new Failure('outside_failed', 'The provider did not take the code.');
    throw error;
  });
  const granted = traded.scopes?.map((scope) => scope.toLowerCase());
  const missing = offer.neededScopes.find((scope) => granted && !granted.includes(scope.toLowerCase()));
  if (missing) throw refused('The permission to read and send mail was not given: tick it when signing in.');
  if (!traded.refresh) throw refused('The provider gave no lasting permission: sign in again and accept it.');
  return traded;
}

type Given = { ticket: Ticket; traded: Traded; inbox: LoadedInbox };

async function save(kernel: Kernel, actor: Actor, { ticket, traded, inbox }: Given): Promise<void> {
  await inTransaction(kernel, actor, async (ctx) => {
    await saveConsent(ctx, ticket, { tokens: traded, account: traded.account || inbox.address });
    ctx.emit({ name: 'inbox.changed', facts: { inboxId: inbox.id } });
    ctx.audit({
      action: 'inbox.consent.given',
      subject: { kind: 'inbox', id: inbox.id },
      facts: { provider: ticket.provider },
    });
  });
  forgetInbox(kernel, { orgId: inbox.orgId, inboxId: inbox.id });
  kernel.bus.wake('inboxes');
}
