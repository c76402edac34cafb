import type { Kernel } from '../../kernel/ctx.ts';
import { reportHealth } from './health.ts';
import { ioOf } from './io.ts';
import { forgetInbox, type LoadedInbox, loadInbox, webhookPath } from './load.ts';
import { withoutSecrets } from './settings.ts';
import { sharingInboxes } from './sharing.ts';
import { hasPublicKey } from './views.ts';

/** What a platform may take to answer while somebody waits (ms). */
export const outsideMs = 20_000;

/** Rejects when the work takes longer; the work itself is not stopped. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** An error's message in one line, without secrets of the inbox. */
export const plainError = (inbox: LoadedInbox, error: unknown): string =>
  withoutSecrets(inbox.plugin, inbox.settings, error instanceof Error ? error.message : String(error))
    .replace(/\s+/g, ' ')
    .slice(0, 500);

/**
 * Tells the platform about an inbox (registers its webhook) after its settings were saved, outside any transaction. A
 * failure is no error of the saving: it is written on the inbox's health.
 */
export async function connectInbox(kernel: Kernel, orgId: string, inboxId: string): Promise<void> {
  forgetInbox(kernel, { orgId, inboxId });
  const inbox = await loadInbox(kernel, orgId, inboxId);
  if (!inbox?.active) return;
  const { plugin } = inbox;
  try {
    const webhookUrl = `${kernel.publicUrl}${webhookPath(inbox.routeKey)}`;
    await within(outsideMs, Promise.resolve(plugin.connect?.(ioOf(kernel, inbox), webhookUrl)));
    // A listener tells for itself; what only waits to be called shows its first receipt.
    if (plugin.listen || (!plugin.connect && !hasPublicKey(plugin))) return;
    await reportHealth(kernel, inbox, { state: 'connected' });
  } catch (error) {
    const text = plainError(inbox, error);
    kernel.log.warn('an inbox could not be connected', { inboxId, text });
    await reportHealth(kernel, inbox, { state: 'failing', text });
  }
}

/** Takes back what `connectInbox` did; best effort, since the account may be gone. */
export async function disconnectInbox(kernel: Kernel, inbox: LoadedInbox): Promise<void> {
  try {
    await within(outsideMs, Promise.resolve(inbox.plugin.disconnect?.(ioOf(kernel, inbox))));
  } catch (error) {
    kernel.log.warn('an inbox could not be disconnected', {
      inboxId: inbox.id,
      text: plainError(inbox, error),
    });
  }
  await reportHealth(kernel, inbox, { state: 'idle' });
  await reconnectOthers(kernel, inbox);
}

/** The address that is gone may have been called for other accounts, too: each of them gives its own again. */
async function reconnectOthers(kernel: Kernel, gone: LoadedInbox): Promise<void> {
  if (!gone.plugin.webhook?.accounts || !gone.plugin.connect) return;
  const others = (await sharingInboxes(kernel, gone.orgId)).filter(
    ({ inbox }) => inbox.id !== gone.id && inbox.channel === gone.channel,
  );
  await Promise.all(others.map(({ inbox }) => connectInbox(kernel, gone.orgId, inbox.id)));
}

/** An inbox as it stands in the database now, whatever is remembered. */
export async function freshInbox(
  kernel: Kernel,
  orgId: string,
  inboxId: string,
): Promise<LoadedInbox | null> {
  forgetInbox(kernel, { orgId, inboxId });
  return loadInbox(kernel, orgId, inboxId);
}
