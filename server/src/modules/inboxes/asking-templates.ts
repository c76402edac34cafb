import type { MessageTemplate } from '@meada/contract/routes/templates';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure, found, notFound } from '../../kernel/errors.ts';
import type { Call } from '../../kernel/http/route.ts';
import { type LoadedInbox, loadInbox } from './load.ts';
import { syncTemplates } from './sync-templates.ts';
import { templatesOf } from './views-templates.ts';

export type TemplateList = { items: MessageTemplate[]; askedAt: string | null; error: string | null };

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

/** The inbox of a channel on which the firm makes templates of its own, with what the channel takes; else `not_found`. */
export async function openMaking(call: Call, id: string) {
  const { inbox, read } = await open(call, id);
  const { manifest, submitTemplate, deleteTemplate } = inbox.plugin;
  const making = manifest.capabilities.templates;
  if (!making || !submitTemplate || !deleteTemplate)
    throw new Failure('channel_cannot', 'No templates are made on this channel.', { field: 'params.id' });
  return { inbox, making, submit: submitTemplate, remove: deleteTemplate, read };
}
