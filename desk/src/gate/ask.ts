import type { AnswerOf, CallOf, Route } from '@meada/contract/route';
import { call } from '../api/call.ts';
import { Problem } from '../api/problem.ts';
import { t } from './texts.ts';

/** What became of a call: the answer, or what to tell the person and at which field. */
export type Outcome<T> = { answer: T } | { message: string; field: string | null };

/** Calls a route and puts a failure into words. */
export async function ask<R extends Route>(route: R, input: CallOf<R>): Promise<Outcome<AnswerOf<R>>> {
  try {
    return { answer: await (call as (route: R, input: CallOf<R>) => Promise<AnswerOf<R>>)(route, input) };
  } catch (error) {
    const code = error instanceof Problem ? error.code : 'strange';
    const known = t(`problem.${code}`);
    const message = known === `problem.${code}` ? t('problem.strange') : known;
    return { message, field: error instanceof Problem ? error.field : null };
  }
}

/** Where to go once signed in: the place asked for before, as long as it is within the desk. */
export function enter(): void {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  location.assign(/^\/(?![/\\])/.test(next) ? next : '/');
}

/** The secret of a link (`/reset/<token>`, or as query or fragment): out of the address bar at once. */
export function takeToken(): string {
  const inPath = location.pathname.split('/')[2] ?? '';
  const token =
    decodeURIComponent(inPath) || new URLSearchParams(location.search).get('token') || location.hash.slice(1);
  history.replaceState(null, '', `/${location.pathname.split('/')[1] ?? ''}`);
  return token;
}
