import type { Kind } from './kinds.ts';

/** Who calls: a person of each role, a key without and with every scope, a visitor of the chat, nobody. */
export const callers = [
  ...['owner', 'administrator', 'supervisor', 'agent'],
  ...['bareKey', 'fullKey', 'visitor', 'nobody'],
] as const;
export type Caller = (typeof callers)[number];

export type Headers = Record<string, string>;
export type Firm = {
  orgId: string;
  ids: Record<Kind, string>;
  protocol: string;
  headers: Record<Caller, Headers>;
  /** The owner once more, for a call that ends its own session. */
  spare(): Promise<Headers>;
};
