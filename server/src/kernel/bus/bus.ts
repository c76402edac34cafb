/**
 * Carries wake-ups and short-lived signals between the parts of one or many processes. Truth stays in the database:
 * a lost wake-up costs time (the fallback poll), never data.
 */
export type Bus = {
  /** Says that there is something new; coalesced, never waits. */
  wake(topic: string): void;
  onWake(topic: string, listener: () => void): () => void;
  /** Typing, presence and the like, to every process; at most 4 KB of JSON. */
  signal(subject: string, data: unknown): void;
  onSignal(subject: string, listener: (data: unknown) => void): () => void;
  /** Milliseconds after which a reader should look by itself; null when no wake-up can be lost. */
  fallbackMs: number | null;
  close(): Promise<void>;
};

type Listeners = {
  add(name: string, listener: (data: unknown) => void): () => void;
  call(name: string, data: unknown): void;
};

/** Listeners by name; one that throws does not stop the others. */
export function listeners(onError: (error: unknown) => void = () => {}): Listeners {
  const byName = new Map<string, Set<(data: unknown) => void>>();
  return {
    add: (name, listener) => {
      const set = byName.get(name) ?? new Set();
      byName.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    call: (name, data) => {
      for (const listener of byName.get(name) ?? []) {
        try {
          listener(data);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
}

/** The bus of a single process. */
export function memoryBus(): Bus {
  const wakes = listeners();
  const signals = listeners();
  const pending = new Set<string>();
  return {
    wake: (topic) => {
      if (pending.has(topic)) return;
      pending.add(topic);
      queueMicrotask(() => {
        pending.delete(topic);
        wakes.call(topic, null);
      });
    },
    onWake: (topic, listener) => wakes.add(topic, listener),
    signal: (subject, data) => queueMicrotask(() => signals.call(subject, data)),
    onSignal: (subject, listener) => signals.add(subject, listener),
    fallbackMs: null,
    close: async () => {},
  };
}
