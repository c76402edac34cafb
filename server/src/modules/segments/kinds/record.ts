import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import {
  type ConditionKind,
  dawn,
  daysBack,
  listOf,
  not,
  numberOf,
  type Scope,
  someMember,
  textOf,
  wordTest,
} from '../registry.ts';
import { birthdaysWithin, yearsBack } from '../rules.ts';
import { standing } from './standing.ts';

const plain = (names: readonly string[]) => async () => names.map((name) => ({ name, label: '' }));
const area = 'record';

/** Labels of the firm. One that is gone is on nobody. */
export const labelOptions = async (ctx: Ctx) => {
  const rows = await ctx.db
    .selectFrom('labels')
    .select(['id', 'name'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('name')
    .execute();
  return rows.map(({ id, name }) => ({ name: id, label: name }));
};
export const knownLabels = (scope: Scope, ids: readonly string[]) =>
  sql`ARRAY(SELECT l.id FROM labels l WHERE l.org_id = ${scope.ctx.orgId} AND l.id::text = ANY (${[...ids]}::text[]))`;

/** When something happened to some record of a group: lately, long ago, before or since a day. */
const moment = (column: 'created_at' | 'seen_at'): ConditionKind['holds'] => {
  return (leaf, scope) => {
    // A customer is as old as the record that stands; seen is whoever of the group was seen last.
    const at = sql.ref(column === 'created_at' ? 'r.created_at' : 'm.seen_at');
    const after =
      leaf.is === 'before' || leaf.is === 'after'
        ? sql`${at} >= ${dawn(scope, textOf(leaf))}`
        : sql`${at} > ${daysBack(scope, numberOf(leaf))}`;
    const test = column === 'created_at' ? after : someMember(scope, { where: after });
    return leaf.is === 'before' || leaf.is === 'not_in_days' ? not(test) : test;
  };
};
const moments = { in_days: 'days', not_in_days: 'days', before: 'day', after: 'day' } as const;

/** Kinds over the customer's own record. */
export const recordKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'customer.name', area },
    is: { set: 'none', unset: 'none', contains: 'text', begins: 'text', equal: 'text' },
    holds: (leaf, scope) => {
      const name = standing(scope, 'name');
      if (leaf.is === 'set') return sql`${name} IS NOT NULL`;
      return leaf.is === 'unset' ? sql`${name} IS NULL` : wordTest(name, leaf);
    },
  },
  {
    ...{ kind: 'customer.kind', area },
    is: { equal: 'option' },
    options: plain(['human', 'company']),
    holds: (leaf, scope) => sql`${standing(scope, 'kind')} = ${textOf(leaf)}`,
  },
  {
    ...{ kind: 'customer.language', area },
    is: { any: 'options', unset: 'none' },
    options: plain(['pt-BR', 'en', 'es']),
    holds: (leaf, scope) =>
      leaf.is === 'unset'
        ? sql`${standing(scope, 'locale')} IS NULL`
        : sql`coalesce(${standing(scope, 'locale')} = ANY (${listOf(leaf)}::text[]), false)`,
  },
  {
    ...{ kind: 'customer.label', area },
    is: { any: 'options', none: 'options' },
    options: labelOptions,
    holds: (leaf, scope) => {
      const test = someMember(scope, {
        where: sql`m.label_ids <> '{}' AND m.label_ids && ${knownLabels(scope, listOf(leaf))}`,
      });
      return leaf.is === 'none' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'customer.blocked', area },
    is: { yes: 'none', no: 'none' },
    holds: (leaf, scope) => {
      const test = someMember(scope, { where: sql`m.blocked_at IS NOT NULL` });
      return leaf.is === 'no' ? not(test) : test;
    },
  },
  {
    ...{ kind: 'customer.created', area, is: moments, timed: ['in_days', 'not_in_days'] },
    holds: moment('created_at'),
  },
  {
    ...{ kind: 'customer.seen', area, is: moments, timed: ['in_days', 'not_in_days'] },
    holds: moment('seen_at'),
  },
  {
    ...{ kind: 'customer.birth_date', area },
    is: { set: 'none', unset: 'none', before: 'day', after: 'day' },
    holds: (leaf, scope) => {
      const born = standing(scope, 'birth_date');
      if (leaf.is === 'set') return sql`${born} IS NOT NULL`;
      if (leaf.is === 'unset') return sql`${born} IS NULL`;
      const operator = leaf.is === 'before' ? sql`<` : sql`>=`;
      return sql`coalesce(${born} ${operator} ${textOf(leaf)}::date, false)`;
    },
  },
  {
    ...{ kind: 'customer.birthday', area, timed: ['next_days', 'today'] },
    is: { today: 'none', next_days: 'days', month: 'option' },
    options: plain(Array.from({ length: 12 }, (_, month) => String(month + 1))),
    holds: (leaf, scope) => {
      const born = standing(scope, 'birth_date');
      if (leaf.is === 'month')
        return sql`coalesce(extract(month FROM ${born}) = ${Number(textOf(leaf))}, false)`;
      const days = birthdaysWithin(scope.today, leaf.is === 'today' ? 0 : numberOf(leaf));
      return sql`coalesce(to_char(${born}, 'MM-DD') = ANY (${days}::text[]), false)`;
    },
  },
  {
    ...{ kind: 'customer.age', area, timed: ['at_least', 'at_most'] },
    is: { at_least: 'number', at_most: 'number' },
    holds: (leaf, scope) => {
      const born = standing(scope, 'birth_date');
      const years = Math.trunc(numberOf(leaf));
      return leaf.is === 'at_least'
        ? sql`coalesce(${born} <= ${yearsBack(scope.today, years)}::date, false)`
        : sql`coalesce(${born} > ${yearsBack(scope.today, years + 1)}::date, false)`;
    },
  },
];
