import type { ConversationScope } from '@meada/contract/permissions';
import { sql } from 'kysely';
import { may, systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';
import { scopesOf, sees } from '../conversations/index.ts';

/**
 * Frames of surveys on `desk`, each survey of a batch once: to who reads reports and sees the conversation, and to the
 * person it is about. What the conversation shows of it comes with the conversation's own frame.
 */
export const presentSurveys: Presenter = async (kernel, events, wanted) => {
  const mine = events.filter(({ name, orgId }) => name.startsWith('survey.') && wanted.topic(orgId, 'desk'));
  const frames: LiveFrame[] = [];
  for (const [orgId, list] of Map.groupBy(mine, (event) => event.orgId)) {
    const { owners, scopes } = await loaded(kernel, orgId, list);
    const newest = new Map(list.map((event) => [String(event.facts.surveyId), event]));
    for (const [id, { facts, name }] of newest) {
      const scope = scopes.get(String(facts.conversationId));
      const mark = name === 'survey.rated' ? String(facts.mark) : null;
      frames.push({
        ...{ orgId, topic: 'desk', name: 'survey' },
        data: { id, conversationId: String(facts.conversationId), mark },
        visibleTo: (actor) =>
          (may(actor, 'reports.read') && scope !== undefined && sees(actor, scope)) ||
          (actor.kind === 'person' && owners.get(id) === actor.id),
      });
    }
  }
  return frames;
};

type Loaded = { owners: Map<string, string>; scopes: Map<string, ConversationScope> };

async function loaded(kernel: Kernel, orgId: string, list: LoggedEvent[]): Promise<Loaded> {
  const ids = list.map(({ facts }) => String(facts.surveyId));
  const talks = list.map(({ facts }) => String(facts.conversationId));
  return inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const scopes = await scopesOf(ctx, [...new Set(talks)]);
    const { rows } = await sql<{ id: string; person_id: string | null }>`
      SELECT id, person_id FROM surveys WHERE org_id = ${orgId} AND id = ANY (${ids}::uuid[])`.execute(
      ctx.db,
    );
    const owners = new Map(rows.flatMap((row) => (row.person_id ? [[row.id, row.person_id] as const] : [])));
    return { owners, scopes };
  });
}
