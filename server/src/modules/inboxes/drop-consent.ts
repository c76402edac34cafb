import type { dropConsent as route } from '@meada/contract/routes/consents';
import type { Inbox } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { deleteConsent } from './consent/store.ts';
import { forgetInbox } from './load.ts';
import { holdInbox } from './store.ts';
import { inboxesOf } from './views.ts';

/** Forgets the consent an inbox signs in by; from then on its password counts, if it has one. Throws `not_found`. */
export async function dropConsent(
  { kernel, actor }: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<Inbox> {
  const who = found(actor, 'inbox');
  permit(who, 'inboxes.manage');
  const { id } = input.params;
  const inbox = await inTransaction(kernel, who, async (ctx) => {
    await holdInbox(ctx, id);
    if (await deleteConsent(ctx, id)) {
      ctx.emit({ name: 'inbox.changed', facts: { inboxId: id } });
      ctx.audit({ action: 'inbox.consent.dropped', subject: { kind: 'inbox', id } });
    }
    return found((await inboxesOf(ctx, id))[0], 'inbox');
  });
  forgetInbox(kernel, { orgId: who.orgId, inboxId: id });
  kernel.bus.wake('inboxes');
  return inbox;
}
