import type { EventName } from '@meada/contract/events';
import type { Permission } from '@meada/contract/permissions';
import { type Actor, may } from '../../kernel/actor.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';

type Shape = {
  name: 'people' | 'settings' | 'workspace';
  data: (event: LoggedEvent) => unknown;
  needs: Permission | null;
};

const person = (event: LoggedEvent): unknown => ({ personId: event.facts.personId ?? null });
const settings = (what: string, needs: Permission | null): Shape => ({
  name: 'settings',
  data: () => ({ what }),
  needs,
});

/** Event → frame. Frames carry ids only: who gets one reads what changed by its own rights. */
const shapes: Partial<Record<EventName, Shape>> = {
  'person.changed': { name: 'people', data: person, needs: 'people.read' },
  // Whose rights changed must hear of it, whatever is left of them.
  'person.access_changed': { name: 'people', data: person, needs: null },
  'workspace.changed': { name: 'workspace', data: person, needs: null },
  'team.changed': settings('teams', 'people.read'),
  'organisation.changed': settings('organisation', null),
  'canned.changed': settings('canned', 'canned.read'),
  'macro.changed': settings('macros', 'canned.read'),
  'label.changed': settings('labels', 'conversations.read'),
  'status.changed': settings('statuses', 'conversations.read'),
  'field.changed': settings('fields', 'customers.read'),
  'brand.changed': settings('brands', 'inboxes.read'),
};

/** What an event comes to: a role that may do something else is shown where roles are changed; a key has no desk. */
function shapesOf({ name, facts }: LoggedEvent): Shape[] {
  const shape = shapes[name];
  if (!shape || facts.keyId !== undefined) return [];
  return facts.role === undefined ? [shape] : [shape, settings('roles', 'roles.manage')];
}

function frameOf(event: LoggedEvent, { name, data, needs }: Shape): LiveFrame {
  const { personId, role } = event.facts;
  const concerns = (actor: Actor): boolean => {
    if (name === 'workspace') return personId === null || personId === actor.id;
    // Whose role it is not may do what they might.
    return name !== 'people' || role === undefined || (actor.kind === 'person' && actor.role === role);
  };
  const visibleTo = (actor: Actor): boolean =>
    (actor.kind === 'person' || actor.kind === 'key') &&
    (needs === null || may(actor, needs)) &&
    concerns(actor);
  return { orgId: event.orgId, topic: 'desk', name, data: data(event), visibleTo };
}

/** Frames of people, teams and settings on the topic `desk`; equal ones of a batch are sent once. */
export const presentPeople: Presenter = async (_kernel, events, wanted) => {
  const frames = new Map<string, LiveFrame>();
  for (const event of events.filter(({ orgId }) => wanted.topic(orgId, 'desk')))
    for (const shape of shapesOf(event)) {
      const frame = frameOf(event, shape);
      const about = `${shape.name} ${event.facts.role} ${JSON.stringify(frame.data)}`;
      frames.set(`${event.orgId} ${event.name} ${about}`, frame);
    }
  return [...frames.values()];
};
