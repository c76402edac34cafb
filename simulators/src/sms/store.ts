/** What the telephones of the simulated network hold. */
export type SimText = {
  id: string;
  /** Telephone of the customer, digits with +. */
  phone: string;
  /** The firm's number or name. */
  firm: string;
  mine: boolean;
  at: string;
  text: string;
  media: string[];
  state: 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';
};
export type Fault = { status: number; code?: number; message?: string; retryAfter?: number } | { cut: true };
export type Change = { phone: string; firm: string };

export type Store = {
  texts: SimText[];
  faults: Fault[];
  /** Telephones that left, by `firm phone`. */
  left: Set<string>;
  media: Map<string, { bytes: Uint8Array; type: string }>;
  listeners: Set<(change: Change) => void>;
  /** Telephones that cannot be reached, with the code of the failure. */
  dead: Map<string, number>;
};

export const newStore = (): Store => ({
  texts: [],
  faults: [],
  left: new Set(),
  media: new Map(),
  listeners: new Set(),
  dead: new Map(),
});

export function tell(store: Store, { phone, firm }: Change): void {
  for (const listener of store.listeners) listener({ phone, firm });
}

/** Digits with a plus: telephones are compared by this. */
export const e164 = (number: string): string => `+${number.replace(/\D/g, '')}`;
