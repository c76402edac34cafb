import { createHash } from 'node:crypto';
import type { Ctx } from '../../kernel/ctx.ts';
import { type History, loadHistory } from './history.ts';
import { historyPage } from './history-html.ts';
import { lockRequest, updateRequest } from './store.ts';

/** A link is good for so long; the history can be asked for again. */
const linkDays = 90;

/** How much a history holds, and its fingerprint. */
export const evidenceOf = (history: History): { digest: Buffer; messages: number } => ({
  digest: createHash('sha256').update(historyPage(history)).digest(),
  messages: history.lines.filter(({ kind }) => kind === 'message').length,
});

/**
 * Makes the history that was asked for: how much it holds and a fingerprint of it, as evidence, and until when its link works.
 * The document itself is read from the rows. Made already, nothing changes.
 */
export async function makeHistory(ctx: Ctx, { requestId }: { requestId: string }): Promise<void> {
  const request = await lockRequest(ctx, requestId);
  if (request?.state !== 'asked' || request.kind !== 'history' || request.expiresAt) return;
  const { conversationId } = request;
  const history = await loadHistory(ctx, { conversationId, upToSeq: null, legId: null });
  await updateRequest(ctx, requestId, {
    ...evidenceOf(history),
    up_to_seq: history.upToSeq,
    expires_at: new Date(ctx.clock.now().getTime() + linkDays * 86_400_000),
  });
}
