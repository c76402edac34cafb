import type { Topic } from '@meada/contract/frames';
import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** Frames of deals on `desk` and on the topic of their customer: ids only, each deal of a batch once. */
export const presentDeals: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const { orgId, name, facts } of events) {
    if (name === 'pipeline.changed' && wanted.topic(orgId, 'desk'))
      frames.set(`${orgId} pipelines`, settingsFrame(orgId));
    if (!name.startsWith('deal.')) continue;
    const data = { id: String(facts.dealId), customerId: String(facts.customerId) };
    const topics: Topic[] = ['desk', `customer:${data.customerId}`];
    for (const topic of topics.filter((one) => wanted.topic(orgId, one)))
      frames.set(`${orgId} ${topic} ${data.id}`, {
        ...{ orgId, topic, name: 'deal', data },
        visibleTo: (actor) => may(actor, 'deals.read'),
      });
  }
  return [...frames.values()];
};

const settingsFrame = (orgId: string): LiveFrame => ({
  ...{ orgId, topic: 'desk', name: 'settings', data: { what: 'pipelines' } },
  visibleTo: (actor) => may(actor, 'deals.read'),
});
