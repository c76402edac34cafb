import { type RawBuilder, sql } from 'kysely';
import { listStatuses, ownStatus } from '../../conversations/index.ts';
import {
  type ConditionKind,
  countTest,
  daysBack,
  listOf,
  not,
  numberOf,
  type Scope,
  someMember,
} from '../registry.ts';
import { knownLabels, labelOptions } from './record.ts';

const area = 'conversation';

/** Some conversation of the group; an empty shell that was merged into another is none. */
const talks = (
  scope: Scope,
  where: RawBuilder<unknown>,
  more: { join?: RawBuilder<unknown>; having?: RawBuilder<unknown> } = {},
): RawBuilder<unknown> =>
  someMember(scope, {
    join: sql`JOIN conversations c ON c.org_id = m.org_id AND c.customer_id = m.id AND c.merged_into_id IS NULL
      ${more.join ?? sql``}`,
    where,
    ...(more.having ? { having: more.having } : {}),
  });

const since = (leaf: { days?: number | undefined }, scope: Scope): RawBuilder<unknown> =>
  leaf.days === undefined ? sql`true` : sql`c.created_at > ${daysBack(scope, leaf.days)}`;

/** Kinds over conversations. */
export const conversationKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'conversation.count', area, windowed: true },
    is: { at_least: 'number', at_most: 'number' },
    holds: (leaf, scope) =>
      countTest(leaf, (number) => talks(scope, since(leaf, scope), { having: sql`count(*) >= ${number}` })),
  },
  {
    ...{ kind: 'conversation.last', area, timed: ['in_days', 'not_in_days'] },
    is: { in_days: 'days', not_in_days: 'days' },
    holds: (leaf, scope) => {
      const test = talks(scope, sql`c.active_at > ${daysBack(scope, numberOf(leaf))}`);
      return leaf.is === 'not_in_days' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'conversation.status', area },
    is: { any: 'options', none: 'options' },
    options: async (ctx) => [
      ...['open', 'pending', 'snoozed', 'resolved'].map((name) => ({ name, label: '' })),
      ...(await listStatuses(ctx)).map(({ id, name }) => ({ name: id, label: name })),
    ],
    holds: (leaf, scope) => {
      const test = talks(
        scope,
        sql`(c.status = ANY (${listOf(leaf)}::text[]) OR ${ownStatus}->>'id' = ANY (${listOf(leaf)}::text[]))`,
      );
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'conversation.channel', area },
    is: { any: 'options', none: 'options' },
    options: async (ctx) => [...ctx.ports.channels.keys()].sort().map((name) => ({ name, label: '' })),
    holds: (leaf, scope) => {
      const test = talks(scope, sql`b.channel = ANY (${listOf(leaf)}::text[])`, {
        join: sql`JOIN legs g ON g.org_id = c.org_id AND g.conversation_id = c.id
          JOIN inboxes b ON b.org_id = g.org_id AND b.id = g.inbox_id`,
      });
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'conversation.label', area },
    is: { any: 'options', none: 'options' },
    options: labelOptions,
    holds: (leaf, scope) => {
      const test = talks(
        scope,
        sql`c.label_ids <> '{}' AND c.label_ids && ${knownLabels(scope, listOf(leaf))}`,
      );
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'conversation.waiting', area, timed: ['longer'] },
    is: { yes: 'none', no: 'none', longer: 'hours' },
    holds: (leaf, scope) => {
      if (leaf.is === 'longer')
        return talks(scope, sql`c.waiting_since < ${daysBack(scope, numberOf(leaf) / 24)}`);
      const test = talks(scope, sql`c.waiting_since IS NOT NULL`);
      return leaf.is === 'no' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'conversation.protocol', area, timed: ['older'] },
    is: { older: 'days' },
    holds: (leaf, scope) =>
      talks(scope, sql`c.status <> 'resolved' AND c.created_at < ${daysBack(scope, numberOf(leaf))}`),
  },
];
