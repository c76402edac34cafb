import { may, systemActor } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';
import { scopesOf, sees } from '../conversations/index.ts';

/**
 * Frames of deadlines that are near or were missed: to who has the conversation, or who leads while nobody has it; what was
 * missed to who leads in any case. And that agreements changed.
 */
export const presentAgreements: Presenter = async (kernel, events, wanted) => {
  const frames: LiveFrame[] = [];
  const told = events.filter(
    ({ name, orgId }) =>
      (name === 'deadline.warned' || name === 'deadline.missed') && wanted.topic(orgId, 'desk'),
  );
  for (const [orgId, list] of Map.groupBy(told, (event) => event.orgId)) {
    const ids = [...new Set(list.map(({ conversationId }) => String(conversationId)))];
    const scopes = await inTransaction(kernel, systemActor(orgId), (ctx) => scopesOf(ctx, ids));
    for (const { name, facts } of list) {
      const scope = scopes.get(String(facts.conversationId));
      if (!scope) continue;
      const missed = name === 'deadline.missed';
      const { deadlineId: id, conversationId, what, dueAt } = facts;
      frames.push({
        orgId,
        topic: 'desk',
        name: 'deadline',
        data: { id, conversationId, what, dueAt, missed },
        visibleTo: (actor) =>
          actor.kind === 'person' &&
          sees(actor, scope) &&
          (actor.id === scope.assigneeId ||
            ((missed || scope.assigneeId === null) && may(actor, 'conversations.manage'))),
      });
    }
  }
  for (const { orgId, name } of events)
    if (name === 'agreement.changed' && wanted.topic(orgId, 'desk'))
      frames.push({
        ...{ orgId, topic: 'desk', name: 'settings', data: { what: 'agreements' } },
        visibleTo: (actor) => may(actor, 'reports.read'),
      });
  return frames;
};
