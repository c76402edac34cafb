import { sql } from 'kysely';
import { type Actor, may, systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../../kernel/live/hub.ts';
import { scopesOf, sees } from '../../conversations/index.ts';

/** What becomes of a hand-over: to who asked, who is or was asked, and who leads; why it was declined to who sees the conversation. */
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
  const { words, scopes } = await inTransaction(kernel, systemActor(orgId), async (ctx) => ({
    words: await wordsOf(ctx, declined),
    scopes: await scopesOf(
      ctx,
      events.flatMap((event) => event.conversationId ?? []),
    ),
  }));
  return events.flatMap(({ facts, conversationId }): LiveFrame[] => {
    const { itemId: id, fromId, toId, state } = facts;
    const scope = scopes.get(conversationId ?? '');
    const concerns = (actor: Actor): boolean =>
      actor.kind === 'person' && (actor.id === fromId || actor.id === toId || may(actor, 'routing.manage'));
    const isSeen = (actor: Actor): boolean => scope !== undefined && sees(actor, scope);
    const frame = (said: string | null, to: (actor: Actor) => boolean): LiveFrame => ({
      ...{ orgId, topic: 'desk', name: 'hand_over' },
      data: { id, conversationId, fromId, toId, state, words: said },
      visibleTo: (actor) => concerns(actor) && to(actor),
    });
    const said = words.get(String(id));
    if (said === undefined) return [frame(null, () => true)];
    return [frame(said, isSeen), frame(null, (actor) => !isSeen(actor))];
  });
}

/** With what words each was declined. */
async function wordsOf(ctx: Ctx, itemIds: readonly string[]): Promise<Map<string, string>> {
  if (itemIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; words: string }>`
    SELECT item_id AS id, words FROM work_spells
    WHERE org_id = ${ctx.orgId} AND item_id = ANY (${[...itemIds]}::uuid[]) AND ended = 'declined' AND words <> ''`.execute(
    ctx.db,
  );
  return new Map(rows.map((row) => [row.id, row.words]));
}
