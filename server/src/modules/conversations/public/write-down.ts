import type { WrittenDown } from '@meada/contract/public';
import { permit } from '../../../kernel/actor.ts';
import { Failure, found, refused } from '../../../kernel/errors.ts';
import type { Call } from '../../../kernel/http/route.ts';
import { loadInbox, receive } from '../../inboxes/index.ts';

/**
 * Writes down what a person has read on a site without notifications: it goes into the ledger like anything received
 * (the same `clientId` twice is one), and the worker makes the conversation of it. 422 where the channel has no such
 * form or the inbox is off.
 */
export async function writeDown(call: Call, input: WrittenDown & { inboxId: string }): Promise<{ ok: true }> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'conversations.reply');
  const { inboxId, ...said } = input;
  const inbox = found(await loadInbox(kernel, actor.orgId, inboxId), 'inbox');
  if (!inbox.plugin.writtenDown || !inbox.active)
    throw refused('Nothing can be written down by hand here.', 'params.id');
  const arrival = inbox.plugin.writtenDown(said);
  await receive(kernel, { orgId: actor.orgId, inboxId: inbox.id }, [arrival]);
  return { ok: true };
}
