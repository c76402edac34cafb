import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** A frame on `desk` when hours or holidays changed: what stands in the settings is to be read again. */
export const presentHours: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const { orgId, name } of events) {
    if (name !== 'hours.changed' || !wanted.topic(orgId, 'desk')) continue;
    frames.set(orgId, {
      ...{ orgId, topic: 'desk', name: 'settings', data: { what: 'hours' } },
      visibleTo: (actor) => may(actor, 'inboxes.read'),
    });
  }
  return [...frames.values()];
};
