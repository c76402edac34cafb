import { type AnswerOf, type CallOf, pathOf, type Route } from '@meada/contract/route';
import { takeEarly } from './early.ts';
import { Problem, problemOf } from './problem.ts';

type CallOptions = { signal?: AbortSignal };
type Parts = { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
/** Routes without parts are called with the route alone. */
type Rest<R extends Route> =
  unknown extends CallOf<R>
    ? [input?: undefined, options?: CallOptions]
    : [input: CallOf<R>, options?: CallOptions];

let onSessionOver: () => void = () => {};

/** Tells what to do when the server says that nobody is signed in (any more). */
export function whenSessionOver(act: () => void): void {
  onSessionOver = act;
}

/** Address of a route with its parameters and query. */
export function addressOf(route: Route, parts: Parts): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parts.query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const query = search.toString();
  return pathOf(route, parts.params) + (query ? `?${query}` : '');
}

/** Headers every writing call carries: proof of same origin, and the idempotency key where the sender numbers. */
export function writeHeaders(body: unknown): Record<string, string> {
  const headers: Record<string, string> = { 'x-meada-csrf': '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (typeof body === 'object' && body !== null && 'clientId' in body && typeof body.clientId === 'string') {
    headers['idempotency-key'] = body.clientId;
  }
  return headers;
}

/**
 * Calls a route of the contract, same origin, with cookies.
 * @throws Problem with a translatable code; `offline` when no answer came.
 */
export async function call<R extends Route>(route: R, ...[input, options]: Rest<R>): Promise<AnswerOf<R>> {
  const parts = (input ?? {}) as Parts;
  const init: RequestInit = { method: route.method, credentials: 'same-origin', signal: options?.signal };
  if (route.method !== 'GET') {
    init.headers = writeHeaders(parts.body);
    if (parts.body !== undefined) init.body = JSON.stringify(parts.body);
  }
  let answer: Response;
  try {
    const address = addressOf(route, parts);
    answer = await ((route.method === 'GET' && takeEarly(address)) || fetch(address, init));
  } catch (error) {
    if (options?.signal?.aborted) throw error;
    throw new Problem('offline', 0);
  }
  if (answer.ok) return (await answer.json()) as AnswerOf<R>;
  const problem = problemOf(answer.status, await answer.text());
  if (problem.code === 'unauthenticated') onSessionOver();
  throw problem;
}
