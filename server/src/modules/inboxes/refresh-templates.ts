import type { refreshTemplates as route } from '@meada/contract/routes/templates';
import type { Call, Input } from '../../kernel/http/route.ts';
import { ask, open, type TemplateList } from './asking-templates.ts';

/** Asks the platform for the templates now, as a person wants it who has just had one approved. As `listTemplates`. */
export async function refreshTemplates(
  call: Call,
  input: Pick<Input<typeof route>, 'params'>,
): Promise<TemplateList> {
  const { inbox, read } = await open(call, input.params.id);
  if (!inbox.plugin.templates) return { items: [], askedAt: null, error: null };
  return ask(call, inbox, read);
}
