import type { ListView } from '@meada/contract/routes/conversations';
import { createStore } from '../live/store.ts';

/** What this browser remembers of the person's liking. */
type Preferences = { alerts: boolean; enterSends: boolean; panel: boolean; view: ListView };

const key = 'meada.preferences';
const usual: Preferences = { alerts: true, enterSends: true, panel: true, view: 'all' };

function read(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

export const preferences = createStore(read());

/** Changes some preferences and keeps them. */
export function prefer(change: Partial<Preferences>): void {
  preferences.set((now) => ({ ...now, ...change }));
  localStorage.setItem(key, JSON.stringify(preferences.get()));
}

/** Sound and browser notifications on or off; asks the browser's leave at the moment a person wants them. */
export function toggleAlerts(): void {
  const alerts = !preferences.get().alerts;
  prefer({ alerts });
  if (alerts && 'Notification' in window && Notification.permission === 'default')
    void Notification.requestPermission();
}
