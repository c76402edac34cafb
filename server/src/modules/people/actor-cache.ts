import type { KeyActor, PersonActor } from '../../kernel/actor.ts';
import type { Kernel } from '../../kernel/ctx.ts';

type Entry = { actor: PersonActor | KeyActor; until: number };

const lifeMs = 1000;
const entriesAtMost = 20_000;
const subject = 'people.access';

/** What changed: everybody's rights in an organisation, or one person's, or one session's. */
export type AccessChange = { orgId: string; personId?: string | null; sessionId?: string | null };

export type ActorCache = {
  /** The actor of a token, from memory for at most a second. */
  get<A extends PersonActor | KeyActor>(token: string, load: () => Promise<A | null>): Promise<A | null>;
  drop(change: AccessChange): void;
};

const caches = new WeakMap<Kernel['bus'], ActorCache>();

/** The cache of this process. */
export function actorCache(kernel: Kernel): ActorCache {
  const there = caches.get(kernel.bus);
  if (there) return there;
  const made = makeCache(kernel);
  caches.set(kernel.bus, made);
  kernel.bus.onSignal(subject, (data) => made.drop(data as AccessChange));
  return made;
}

/**
 * Forgets, here at once and in the other processes as soon as the signal arrives. A lost signal costs the second that an
 * entry lives.
 */
export function dropActors(kernel: Kernel, change: AccessChange): void {
  actorCache(kernel).drop(change);
  kernel.bus.signal(subject, change);
}

function makeCache(kernel: Kernel): ActorCache {
  const entries = new Map<string, Entry>();
  // A load that began before a drop may have read the old state: it is used once and not kept.
  let drops = 0;
  return {
    get: async <A extends PersonActor | KeyActor>(token: string, load: () => Promise<A | null>) => {
      const now = kernel.clock.now().getTime();
      const entry = entries.get(token);
      if (entry && entry.until > now && entry.until <= now + lifeMs) return entry.actor as A;
      entries.delete(token);
      const before = drops;
      const actor = await load();
      if (actor && before === drops) {
        if (entries.size >= entriesAtMost) entries.clear();
        entries.set(token, { actor, until: now + lifeMs });
      }
      return actor;
    },
    drop: (change) => {
      drops += 1;
      for (const [token, { actor }] of entries) if (concerns(change, actor)) entries.delete(token);
    },
  };
}

function concerns(change: AccessChange, actor: PersonActor | KeyActor): boolean {
  if (change.orgId !== actor.orgId) return false;
  if (change.sessionId) return actor.kind === 'person' && actor.sessionId === change.sessionId;
  return !change.personId || change.personId === actor.id;
}
