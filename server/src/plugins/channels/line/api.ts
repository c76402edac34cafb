import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { pauseOf, reachOf } from '../reaching.ts';
import { line, obj, type Raw } from './read.ts';
import { accountOf } from './settings.ts';

/** How a call ended: `unsent` certainly never reached the platform, of `lost` nobody knows. */
export type Answer =
  | { kind: 'ok'; body: Raw }
  | { kind: 'refused'; status: number; words: string; body: Raw; pause: number | undefined }
  | { kind: 'unsent' | 'lost'; words: string };

type Call = {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  json?: unknown;
  headers?: Record<string, string>;
};

/** Calls the Messaging API with the account's token; never throws. */
export async function callApi(io: ChannelIo, call: Call): Promise<Answer> {
  const { apiUrl, accessToken } = accountOf(io.settings);
  const headers = {
    authorization: `Bearer ${accessToken}`,
    'content-type': 'application/json',
    ...call.headers,
  };
  const body = call.json === undefined ? undefined : JSON.stringify(call.json);
  try {
    const response = await io.egress.fetch(`${apiUrl}${call.path}`, {
      ...{ method: call.method, headers, body, timeoutMs: 20_000, redirects: 0 },
    });
    const answer = obj(await response.json().catch(() => undefined)) ?? {};
    const { status } = response;
    if (status >= 200 && status < 300) return { kind: 'ok', body: answer };
    const words = line(answer.message, 500) ?? `HTTP ${status}`;
    if (status >= 500 || status === 408) return { kind: 'lost', words };
    return {
      kind: 'refused',
      status,
      words,
      body: answer,
      pause: pauseOf(response.headers['retry-after'], io.now()),
    };
  } catch (error) {
    const words = (error instanceof Error ? error.message : String(error)).slice(0, 500);
    return { kind: reachOf(error) === 'lost' ? 'lost' : 'unsent', words };
  }
}
