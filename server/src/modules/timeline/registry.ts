import type { EventName } from '@meada/contract/events';
import type { Ctx } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';

declare module '../../kernel/ctx.ts' {
  interface Ports {
    timeline: readonly TimelineSource[];
  }
}

/** A line of somebody's timeline: ids and non-personal facts only. */
export type Line = {
  customerId: string;
  /** What it tells of; the same key again is the same line, told anew. */
  key: string;
  kind: string;
  name: string;
  at: Date | string;
  /** Number in the log: orders what happened at once. */
  place: number;
  conversationId?: string | null;
  inboxId?: string | null;
  actor: { kind: string; id: string | null };
  /** Who of ours had a part in it. */
  personIds?: readonly string[];
  /** The row that tells more. */
  refId?: string | null;
  facts?: Record<string, unknown>;
  firstSeq?: number;
};

/** A line as it is kept, for its source to tell more of. */
export type KeptLine = { id: string; name: string; refId: string | null; facts: Record<string, unknown> };

/**
 * Where lines come from. A module to the right of this one adds its own by naming it in `portsOf`; nothing here knows it.
 * Lines are kept behind the log, and made anew after a restore: the same events must give the same keys.
 */
export type TimelineSource = {
  kinds: readonly string[];
  events: readonly EventName[];
  /** Lines that a batch of one organisation's events makes. */
  lines(ctx: Ctx, events: readonly LoggedEvent[]): Promise<Line[]>;
  /** Words for lines of its kinds, by line: what the reader may see of the rows they name. */
  tell?(ctx: Ctx, lines: readonly KeptLine[]): Promise<ReadonlyMap<string, string>>;
};

/** A line of an event about one customer, as most are. */
export const lineOf = (event: LoggedEvent, made: Pick<Line, 'kind' | 'key'> & Partial<Line>): Line => ({
  customerId: String(event.facts.customerId),
  name: event.name,
  at: event.at,
  place: event.id,
  actor: event.actor,
  conversationId: event.conversationId,
  ...(event.actor.kind === 'person' && event.actor.id ? { personIds: [event.actor.id] } : {}),
  ...made,
});
