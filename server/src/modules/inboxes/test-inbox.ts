import type { testInbox as route } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import { found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { freshInbox, outsideMs, plainError, within } from './connect.ts';
import { ioOf } from './io.ts';
import type { ConnectionTest } from './port.ts';
import { withoutSecrets } from './settings.ts';

/** Tries an inbox's connection step by step, outside any transaction, in at most 20 s. Throws `not_found`. */
export async function testInbox(
  call: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<ConnectionTest> {
  const actor = found(call.actor, 'inbox');
  permit(actor, 'inboxes.manage');
  const inbox = found(await freshInbox(call.kernel, actor.orgId, input.params.id), 'inbox');
  try {
    const result = await within(outsideMs, inbox.plugin.test(ioOf(call.kernel, inbox)));
    const clean = (text: string): string => withoutSecrets(inbox.plugin, inbox.settings, text);
    return {
      ok: result.ok,
      steps: result.steps.map(({ name, ok, text }) => ({ name, ok, ...(text ? { text: clean(text) } : {}) })),
    };
  } catch (error) {
    return { ok: false, steps: [{ name: 'connection', ok: false, text: plainError(inbox, error) }] };
  }
}
