/**
 * A fault to come. `error`: refuse with status, description and parameters. `cut`: carry the call out, then cut the
 * connection without an answer. `refuse`: cut it before anything happens.
 */
export type Fault = {
  method?: string;
  how: 'error' | 'cut' | 'refuse';
  status?: number;
  description?: string;
  parameters?: Record<string, number>;
  times?: number;
  /** Let this many matching calls pass first. */
  skip?: number;
};

export type Faults = { add(fault: Fault): void; take(method: string): Fault | undefined };

export function newFaults(): Faults {
  const waiting: (Fault & { times: number; skip: number })[] = [];
  return {
    add: (fault) => void waiting.push({ ...fault, times: fault.times ?? 1, skip: fault.skip ?? 0 }),
    take(method) {
      const found = waiting.find((one) => !one.method || one.method.toLowerCase() === method.toLowerCase());
      if (!found) return undefined;
      if (found.skip > 0) {
        found.skip -= 1;
        return undefined;
      }
      found.times -= 1;
      if (found.times <= 0) waiting.splice(waiting.indexOf(found), 1);
      return found;
    },
  };
}
