import type { WorkClass } from '../engine/types.ts';

/** What a conversation asks of routing; pure, so that every case stands in a table (`intake.test.ts`). */

export type Facts = {
  status: string;
  merged: boolean;
  /** The customer waits for us. */
  waits: boolean;
  /** Something else is owed: a call, an answer to the public. */
  owed: boolean;
  assigneeId: string | null;
  /** The customer of deferred work goes on over a channel on which they wait for the answer now. */
  onLine: boolean;
  /** It was answered long ago and the customer says nothing. */
  silent: boolean;
  /** A queue takes it. */
  routed: boolean;
};

export type Held = {
  state: 'waiting' | 'offered' | 'active' | 'paused';
  agentId: string | null;
  preferredId: string | null;
  class: WorkClass;
};

/** How the assignee stands to routing: not an agent at all, or one with room for it (and at work), or without. */
export type Assignee = 'none' | 'room' | 'away' | 'full';

export type Plan =
  | { do: 'nothing' }
  /** New work: for the line, or at once for who has the conversation. */
  | { do: 'enter'; agentId: string | null }
  | { do: 'end'; why: string }
  | { do: 'give'; agentId: string; why: string }
  /** Back into the line, with whom it would best go to. */
  | { do: 'free'; preferredId: string | null; why: string }
  | { do: 'prefer'; preferredId: string }
  /** It becomes a contact of who has it. */
  | { do: 'rise'; agentId: string };

const nothing: Plan = { do: 'nothing' };

/** What is to be done about a conversation's item (null: it has none), so that it says what the conversation says. */
export function planFor(facts: Facts, item: Held | null, assignee: Assignee): Plan {
  const alive = facts.status === 'open' && !facts.merged;
  if (!item) return entering(facts, { alive, assignee });
  if (!alive) return { do: 'end', why: facts.merged ? 'merged' : facts.status };
  return (
    following(facts.assigneeId, item, assignee) ??
    risen(facts, item, assignee) ??
    (facts.waits || facts.owed ? nothing : answered(facts, item, assignee))
  );
}

function entering(facts: Facts, { alive, assignee }: { alive: boolean; assignee: Assignee }): Plan {
  if (!alive || !facts.routed || !(facts.waits || facts.owed)) return nothing;
  if (facts.assigneeId === null) return { do: 'enter', agentId: null };
  // Somebody has it whom the router gives no work: it stays theirs.
  if (assignee === 'none') return nothing;
  return { do: 'enter', agentId: assignee === 'room' ? facts.assigneeId : null };
}

/** The conversation was given to somebody, or taken from somebody: the item follows. */
function following(assigneeId: string | null, item: Held, assignee: Assignee): Plan | null {
  const holder = item.state === 'active' || item.state === 'paused' ? item.agentId : null;
  if (assigneeId === holder) return null;
  if (assigneeId === null) return { do: 'free', preferredId: null, why: 'released' };
  if (assignee === 'none') return { do: 'end', why: 'assigned' };
  if (holder === null && assigneeId === item.preferredId) return null;
  if (assignee === 'room' || assignee === 'away') return { do: 'give', agentId: assigneeId, why: 'assigned' };
  if (holder !== null) return { do: 'free', preferredId: assigneeId, why: 'no_room' };
  return { do: 'prefer', preferredId: assigneeId };
}

/**
 * Deferred work of an agent whose customer is on the line now: theirs as a contact, if they are there and have room; else in
 * the line like any contact, for them first. The conversation stays theirs until somebody begins with it.
 */
function risen({ onLine }: Facts, item: Held, assignee: Assignee): Plan | null {
  if (!onLine || item.agentId === null) return null;
  const why = 'on_line';
  // Who was asked was asked for a letter.
  if (item.state === 'offered') return { do: 'free', preferredId: item.preferredId, why };
  if (assignee === 'room') return { do: 'rise', agentId: item.agentId };
  return { do: 'free', preferredId: item.agentId, why };
}

/** We have answered and nothing else is owed: deferred work is done; a contact stays with who has it while it is open. */
function answered({ assigneeId, silent }: Facts, item: Held, assignee: Assignee): Plan {
  if (item.class === 'real_time') {
    if (item.state === 'active' || item.state === 'paused')
      return silent ? { do: 'end', why: 'silent' } : nothing;
    // Who answers from the list has begun the contact.
    if (assigneeId !== null && assignee === 'room')
      return { do: 'give', agentId: assigneeId, why: 'answered' };
  }
  return { do: 'end', why: 'answered' };
}
