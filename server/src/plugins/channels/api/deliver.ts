import { signedHeaders, signingKeys } from '../../../kernel/signing.ts';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';

/** How a signed request to the other system ended. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Record<string, string>; text: string }
  /** No answer, or none that can be trusted: it may have been taken. */
  | { kind: 'lost'; text: string }
  /** It did not leave: the settings or the address do not allow it. */
  | { kind: 'barred'; code: string; text: string };

/** Longest wait for an answer (ms), and how much of one is read. */
const timeoutMs = 30_000;
const answerBytes = 64 * 1024;

export const deliverUrlOf = ({ settings }: Pick<ChannelIo, 'settings'>): string | null =>
  typeof settings.deliverUrl === 'string' && settings.deliverUrl.trim() !== ''
    ? settings.deliverUrl.trim()
    : null;

/** POSTs signed JSON to the other system; never throws. `id` stays the same over retries, so that doubles are dropped. */
export async function deliver(
  io: Pick<ChannelIo, 'settings' | 'egress' | 'now'>,
  url: string,
  request: { id: string; payload: unknown },
): Promise<Answer> {
  const keys = signingKeys(io.settings.secret);
  if (!keys) return { kind: 'barred', code: 'no_secret', text: 'The inbox has no valid signing secret.' };
  const body = JSON.stringify(request.payload);
  const headers = {
    'content-type': 'application/json',
    ...signedHeaders(keys, { id: request.id, at: io.now(), body }),
  };
  try {
    // A redirect would turn the signed POST into a GET; the address has to be the right one.
    const init = { method: 'POST', headers, body, timeoutMs, maxBytes: answerBytes, redirects: 0 };
    const response = await io.egress.fetch(url, init);
    // An answer that breaks off after its status has said what counts.
    const bytes = await response.bytes().catch(() => new Uint8Array());
    return {
      kind: 'answered',
      status: response.status,
      headers: response.headers,
      text: new TextDecoder().decode(bytes),
    };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): Answer {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'refused') return { kind: 'barred', code: 'address_refused', text };
  return { kind: 'lost', text };
}
