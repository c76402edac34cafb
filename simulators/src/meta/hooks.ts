import { createDelivery, push, settled, subscribe } from '../whatsapp/delivery.ts';
import type { Config } from './state.ts';

/** Where the app's webhooks go, and what is under way; this firm sends them alike from all its networks. */
export function createHooks(config: Config) {
  const delivery = createDelivery(config);
  return {
    attempts: delivery.attempts,
    duplicateNext(count: number): void {
      delivery.duplicates += count;
    },
    push: (payload: unknown): void => push(delivery, payload),
    subscribe: (url: string, verifyToken: string): Promise<boolean> => subscribe(delivery, url, verifyToken),
    /** Resolves when every webhook so far was taken or given up. */
    settled: (): Promise<void> => settled(delivery),
    stop: (): void => delivery.stop.abort(),
  };
}

export type Hooks = ReturnType<typeof createHooks>;
