import { useSyncExternalStore } from 'react';

/** A value outside React that components can read; for what is live only (typing, viewers, connection, sends under way). */
export type Store<T> = {
  get(): T;
  set(change: (value: T) => T): void;
  subscribe(listener: () => void): () => void;
};

/** Makes a store. Setting the same value wakes nobody. */
export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(change) {
      const next = change(value);
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads a store, or a part of it; the part must keep its identity while nothing changes. */
export function useStore<T, P = T>(
  store: Store<T>,
  part: (value: T) => P = (value) => value as unknown as P,
): P {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}
