import type { Actor, CustomerActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Watcher } from '../../kernel/live/hub.ts';
import { noteLeft } from './note-left.ts';
import { type LeavingPace, leavingPace } from './rules.ts';

const subject = 'visitors';
type Signal = { from: string; orgId: string; id: string; here: boolean };

/** Who is here by this process's own sockets, and who left and may come back. */
type Door = {
  sockets: Map<string, number>;
  leaving: Map<string, ReturnType<typeof setTimeout>>;
  say(visitor: { orgId: string; id: string }, here: boolean): void;
};

const keyOf = ({ orgId, id }: { orgId: string; id: string }): string => `${orgId} ${id}`;

function stay({ leaving }: Door, key: string): void {
  clearTimeout(leaving.get(key));
  leaving.delete(key);
}

function comes(door: Door, visitor: CustomerActor): void {
  const key = keyOf(visitor);
  door.sockets.set(key, (door.sockets.get(key) ?? 0) + 1);
  stay(door, key);
  door.say(visitor, true);
}

/** Closes a socket; the last one of a visitor calls `later` unless they come back first. */
function goes(door: Door, visitor: CustomerActor, later: () => ReturnType<typeof setTimeout>): void {
  const key = keyOf(visitor);
  const left = (door.sockets.get(key) ?? 1) - 1;
  if (left > 0) return void door.sockets.set(key, left);
  door.sockets.delete(key);
  stay(door, key);
  door.leaving.set(key, later());
  door.say(visitor, false);
}

/** What other processes say of their sockets. */
function hear(door: Door, signal: Signal): void {
  const key = keyOf(signal);
  if (signal.here) stay(door, key);
  // They left there, and are still here.
  else if ((door.sockets.get(key) ?? 0) > 0) door.say(signal, true);
}

/**
 * Notices visitors who leave while they wait. Each process counts its own sockets; over the bus it hears of visitors who
 * came back elsewhere. Nothing is asked of the database until somebody has really gone. What a process that is killed had
 * noticed is forgotten with it: those conversations still wait, before everybody's eyes.
 */
export function watchVisitors(
  kernel: Kernel,
  { goneMs, waitedMs }: LeavingPace = leavingPace,
): Watcher & { stop(): Promise<void> } {
  const from = kernel.ids.uuid();
  const working = new Set<Promise<void>>();
  const door: Door = {
    sockets: new Map(),
    leaving: new Map(),
    say: ({ orgId, id }, here) => kernel.bus.signal(subject, { from, orgId, id, here } satisfies Signal),
  };
  // What one says oneself may be heard after what came next.
  const off = kernel.bus.onSignal(subject, (data) => {
    if ((data as Signal).from !== from) hear(door, data as Signal);
  });
  const gone = (visitor: CustomerActor, leftAt: Date): void => {
    door.leaving.delete(keyOf(visitor));
    const work = noteLeft(kernel, visitor, { leftAt, waitedMs })
      .catch((error: unknown) => kernel.log.warn('an abandoned chat could not be noted', { error }))
      .finally(() => working.delete(work));
    working.add(work);
  };
  return {
    joined: ({ actor }) => void (isVisitor(actor) && comes(door, actor)),
    left: ({ actor }) => {
      const leftAt = kernel.clock.now();
      if (isVisitor(actor)) goes(door, actor, () => setTimeout(() => gone(actor, leftAt), goneMs));
    },
    stop: async () => {
      off();
      for (const timer of door.leaving.values()) clearTimeout(timer);
      await Promise.all(working);
    },
  };
}

const isVisitor = (actor: Actor): actor is CustomerActor => actor.kind === 'customer';
