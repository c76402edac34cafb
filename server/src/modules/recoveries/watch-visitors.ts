import type { Actor, CustomerActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Watcher } from '../../kernel/live/hub.ts';
import { noteLeft } from './note-left.ts';
import { type LeavingPace, leavingPace } from './rules.ts';

const subject = 'visitors';
type Signal = { from: string; orgId: string; id: string; here: boolean };

/**
 * Notices visitors who leave while they wait. Each process counts its own sockets; over the bus it hears of visitors who
 * came back elsewhere. Nothing is asked of the database until somebody has really gone. What a process that is killed had
 * noticed is forgotten with it: those conversations still wait, before everybody's eyes.
 */
export function watchVisitors(
  kernel: Kernel,
  { goneMs, waitedMs }: LeavingPace = leavingPace,
): Watcher & { stop(): Promise<void> } {
  const self = kernel.ids.uuid();
  const sockets = new Map<string, number>();
  const leaving = new Map<string, ReturnType<typeof setTimeout>>();
  const working = new Set<Promise<void>>();
  const keyOf = ({ orgId, id }: { orgId: string; id: string }): string => `${orgId} ${id}`;
  const stay = (key: string): void => {
    clearTimeout(leaving.get(key));
    leaving.delete(key);
  };
  const off = kernel.bus.onSignal(subject, (data) => {
    const signal = data as Signal;
    // What one says oneself may be heard after what came next.
    if (signal.from === self) return;
    const key = keyOf(signal);
    if (signal.here) return stay(key);
    // They left there, and are still here.
    if ((sockets.get(key) ?? 0) > 0) say(signal, true);
  });
  const say = ({ orgId, id }: { orgId: string; id: string }, here: boolean): void =>
    kernel.bus.signal(subject, { from: self, orgId, id, here } satisfies Signal);
  const gone = (visitor: CustomerActor, leftAt: Date): void => {
    const key = keyOf(visitor);
    leaving.delete(key);
    if ((sockets.get(key) ?? 0) > 0) return;
    const work = noteLeft(kernel, visitor, { leftAt, waitedMs })
      .catch((error: unknown) => kernel.log.warn('an abandoned chat could not be noted', { error }))
      .finally(() => working.delete(work));
    working.add(work);
  };
  return {
    joined: ({ actor }) => {
      if (!isVisitor(actor)) return;
      const key = keyOf(actor);
      sockets.set(key, (sockets.get(key) ?? 0) + 1);
      stay(key);
      say(actor, true);
    },
    left: ({ actor }) => {
      if (!isVisitor(actor)) return;
      const key = keyOf(actor);
      const left = (sockets.get(key) ?? 1) - 1;
      if (left > 0) return void sockets.set(key, left);
      sockets.delete(key);
      stay(key);
      const leftAt = kernel.clock.now();
      leaving.set(
        key,
        setTimeout(() => gone(actor, leftAt), goneMs),
      );
      say(actor, false);
    },
    stop: async () => {
      off();
      for (const timer of leaving.values()) clearTimeout(timer);
      await Promise.all(working);
    },
  };
}

const isVisitor = (actor: Actor): actor is CustomerActor => actor.kind === 'customer';
