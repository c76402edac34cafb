import { type Callback, listCallbacks, settleCallback } from '@meada/contract/routes/callbacks';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { client } from '../../app/client.ts';

export type Outcome = 'done' | 'no_answer' | 'failed';

/** Who waits to be called; frames say when it changed. */
export const callbacksQuery = queryOptions({
  queryKey: keys.callbacks,
  queryFn: ({ signal }) =>
    call(listCallbacks, undefined, { signal }).then((list) => list.items as Callback[]),
  staleTime: 5 * 60_000,
});

/** Writes down a call, and has everything that shows it asked for again. */
export async function settle(
  callback: { id: string; conversationId: string },
  body: { outcome: Outcome; result: string },
): Promise<void> {
  await call(settleCallback, { params: { id: callback.id }, body });
  await Promise.all(
    [keys.callbacks, keys.conversation(callback.conversationId)].map((queryKey) =>
      client.invalidateQueries({ queryKey }),
    ),
  );
}

/** A promise of today by its time, another by its day, too. */
export const promiseOf = (at: string, locale: string): string =>
  new Date(at).toDateString() === new Date().toDateString()
    ? new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(at))
    : new Intl.DateTimeFormat(locale, {
        weekday: 'short',
        day: '2-digit',
        month: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(at));

/** Whether a promise is over. */
export const isLate = (callback: Pick<Callback, 'promisedAt'>, now: number): boolean =>
  Date.parse(callback.promisedAt) < now;
