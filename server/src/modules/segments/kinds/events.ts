import type { EventName } from '@meada/contract/events';
import { type RawBuilder, sql } from 'kysely';
import { type ConditionKind, countTest, daysBack, not, type Scope } from '../registry.ts';

type Happening = { event: EventName; facts?: Record<string, string> };

/** What may have happened, by the word the editor has for it. */
const happenings: Record<string, Happening> = {
  wrote: { event: 'message.created', facts: { authorKind: 'customer' } },
  answered: { event: 'message.created', facts: { authorKind: 'person', visibility: 'public' } },
  began: { event: 'conversation.created' },
  switched: { event: 'conversation.switched' },
  noted: { event: 'customer.noted', facts: { what: 'added' } },
  told: { event: 'customer.told', facts: { what: 'learned' } },
  moved: { event: 'customer.moved' },
  merged: { event: 'customer.merged' },
  consented: { event: 'customer.consented' },
  deal_created: { event: 'deal.created' },
  deal_won: { event: 'deal.moved', facts: { outcome: 'won' } },
  deal_lost: { event: 'deal.moved', facts: { outcome: 'lost' } },
};

/** Groups with so many events in the log, told of the customer or of one of their conversations. */
function happened(scope: Scope, { event, facts = {} }: Happening, since: Date | null) {
  const { ctx } = scope;
  const tests = [
    sql`e.name = ${event}`,
    since ? sql`e.at > ${since}` : sql`true`,
    ...Object.entries(facts).map(([name, value]) => sql`e.facts ->> ${name} = ${value}`),
  ];
  const ofCustomer = !event.startsWith('message.') && event !== 'conversation.switched';
  const log: RawBuilder<unknown> = ofCustomer
    ? sql`customers m JOIN events e ON e.org_id = m.org_id AND e.customer_id = m.id`
    : sql`customers m JOIN conversations c ON c.org_id = m.org_id AND c.customer_id = m.id
        JOIN events e ON e.org_id = c.org_id AND e.conversation_id = c.id`;
  return (number: number): RawBuilder<unknown> =>
    sql`r.id IN (SELECT m.canonical_id FROM ${log} WHERE m.org_id = ${ctx.orgId} AND ${scope.only(sql`m.canonical_id`)}
      AND ${sql.join(tests, sql` AND `)} GROUP BY m.canonical_id HAVING count(*) >= ${number})`;
}

/** What happened, so often, within so many days: `of` is what. */
export const eventKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'event', area: 'event', windowed: true },
    is: { some: 'none', never: 'none', at_least: 'number', at_most: 'number' },
    of: async () =>
      Object.keys(happenings).map((name) => ({
        ...{ name, label: '' },
        is: ['some', 'never', 'at_least', 'at_most'],
        options: [],
      })),
    holds: (leaf, scope) => {
      const happening = happenings[leaf.of ?? ''];
      if (!happening) return sql`false`;
      const since = leaf.days === undefined ? null : daysBack(scope, leaf.days);
      const counted = happened(scope, happening, since);
      if (leaf.is === 'some') return counted(1);
      return leaf.is === 'never' ? not(counted(1)) : countTest(leaf, counted);
    },
  },
];
