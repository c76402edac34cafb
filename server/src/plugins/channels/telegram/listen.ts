import { setTimeout as pause } from 'node:timers/promises';
import type { Arrival, ListenIo } from '../../../modules/inboxes/port.ts';
import { callApi } from './api.ts';
import { callbackPrefix } from './ids.ts';
import { arrivalId, wantedUpdates } from './parse.ts';
import { int, line, obj, objects, type Raw } from './read.ts';
import { answerCallback } from './send.ts';

/** How long the platform holds a poll open when there is nothing (s), and how long we wait for it (ms). */
const pollSeconds = 25;
const pollTimeout = 40_000;

/**
 * Long polling. The offset is the cursor, and asking with it confirms everything below: it moves only after `deliver`
 * has committed, so a crash in between brings the same updates again, which the ledger knows. Throws when the platform
 * refuses (another poller, a webhook, a dead token).
 */
export async function listen(io: ListenIo): Promise<void> {
  if (io.settings.mode === 'webhook') return await aborted(io.signal);
  let offset = Number(io.cursor ?? 0);
  io.report('connecting');
  while (!io.signal.aborted) {
    const fields = { offset, limit: 100, timeout: pollSeconds, allowed_updates: wantedUpdates };
    const options = { timeoutMs: pollTimeout, signal: io.signal };
    const polled = callApi(io, { method: 'getUpdates', fields }, options);
    const answer = await Promise.race([polled, aborted(io.signal)]);
    if (!answer || io.signal.aborted) return;
    if (answer.kind !== 'ok') {
      io.report('failing', answer.text);
      if (answer.kind !== 'refused' || answer.status !== 429) throw new Error(`getUpdates: ${answer.text}`);
      await pause((answer.retryAfter ?? 1) * 1000, undefined, { signal: io.signal }).catch(() => undefined);
      continue;
    }
    io.report('connected');
    offset = await take(objects(answer.result), offset, io);
  }
}

/** Delivers what a poll brought and gives the next offset: one above the highest number seen. */
async function take(updates: Raw[], offset: number, io: ListenIo): Promise<number> {
  const known = updates.filter((update) => int(update.update_id) !== undefined);
  if (known.length === 0) return offset;
  const next = Math.max(...known.map((update) => (int(update.update_id) ?? 0) + 1));
  await io.deliver(known.map(arrivalOf), String(next));
  // Only now: a button whose press was not kept must stay pressable.
  for (const update of known) {
    const query = line(obj(update.callback_query)?.id, 128);
    if (query) await answerCallback(`${callbackPrefix}${query}`, io);
  }
  return next;
}

/** Each update of a poll becomes the bytes a webhook would have carried. */
function arrivalOf(update: Raw): Arrival {
  const body = new TextEncoder().encode(JSON.stringify(update));
  return { externalId: arrivalId(update), body, headers: {}, facts: {} };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
