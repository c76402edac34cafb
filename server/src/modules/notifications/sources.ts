import type { PushKind } from '@meada/contract/push';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';

/** Whom events of one kind concern, asked for a whole batch at once. */
type Source = {
  kind: PushKind;
  /** How long a word of it is of any use (ms). */
  lastsMs: number;
  about(event: LoggedEvent): boolean;
  people(
    ctx: Ctx,
    events: readonly LoggedEvent[],
  ): Promise<{ event: LoggedEvent; personId: string; subjectId: string | null }[]>;
};

const minute = 60_000;
const hour = 60 * minute;
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const idsOf = (events: readonly LoggedEvent[], of: (event: LoggedEvent) => string | null): string[] => [
  ...new Set(events.flatMap((event) => of(event) ?? [])),
];

/** Who has each conversation; nobody is told of what they did themselves. */
async function assignees(ctx: Ctx, events: readonly LoggedEvent[]) {
  const ids = idsOf(events, ({ conversationId }) => conversationId);
  const { rows } = await sql<{ id: string; personId: string }>`
    SELECT id, assignee_id AS "personId" FROM conversations
    WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[]) AND assignee_id IS NOT NULL`.execute(ctx.db);
  const byId = new Map(rows.map(({ id, personId }) => [id, personId]));
  return events.flatMap((event) => {
    const personId = byId.get(event.conversationId ?? '');
    const own = event.actor.kind === 'person' && event.actor.id === personId;
    return personId && !own ? [{ event, personId, subjectId: text(event.facts.messageId) }] : [];
  });
}

/** Who is named in each note, by the rings laid with it. */
async function named(ctx: Ctx, events: readonly LoggedEvent[]) {
  const ids = idsOf(events, ({ facts }) => text(facts.messageId));
  const { rows } = await sql<{ messageId: string; personId: string }>`
    SELECT message_id AS "messageId", person_id AS "personId" FROM mention_rings
    WHERE org_id = ${ctx.orgId} AND message_id = ANY(${ids}::uuid[]) AND seen_at IS NULL`.execute(ctx.db);
  return events.flatMap((event) =>
    rows
      .filter(({ messageId }) => messageId === event.facts.messageId)
      .map(({ personId, messageId }) => ({ event, personId, subjectId: messageId })),
  );
}

const includes = (list: unknown, word: string): boolean => Array.isArray(list) && list.includes(word);

/** Of whom the event itself tells. */
const toldInIt: Source['people'] = async (_ctx, events) =>
  events.flatMap((event) => {
    const personId = text(event.facts.personId);
    const subjectId = text(event.facts.scheduledId) ?? text(event.facts.messageId);
    return personId ? [{ event, personId, subjectId }] : [];
  });

/** Which events concern whom. A module whose events matter to somebody adds a line here. */
export const sources: readonly Source[] = [
  {
    kind: 'message',
    lastsMs: 4 * hour,
    about: ({ name, facts }) =>
      name === 'message.created' && facts.authorKind === 'customer' && facts.visibility !== 'internal',
    people: assignees,
  },
  {
    kind: 'assigned',
    lastsMs: 4 * hour,
    about: ({ name, facts }) => name === 'conversation.changed' && includes(facts.what, 'assignee'),
    people: assignees,
  },
  {
    kind: 'mention',
    lastsMs: 8 * hour,
    about: ({ name, facts }) => name === 'message.created' && facts.visibility === 'internal',
    people: named,
  },
  {
    kind: 'offer',
    // Who is asked must answer within seconds; the next one is asked then.
    lastsMs: minute,
    about: ({ name, facts }) => name === 'work.changed' && facts.state === 'offered',
    people: async (_ctx, events) =>
      events.flatMap((event) => {
        const personId = text(event.facts.agentId);
        return personId ? [{ event, personId, subjectId: text(event.facts.itemId) }] : [];
      }),
  },
  {
    kind: 'deadline',
    lastsMs: 2 * hour,
    about: ({ name }) => name === 'deadline.warned' || name === 'deadline.missed' || name === 'duty.due',
    people: assignees,
  },
  {
    kind: 'task',
    lastsMs: 8 * hour,
    about: ({ name }) => (name as string) === 'task.rang',
    people: async (_ctx, events) =>
      events.flatMap((event) =>
        (Array.isArray(event.facts.personIds) ? event.facts.personIds : []).flatMap((one) => {
          const personId = text(one);
          return personId ? [{ event, personId, subjectId: text(event.facts.taskId) }] : [];
        }),
      ),
  },
  {
    kind: 'woken',
    lastsMs: 4 * hour,
    about: ({ name }) => name === 'conversation.woken',
    people: toldInIt,
  },
  {
    kind: 'scheduled',
    // Who thinks it has gone out must hear of it, also the next morning; of lost words, whoever has the customer now, too.
    lastsMs: 16 * hour,
    about: ({ name, facts }) =>
      name === 'message.undelivered' || (name === 'scheduled.changed' && facts.state === 'held'),
    people: async (ctx, events) => {
      const lost = events.filter(({ name, facts }) => name === 'message.undelivered' || !facts.personId);
      const others = (await assignees(ctx, lost)).filter(
        ({ event, personId }) => event.facts.personId !== personId,
      );
      return [...(await toldInIt(ctx, events)), ...others];
    },
  },
];
