import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { outsideMs, plainError, within } from './connect.ts';
import { ioOf } from './io.ts';
import { type LoadedInbox, loadInbox } from './load.ts';
import { saveTemplates } from './store-templates.ts';

/** The platform is asked again after this long (ms). */
export const templatesMs = 3_600_000;
/** How often it is looked whose time has come. */
const lookMs = 60_000;

/**
 * Asks the platform for an inbox's templates and keeps them, outside any transaction. A failure is written down, too,
 * and answered in the platform's words without secrets; null when all went well.
 */
export async function syncTemplates(kernel: Kernel, inbox: LoadedInbox): Promise<string | null> {
  const asked = inbox.plugin.templates?.(ioOf(kernel, inbox));
  if (!asked) return null;
  try {
    const templates = await within(outsideMs, asked);
    await inTransaction(kernel, systemActor(inbox.orgId), (ctx) => saveTemplates(ctx, inbox.id, templates));
    return null;
  } catch (error) {
    const text = plainError(inbox, error);
    await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
      await ctx.db
        .updateTable('inboxes')
        .set({ templates_error: text })
        .where('org_id', '=', ctx.orgId)
        .where('id', '=', inbox.id)
        .execute();
    });
    return text;
  }
}

/** Asks for the templates of every inbox in use whose hour is over; one process does it for each. */
export async function askForTemplates(kernel: Kernel): Promise<number> {
  const channels = [...kernel.ports.channels].filter(([, plugin]) => plugin.templates).map(([id]) => id);
  if (channels.length === 0) return lookMs;
  const inboxes = await kernel.database.asSystem((db) =>
    db
      .selectFrom('inboxes')
      .select(['org_id', 'id'])
      .where('active', '=', true)
      .where('channel', 'in', channels)
      .execute(),
  );
  for (const row of inboxes) {
    if (!(await takeTurn(kernel, { orgId: row.org_id, inboxId: row.id }))) continue;
    const inbox = await loadInbox(kernel, row.org_id, row.id);
    const error = inbox && (await syncTemplates(kernel, inbox));
    if (error) kernel.log.warn('templates could not be asked for', { inboxId: row.id, text: error });
  }
  return lookMs;
}

/** Marks an inbox as asked when its hour is over; false when it is not, or another process was quicker. */
const takeTurn = (kernel: Kernel, { orgId, inboxId }: { orgId: string; inboxId: string }): Promise<boolean> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const now = ctx.clock.now();
    const result = await ctx.db
      .updateTable('inboxes')
      .set({ templates_at: now })
      .where('org_id', '=', orgId)
      .where('id', '=', inboxId)
      .where((where) =>
        where.or([
          where('templates_at', 'is', null),
          where('templates_at', '<', new Date(now.getTime() - templatesMs)),
        ]),
      )
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  });
