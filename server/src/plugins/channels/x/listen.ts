import { setTimeout as pause } from 'node:timers/promises';
import type { ListenIo } from '../../../modules/inboxes/port.ts';
import { ApiError, type Cursor, fetchNew } from './fetch.ts';
import { obj } from './read.ts';
import { accountOf } from './settings.ts';

/**
 * Fetches mentions and direct messages of both accounts, again and again. The cursor moves with the commit. A spent
 * limit is waited out (the platform says until when); another refusal throws, to be shown and tried again later.
 */
export async function listen(io: ListenIo): Promise<void> {
  const { mode, handles, seconds } = accountOf(io.settings);
  if (mode === 'webhook') return await aborted(io.signal);
  const cursor = readCursor(io.cursor);
  io.report('connecting');
  while (!io.signal.aborted) {
    let wait = seconds;
    try {
      for (const handle of handles) {
        for await (const fetched of fetchNew(io, handle, cursor)) {
          if (io.signal.aborted) return;
          await io.deliver(fetched.arrivals, JSON.stringify(fetched.cursor));
        }
      }
      io.report('connected');
    } catch (error) {
      if (io.signal.aborted) return;
      wait = spentSeconds(error) ?? fail(error, io);
      io.report('connected', `The limit of requests is spent; next in ${wait} s.`);
    }
    await pause(wait * 1000, undefined, { signal: io.signal }).catch(() => undefined);
  }
}

/** Seconds until the limit is there again, when that is the trouble. */
function spentSeconds(error: unknown): number | undefined {
  if (!(error instanceof ApiError) || error.answer.kind !== 'refused' || error.answer.status !== 429)
    return undefined;
  return error.answer.rate.seconds ?? 900;
}

function fail(error: unknown, io: ListenIo): never {
  io.report('failing', error instanceof Error ? error.message : String(error));
  throw error;
}

function readCursor(text: string | null): Cursor {
  try {
    const entries = Object.entries(obj(JSON.parse(text ?? '{}')) ?? {});
    return Object.fromEntries(entries.filter((one): one is [string, string] => typeof one[1] === 'string'));
  } catch {
    return {};
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
