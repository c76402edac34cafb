import { may } from '../../kernel/actor.ts';
import type { Bus } from '../../kernel/bus/bus.ts';
import type { Hub } from '../../kernel/live/hub.ts';

type Grown = { orgId: string; customerIds: string[] };

/** Tells the desks that look at a customer that their timeline has grown: it is kept a moment behind the log. */
export function tellFollowers(bus: Bus, hub: Hub): () => void {
  return bus.onSignal('timeline', (data) => {
    const { orgId, customerIds } = data as Grown;
    for (const connection of hub.connections(orgId)) {
      if (!may(connection.actor, 'customers.read')) continue;
      for (const customerId of customerIds)
        if (connection.topics.has(`customer:${customerId}`)) connection.send({ t: 'timeline', customerId });
    }
  });
}
