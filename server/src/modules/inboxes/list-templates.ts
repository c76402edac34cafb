import type { MessageTemplate, listTemplates as route } from '@meada/contract/routes/inboxes';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure, found, notFound } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { type LoadedInbox, loadInbox } from './load.ts';
import { syncTemplates, templatesMs } from './sync-templates.ts';
import { templatesOf } from './views-templates.ts';

export type TemplateList = { items: MessageTemplate[]; askedAt: string | null; error: string | null };

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

/** Asks the platform whatever is known. */
export async function ask(
  call: Call,
  inbox: LoadedInbox,
  read: () => Promise<TemplateList>,
): Promise<TemplateList> {
  const error = await syncTemplates(call.kernel, inbox);
  const now = await read();
  if (error && now.items.length === 0) throw new Failure('outside_failed', error);
  return now;
}

/** The inbox, for whoever may answer on it, and how its templates are read. */
export async function open(
  call: Call,
  id: string,
): Promise<{ inbox: LoadedInbox; read: () => Promise<TemplateList> }> {
  const actor = found(call.actor, 'inbox');
  permit(actor, 'conversations.reply');
  const inbox = found(await loadInbox(call.kernel, actor.orgId, id), 'inbox');
  if (!inbox.active) throw notFound('inbox');
  return { inbox, read: () => inTransaction(call.kernel, actor, (ctx) => templatesOf(ctx, id)) };
}
