import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoadedInbox } from './load.ts';
import { withoutSecrets } from './settings.ts';

export type Health = { state: 'connected' | 'connecting' | 'failing' | 'idle'; text?: string };

const longest = 500;

/** Writes the state for the health page, without secrets; the same state is not written again. Never throws. */
export async function reportHealth(kernel: Kernel, inbox: LoadedInbox, health: Health): Promise<void> {
  const text = withoutSecrets(inbox.plugin, inbox.settings, health.text ?? '').slice(0, longest) || null;
  await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const result = await ctx.db
      .updateTable('inboxes')
      .set({ health_state: health.state, health_text: text, health_at: ctx.clock.now() })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', inbox.id)
      .where((where) =>
        where.or([where('health_state', '<>', health.state), where('health_text', 'is distinct from', text)]),
      )
      .executeTakeFirst();
    if (result.numUpdatedRows > 0n) ctx.emit({ name: 'inbox.changed', facts: { inboxId: inbox.id } });
  }).catch((error: unknown) => kernel.log.warn('the health of an inbox could not be written', { error }));
}
