import i18next from 'i18next';
import { createElement } from 'react';
import { codeOf } from '../api/problem.ts';

/** Messages in the corner come rarely: their code is loaded with the first of them. */
async function show(message: string, facts: { color?: string; autoClose: number }): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ message, ...facts });
}

/** Says that something worked. */
export function say(message: string): void {
  void show(message, { autoClose: 3500 });
}

/** Only the newest can be taken back from the corner. */
let newestWay = '';

/**
 * Says that something worked, or did not (`bad`), with a way to take it back or go on; stays long enough to be reached, or as
 * long as given.
 */
export async function sayWith(
  message: string,
  way: { label: string; act: () => void; bad?: boolean },
  autoClose = 12_000,
): Promise<void> {
  const [{ notifications }, { WithWay }] = await Promise.all([
    import('@mantine/notifications'),
    import('./WithWay.tsx'),
  ]);
  notifications.hide(newestWay);
  const id = crypto.randomUUID();
  newestWay = id;
  const act = () => {
    notifications.hide(id);
    way.act();
  };
  notifications.show({
    id,
    ...(way.bad ? { color: 'red' } : {}),
    message: createElement(WithWay, { message, label: way.label, act }),
    autoClose,
  });
}

/** Says that something failed, in the reader's language. */
export function complain(error: unknown): void {
  complainOf(i18next.t(`problem.${codeOf(error)}`));
}

/** Says in given words that something cannot be. */
export function complainOf(message: string): void {
  void show(message, { color: 'red', autoClose: 7000 });
}
