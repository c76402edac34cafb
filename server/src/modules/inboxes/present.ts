import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** Frames of changed inboxes on `desk`; ids only, one for each inbox of a batch. */
export const presentInboxes: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const event of events) {
    if (event.name !== 'inbox.changed' || !wanted.topic(event.orgId, 'desk')) continue;
    const id = String(event.facts.inboxId);
    frames.set(`${event.orgId} ${id}`, {
      orgId: event.orgId,
      topic: 'desk',
      name: 'inbox',
      data: { id },
      visibleTo: (actor) => may(actor, 'inboxes.read'),
    });
  }
  return [...frames.values()];
};
