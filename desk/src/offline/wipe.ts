import { dropAll, shutStore } from './store.ts';

/** Names in the browser's storage under which words of conversations lie. */
const written = ['meada.draft.', 'meada.outbox'];

/**
 * Throws away what this browser holds of conversations: at sign-out everything, what waits to be sent included; at the end of
 * a session all that is read (what the person wrote stays theirs, and goes out when the same person signs in again).
 */
export async function wipe(all: boolean): Promise<void> {
  shutStore();
  if (all) {
    for (const key of Object.keys(localStorage))
      if (written.some((begin) => key.startsWith(begin))) localStorage.removeItem(key);
    const shown = await navigator.serviceWorker?.getRegistration().then((one) => one?.getNotifications?.());
    for (const one of shown ?? []) one.close();
  }
  await dropAll();
}
