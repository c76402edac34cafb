import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** One frame for a batch: who looks at the list or its count asks again, and is told only what they may see. */
export const presentRecoveries: Presenter = async (_kernel, events, wanted) => {
  const orgs = new Set(events.filter(({ name }) => name === 'abandonment.changed').map(({ orgId }) => orgId));
  return [...orgs]
    .filter((orgId) => wanted.topic(orgId, 'desk'))
    .map(
      (orgId): LiveFrame => ({
        ...{ orgId, topic: 'desk', name: 'abandonments', data: { what: 'list' } },
        visibleTo: (actor) => may(actor, 'conversations.read'),
      }),
    );
};
