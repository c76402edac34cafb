import type { DispatchResult, OutboundMessage } from '@meada/contract/channels';
import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { mayContact } from '../../customers/index.ts';
import { ioOf, type LoadedInbox } from '../../inboxes/index.ts';
import { renew } from './claim.ts';
import { wakeCopies, wantCopy } from './copies.ts';
import { buildOutbound, type ClaimedDispatch } from './outbound.ts';
import { recordAttempt } from './record.ts';

/** An attempt under way says so this often. */
const renewMs = 10_000;

/** Waits for a place at the platform; answers what to do when the platform has, or null when the place was lost. */
type Gate = (message: OutboundMessage) => Promise<(() => void) | null>;

type Attempt = { dispatch: ClaimedDispatch; gate: Gate };

/**
 * Builds a message, waits for its place, sends it and writes down what became of it. Answers the result, or null when
 * the place was lost before anything went out: then the dispatch is the caller's again.
 */
export async function attempt(
  kernel: Kernel,
  inbox: LoadedInbox,
  { dispatch, gate }: Attempt,
): Promise<DispatchResult | null> {
  const renewing = setInterval(() => void renew(kernel, inbox, dispatch), renewMs);
  try {
    const result = await send(kernel, inbox, { dispatch, gate });
    if (result) await recordAttempt(kernel, inbox, { dispatch, result });
    if (result?.state === 'sent' && inbox.plugin.copies) wakeCopies(kernel);
    return result;
  } finally {
    clearInterval(renewing);
  }
}

/**
 * What is no answer is asked for once more when its turn has come: between writing and sending may lie hours, and nothing
 * leaves after a withdrawal. Words of people and answers are not asked for.
 */
const isStillWanted = async (
  kernel: Kernel,
  inbox: LoadedInbox,
  { dispatch, message }: { dispatch: ClaimedDispatch; message: OutboundMessage },
): Promise<boolean> =>
  !message.automatic ||
  inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const row = await ctx.db
      .selectFrom('messages')
      .select('purpose')
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', dispatch.messageId)
      .executeTakeFirst();
    if (!row?.purpose) return true;
    const contact = { identityId: dispatch.identityId, purpose: row.purpose, channel: inbox.channel };
    return (await mayContact(ctx, contact)).allowed;
  });

async function send(
  kernel: Kernel,
  inbox: LoadedInbox,
  { dispatch, gate }: Attempt,
): Promise<DispatchResult | null> {
  if (!inbox.active) return { state: 'failed', code: 'inbox_inactive', text: 'The inbox is switched off.' };
  const message = await buildOutbound(kernel, inbox, dispatch);
  if (!message) return { state: 'failed', code: 'gone', text: 'The message is not there any more.' };
  const answered = await gate(message);
  if (!answered) return null;
  if (!(await isStillWanted(kernel, inbox, { dispatch, message }))) {
    answered();
    return { state: 'failed', code: 'consent_withdrawn', text: 'The customer took their consent back.' };
  }
  try {
    await wantCopy(kernel, inbox, dispatch);
    return await inbox.plugin.send(message, ioOf(kernel, inbox));
  } catch (error) {
    kernel.log.error('a plug-in failed while sending', { error, inboxId: inbox.id, dispatchId: dispatch.id });
    return { state: 'unknown', code: 'plugin_failed', text: (error as Error).message.slice(0, 500) };
  } finally {
    answered();
  }
}
