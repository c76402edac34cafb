import i18next from 'i18next';
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

/** Says that something failed, in the reader's language. */
export function complain(error: unknown): void {
  complainOf(i18next.t(`problem.${codeOf(error)}`));
}

/** Says in given words that something cannot be. */
export function complainOf(message: string): void {
  void show(message, { color: 'red', autoClose: 7000 });
}
