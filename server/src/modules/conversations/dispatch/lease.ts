import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';

/** How long a lease lasts without being renewed, and how old one is before it is (ms). */
const lastsMs = 10_000;
const renewMs = 3000;
/** Nobody takes a lease within this time after its end: what its holder sent last still counts at the platform. */
const restMs = 1500;
/** The holder stops this long before the end: a clock may run slow, a request may be late (ms). */
const marginMs = 1000;

type Place = { orgId: string; inboxId: string };

/** The one process that sends for an inbox with a limit per second; the times of the database count. */
export type Leases = {
  /** Takes or keeps the lease; false while another process has it. */
  hold(place: Place): Promise<boolean>;
  /** Whether it is ours at this moment. */
  isHeld(place: Place): boolean;
  /** Gives all of them back. */
  drop(): Promise<void>;
};

export function makeLeases(kernel: Kernel): Leases {
  const self = kernel.ids.uuid();
  const held = new Map<string, { place: Place; until: number }>();
  const now = (): number => kernel.clock.now().getTime();
  const keyOf = ({ orgId, inboxId }: Place): string => `${orgId} ${inboxId}`;
  return {
    hold: async (place) => {
      const key = keyOf(place);
      const asked = now();
      if ((held.get(key)?.until ?? 0) - asked > lastsMs - renewMs) return true;
      const got = await take(kernel, place, self);
      if (got) held.set(key, { place, until: asked + lastsMs });
      else held.delete(key);
      return got;
    },
    isHeld: (place) => (held.get(keyOf(place))?.until ?? 0) - marginMs > now(),
    drop: async () => {
      const places = [...held.values()].map((one) => one.place);
      held.clear();
      for (const place of places) await giveBack(kernel, place, self);
    },
  };
}

const take = (kernel: Kernel, { orgId, inboxId }: Place, self: string): Promise<boolean> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const result = await ctx.client.query({
      name: 'take_outbound_lease',
      text: `INSERT INTO outbound_leases AS l (org_id, inbox_id, holder, until)
        VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
        ON CONFLICT (org_id, inbox_id) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE l.holder = excluded.holder OR l.until + $5 * interval '1 ms' < clock_timestamp()`,
      values: [orgId, inboxId, self, lastsMs, restMs],
    });
    return (result.rowCount ?? 0) > 0;
  });

const giveBack = (kernel: Kernel, { orgId, inboxId }: Place, self: string): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    await ctx.client.query({
      name: 'drop_outbound_lease',
      text: `UPDATE outbound_leases SET until = least(until, clock_timestamp())
        WHERE org_id = $1 AND inbox_id = $2 AND holder = $3`,
      values: [orgId, inboxId, self],
    });
  }).catch((error: unknown) => kernel.log.warn('a lease could not be given back', { error }));
