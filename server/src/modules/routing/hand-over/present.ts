import { sql } from 'kysely';
import { may, systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../../kernel/live/hub.ts';

/** What becomes of a hand-over: to who asked, who is or was asked, and who leads. */
export const presentHandOvers: Presenter = async (kernel, events, wanted) => {
  const ours = events.filter(
    ({ name, orgId }) => name === 'hand_over.changed' && wanted.topic(orgId, 'desk'),
  );
  const lists = [...Map.groupBy(ours, ({ orgId }) => orgId)].map(([orgId, list]) =>
    present(kernel, orgId, list),
  );
  return (await Promise.all(lists)).flat();
};

async function present(kernel: Kernel, orgId: string, events: LoggedEvent[]): Promise<LiveFrame[]> {
  const declined = events
    .filter(({ facts }) => facts.state === 'declined')
    .map(({ facts }) => String(facts.itemId));
  const words = await inTransaction(kernel, systemActor(orgId), async (ctx): Promise<Map<string, string>> => {
    if (declined.length === 0) return new Map();
    const { rows } = await sql<{ id: string; words: string }>`
      SELECT item_id AS id, words FROM work_spells
      WHERE org_id = ${orgId} AND item_id = ANY (${declined}::uuid[]) AND ended = 'declined' AND words <> ''`.execute(
      ctx.db,
    );
    return new Map(rows.map((row) => [row.id, row.words]));
  });
  return events.map(({ facts, conversationId }): LiveFrame => {
    const { itemId: id, fromId, toId, state } = facts;
    return {
      ...{ orgId, topic: 'desk', name: 'hand_over' },
      data: { id, conversationId, fromId, toId, state, words: words.get(String(id)) ?? null },
      visibleTo: (actor) =>
        actor.kind === 'person' && (actor.id === fromId || actor.id === toId || may(actor, 'routing.manage')),
    };
  });
}
