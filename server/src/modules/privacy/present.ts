import type { Topic } from '@meada/contract/frames';
import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** Frames of privacy, ids only, to who may see to it: what changed on `desk` and on the customer's topic, what is due. */
export const presentPrivacy: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const { orgId, name, facts } of events) {
    if (name === 'privacy.changed') {
      const customerId = facts.customerId === null ? null : String(facts.customerId);
      const data = { what: String(facts.what), customerId };
      const topics: Topic[] = ['desk', ...(customerId ? [`customer:${customerId}` as const] : [])];
      for (const topic of topics.filter((one) => wanted.topic(orgId, one)))
        frames.set(`${orgId} ${topic} ${data.what} ${customerId}`, {
          ...seen(orgId, topic),
          name: 'privacy',
          data,
        });
    }
    if (name === 'privacy.due' && wanted.topic(orgId, 'desk')) {
      const data = facts as {
        kind: string;
        id: string;
        dueOn: string;
        late: boolean;
        assigneeId: string | null;
      };
      frames.set(`${orgId} ${data.id} ${data.late}`, { ...seen(orgId, 'desk'), name: 'privacy.due', data });
    }
  }
  return [...frames.values()];
};

const seen = (orgId: string, topic: Topic): Pick<LiveFrame, 'orgId' | 'topic' | 'visibleTo'> => ({
  ...{ orgId, topic },
  visibleTo: (actor) => may(actor, 'privacy.manage'),
});
