import type { deleteTemplate as route } from '@meada/contract/routes/templates';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure, found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { openMaking, type TemplateList } from './asking-templates.ts';
import { outsideMs, plainError, within } from './connect.ts';
import { ioOf } from './io.ts';
import { dropTemplate, templateOf } from './store-templates.ts';

/**
 * Deletes a template at the platform, then here, outside any transaction. Throws `not_found`, `outside_failed` in the
 * platform's words.
 */
export async function deleteTemplate(
  call: Call,
  input: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<TemplateList> {
  const actor = found(call.actor, 'inbox');
  permit(actor, 'inboxes.manage');
  const { inbox, remove, read } = await openMaking(call, input.params.id);
  const known = await inTransaction(call.kernel, actor, (ctx) => templateOf(ctx, inbox.id, input.body));
  const { name, language, key } = found(known, 'template');
  try {
    await within(outsideMs, remove({ name, language, ...(key ? { key } : {}) }, ioOf(call.kernel, inbox)));
  } catch (error) {
    throw new Failure('outside_failed', plainError(inbox, error));
  }
  await inTransaction(call.kernel, actor, async (ctx) => {
    await dropTemplate(ctx, inbox.id, { name, language });
    const subject = { kind: 'inbox' as const, id: inbox.id };
    ctx.audit({ action: 'template.deleted', subject, facts: { name, language } });
  });
  return read();
}
