import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { codeOf } from '../api/problem.ts';

/** Says that something worked. */
export function say(message: string): void {
  notifications.show({ message, autoClose: 3500 });
}

/** Says that something failed, in the reader's language. */
export function complain(error: unknown): void {
  notifications.show({ message: i18next.t(`problem.${codeOf(error)}`), color: 'red', autoClose: 7000 });
}

/** Says in given words that something cannot be. */
export function complainOf(message: string): void {
  notifications.show({ message, color: 'red', autoClose: 7000 });
}
