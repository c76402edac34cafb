import type { Permission } from '@meada/contract/permissions';
import { may } from '../../kernel/actor.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

/** Which events become which frames, and who may read the same things. */
const shown: Record<string, { frame: string; permission: Permission }> = {
  'inbox.changed': { frame: 'inbox', permission: 'inboxes.read' },
  'inbox.health': { frame: 'inbox.health', permission: 'health.read' },
  'announcement.changed': { frame: 'announcement', permission: 'inboxes.manage' },
};

/** Frames of changed inboxes and of their health on `desk`; ids only, one for each inbox of a batch. */
export const presentInboxes: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const event of events) {
    const as = shown[event.name];
    if (!as || !wanted.topic(event.orgId, 'desk')) continue;
    const id = String(event.facts.inboxId);
    frames.set(`${event.name} ${event.orgId} ${id}`, {
      orgId: event.orgId,
      topic: 'desk',
      name: as.frame,
      data: { id },
      visibleTo: (actor) => may(actor, as.permission),
    });
  }
  return [...frames.values()];
};
