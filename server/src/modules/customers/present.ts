import type { EventName } from '@meada/contract/events';
import type { Topic } from '@meada/contract/frames';
import { may } from '../../kernel/actor.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

type Changed = { id: string; mergedInto: string | null };

const fact = (event: LoggedEvent, name: string): string => String(event.facts[name]);
const itself = (event: LoggedEvent): Changed[] => [{ id: fact(event, 'customerId'), mergedInto: null }];
const both = (event: LoggedEvent): Changed[] => [
  ...itself(event),
  { id: fact(event, 'otherId'), mergedInto: null },
];

/** Event → whom it changed. */
const shapes: Partial<Record<EventName, (event: LoggedEvent) => Changed[]>> = {
  'customer.created': itself,
  'customer.changed': itself,
  'customer.noted': itself,
  'customer.filed': itself,
  'customer.moved': itself,
  'customer.preferred': itself,
  'customer.told': itself,
  'customer.consented': itself,
  'customer.erased': itself,
  'company.changed': both,
  'customer.merged': (event) => [
    ...itself(event),
    { id: fact(event, 'otherId'), mergedInto: fact(event, 'customerId') },
  ],
  'customer.unmerged': both,
  'suggestion.created': both,
  'suggestion.settled': itself,
};

/** What moves the queue of duplicates. */
const ofPairs = new Set<EventName>([
  'suggestion.created',
  'suggestion.settled',
  'customer.merged',
  'customer.unmerged',
  'customer.erased',
]);

/** Frames of customers on `desk` and on the topic of each; equal ones of a batch are sent once. Ids only. */
export const presentCustomers: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const event of events) {
    if (ofPairs.has(event.name) && wanted.topic(event.orgId, 'desk'))
      frames.set(`${event.orgId} pairs`, {
        ...{ orgId: event.orgId, topic: 'desk', name: 'duplicates', data: { what: 'pairs' } },
        visibleTo: (actor) => may(actor, 'customers.read'),
      });
    // To everybody of the firm: who sees nothing of them now may have kept a copy before.
    if (event.name === 'customer.erased' && wanted.topic(event.orgId, 'desk')) {
      const data = { id: fact(event, 'customerId') };
      frames.set(`${event.orgId} erased ${data.id}`, {
        ...{ orgId: event.orgId, topic: 'desk', name: 'customer.erased', data },
        visibleTo: (actor) => actor.kind === 'person',
      });
    }
    for (const data of shapes[event.name]?.(event) ?? []) {
      const topics: Topic[] = ['desk', `customer:${data.id}`];
      for (const topic of topics.filter((name) => wanted.topic(event.orgId, name))) {
        const key = `${event.orgId} ${topic} ${data.id} ${data.mergedInto}`;
        // Told again it is told last: merged and un-merged in one batch ends un-merged.
        frames.delete(key);
        frames.set(key, {
          orgId: event.orgId,
          topic,
          name: 'customer',
          data,
          visibleTo: (actor) => may(actor, 'customers.read'),
        });
      }
    }
  }
  return [...frames.values()];
};
