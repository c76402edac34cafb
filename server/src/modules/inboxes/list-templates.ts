import type { listTemplates as route } from '@meada/contract/routes/templates';
import type { Call, Input } from '../../kernel/http/route.ts';
import { ask, open, type TemplateList } from './asking-templates.ts';
import { templatesMs } from './sync-templates.ts';

/**
 * The templates of an inbox's account as they are known; asked of the platform when that was an hour ago or never, in at
 * most 20 s. Throws `not_found` (also for an inbox that is switched off), `outside_failed` in the platform's words
 * without secrets when nothing is known yet.
 */
export async function listTemplates(
  call: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<TemplateList> {
  const { inbox, read } = await open(call, input.params.id);
  if (!inbox.plugin.templates) return { items: [], askedAt: null, error: null };
  const known = await read();
  const age = call.kernel.clock.now().getTime() - Date.parse(known.askedAt ?? '');
  if (age < templatesMs && !(known.error && known.items.length === 0)) return known;
  return ask(call, inbox, read);
}
