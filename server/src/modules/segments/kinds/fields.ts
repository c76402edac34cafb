import type { FieldDefinition, FieldType } from '@meada/contract/fields';
import type { SegmentInput } from '@meada/contract/segments';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { fieldsOf, isStandingValue } from '../../customers/index.ts';
import { type ConditionKind, listOf, not, numberOf, type Scope, textOf } from '../registry.ts';
import { dayAfter } from '../rules.ts';

const always = ['set', 'unset'];
const texts = [...always, 'equal', 'begins', 'contains'];
const choices = [...always, 'any', 'none'];

/** Type of a field → how it may be asked for. */
const operators: Record<FieldType, string[]> = {
  text: texts,
  long_text: texts,
  link: texts,
  email: texts,
  phone: texts,
  document: texts,
  number: [...always, 'is', 'at_least', 'at_most'],
  money: [...always, 'least_money', 'most_money'],
  date: [...always, 'before', 'after', 'next_days', 'past_days'],
  boolean: [...always, 'yes', 'no'],
  choice: choices,
  choices,
};

const is: Record<string, SegmentInput> = {
  ...{ set: 'none', unset: 'none', yes: 'none', no: 'none' },
  ...{ equal: 'text', begins: 'text', contains: 'text' },
  ...{ is: 'number', at_least: 'number', at_most: 'number', least_money: 'money', most_money: 'money' },
  ...{ before: 'day', after: 'day', next_days: 'days', past_days: 'days', any: 'options', none: 'options' },
};

/**
 * Fields of customers and companies that can be asked for, one of each name. Everybody who reads customers sees who is in a
 * segment: what is concealed, or seen by some only, cannot be asked for.
 */
async function askable(ctx: Ctx): Promise<FieldDefinition[]> {
  const all = (await fieldsOf(ctx)).filter(({ subject }) => subject !== 'conversation');
  const concealed = new Set(
    all.filter(({ sensitive, seenBy }) => sensitive || seenBy !== 'agent').map(({ name }) => name),
  );
  const open = all.filter(({ name, archivedAt }) => archivedAt === null && !concealed.has(name));
  return [...new Map(open.map((field) => [field.name, field])).values()];
}

/** What a value `v` of the field is compared with, as values are kept: texts folded and cut, numbers plain. */
function compared(leaf: Parameters<ConditionKind['holds']>[0], scope: Scope): RawBuilder<unknown> {
  const word = sql`left(meada_fold(${textOf(leaf)}), 200)`;
  const day = (days: number) => dayAfter(scope.today, days);
  const tests: Record<string, () => RawBuilder<unknown>> = {
    set: () => sql`true`,
    unset: () => sql`true`,
    yes: () => sql`v.number = 1`,
    no: () => sql`v.number = 0`,
    equal: () => sql`v.text = ${word}`,
    begins: () => sql`v.text LIKE meada_like(${word}) || '%'`,
    contains: () => sql`v.text LIKE '%' || meada_like(${word}) || '%'`,
    is: () => sql`v.number = ${numberOf(leaf)}`,
    at_least: () => sql`v.number >= ${numberOf(leaf)}`,
    at_most: () => sql`v.number <= ${numberOf(leaf)}`,
    least_money: () => sql`v.number >= ${numberOf(leaf)}`,
    most_money: () => sql`v.number <= ${numberOf(leaf)}`,
    before: () => sql`v.text < ${textOf(leaf)}`,
    after: () => sql`v.text >= ${textOf(leaf)}`,
    next_days: () => sql`v.text BETWEEN ${scope.today} AND ${day(numberOf(leaf))}`,
    past_days: () => sql`v.text BETWEEN ${day(-numberOf(leaf))} AND ${scope.today}`,
    any: () =>
      sql`v.text = ANY (ARRAY(SELECT left(meada_fold(x), 200) FROM unnest(${listOf(leaf)}::text[]) x))`,
  };
  tests.none = tests.any as () => RawBuilder<unknown>;
  return (tests[leaf.is] ?? (() => sql`false`))();
}

/** The firm's own fields: `of` is the field's name. What counts is the value the merged record shows. */
export const fieldKinds: readonly ConditionKind[] = [
  {
    ...{ kind: 'field', area: 'field', is, timed: ['next_days', 'past_days'] },
    of: async (ctx) =>
      (await askable(ctx)).map((field) => ({
        name: field.name,
        label: field.label,
        is: operators[field.type],
        options: field.choices.map(({ name, label }) => ({ name, label })),
        currency: field.currency,
      })),
    holds: (leaf, scope) => {
      const { orgId } = scope.ctx;
      const test = sql`r.id IN (
        SELECT c.canonical_id FROM customers c JOIN customer_field_values v ON v.org_id = c.org_id AND v.customer_id = c.id
        WHERE c.org_id = ${orgId} AND ${scope.only(sql`c.canonical_id`)} AND v.name = ${leaf.of} AND ${compared(leaf, scope)}
          AND ${isStandingValue(orgId, leaf.of ?? '')})`;
      return leaf.is === 'unset' || leaf.is === 'none' ? not(test) : test;
    },
  },
];
