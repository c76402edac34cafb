import type { LoggedEvent } from '../../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../../kernel/live/hub.ts';

/**
 * To whoever is named: a note names them, they have looked at one elsewhere, or they were let in to follow. Ids only; they
 * read it by their rights.
 */
export const presentMentions: Presenter = async (_kernel, events, wanted) =>
  events.flatMap((event) => {
    const data = dataOf(event);
    if (!data || !wanted.topic(event.orgId, 'desk')) return [];
    return [frameOf(event, data)];
  });

type Data = Pick<LiveFrame, 'name' | 'data'>;

function dataOf({ name, facts, actor }: LoggedEvent): Data | null {
  const { conversationId, messageId, rings } = facts;
  if (name === 'mention.changed') return { name: 'mention', data: { conversationId, messageId, rings } };
  const by = actor.kind === 'person' ? actor.id : null;
  return name === 'follower.added' ? { name: 'followed', data: { conversationId, by } } : null;
}

function frameOf({ orgId, facts }: LoggedEvent, data: Data): LiveFrame {
  const personIds = Array.isArray(facts.personIds) ? facts.personIds : [];
  return {
    orgId,
    topic: 'desk',
    ...data,
    visibleTo: (actor) => actor.kind === 'person' && personIds.includes(actor.id),
  };
}
