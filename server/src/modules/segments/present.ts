import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** Frames of segments on `desk`: that one changed, or who is in it; each of a batch once. */
export const presentSegments: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const { orgId, name, facts } of events) {
    if (!name.startsWith('segment.') || !wanted.topic(orgId, 'desk')) continue;
    const data = { id: String(facts.segmentId) };
    frames.set(`${orgId} ${data.id}`, {
      ...{ orgId, topic: 'desk', name: 'segment', data },
      visibleTo: (actor) => may(actor, 'customers.read'),
    });
  }
  return [...frames.values()];
};
