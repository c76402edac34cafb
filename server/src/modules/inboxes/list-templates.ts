import type { MessageTemplate, listTemplates as route } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import { Failure, found, notFound } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { outsideMs, plainError, within } from './connect.ts';
import { ioOf, loadInbox } from './load.ts';

/**
 * The approved templates of an inbox's account, asked of the platform outside any transaction, in at most 20 s. Throws
 * `not_found` (also for an inbox that is switched off), `outside_failed` in the platform's words without secrets.
 */
export async function listTemplates(
  call: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<{ items: MessageTemplate[] }> {
  const actor = found(call.actor, 'inbox');
  permit(actor, 'conversations.reply');
  const inbox = found(await loadInbox(call.kernel, actor.orgId, input.params.id), 'inbox');
  if (!inbox.active) throw notFound('inbox');
  if (!inbox.plugin.templates) return { items: [] };
  try {
    const all = await within(outsideMs, inbox.plugin.templates(ioOf(call.kernel, inbox)));
    const approved = all.filter((one) => one.state === 'approved');
    return {
      items: approved.map(({ name, language, text, parameters }) => ({ name, language, text, parameters })),
    };
  } catch (error) {
    throw new Failure('outside_failed', plainError(inbox, error));
  }
}
