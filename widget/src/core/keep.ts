/** Storage of this inbox in this browser; in memory where the page may not store. */
export type Keep = {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
  /** Names that begin so, without the inbox's prefix. */
  names(start: string): string[];
  /** Tells of changes made by other tabs. */
  onChange(run: (name: string) => void): void;
};

/** `area` is asked for on every use, because merely touching `localStorage` throws where it is forbidden. */
export function keepOf(inboxKey: string, area: () => Storage): Keep {
  const prefix = `meada:${inboxKey}:`;
  const memory = new Map<string, string>();
  const trying = <T>(run: (storage: Storage) => T, otherwise: T): T => {
    try {
      return run(area());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (name) => memory.get(name) ?? trying((storage) => storage.getItem(prefix + name), null),
    set(name, value) {
      memory.delete(name);
      if (value === null) return trying((storage) => storage.removeItem(prefix + name), undefined);
      memory.set(name, value);
      trying((storage) => {
        storage.setItem(prefix + name, value);
        memory.delete(name);
      }, undefined);
    },
    names(start) {
      const stored = trying((storage) => Object.keys(storage), [] as string[])
        .filter((name) => name.startsWith(prefix + start))
        .map((name) => name.slice(prefix.length));
      return [...new Set([...stored, ...[...memory.keys()].filter((name) => name.startsWith(start))])];
    },
    onChange(run) {
      addEventListener('storage', (event) => {
        if (event.key === null) run('');
        else if (event.key.startsWith(prefix)) run(event.key.slice(prefix.length));
      });
    },
  };
}
