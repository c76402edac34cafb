import { createStore } from '../live/store.ts';
import { keepLiking, type Preferences, readLiking } from './liking.ts';

export const preferences = createStore(readLiking());

/** Changes some preferences and keeps them. */
export function prefer(change: Partial<Preferences>): void {
  preferences.set((now) => ({ ...now, ...change }));
  keepLiking(preferences.get());
}

/** Sound and browser notifications on or off; asks the browser's leave at the moment a person wants them. */
export function toggleAlerts(): void {
  const alerts = !preferences.get().alerts;
  prefer({ alerts });
  if (alerts && 'Notification' in window && Notification.permission === 'default')
    void Notification.requestPermission();
}
