import type { FieldDefinition, FieldTest } from '@meada/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import { seesField } from './ranks.ts';
import { isStandingValue } from './speaker.ts';
import { fieldsOf } from './views.ts';

/**
 * Conditions on canonical customers `r` by their custom fields. Who may not see a field cannot ask by it either: the
 * answer would tell. Throws `refused`.
 */
export async function fieldConditions(ctx: Ctx, tests: readonly FieldTest[]): Promise<RawBuilder<unknown>[]> {
  const fields = (await fieldsOf(ctx)).filter(({ subject }) => subject !== 'conversation');
  return tests.map((test) => {
    const asked = fields.filter(({ name }) => name === test.name);
    if (asked.some((field) => field.sensitive || !seesField(ctx.actor, field)))
      throw refused('Nobody may search by this field.', 'query.fields');
    return condition(ctx, test, asked);
  });
}

function condition(ctx: Ctx, test: FieldTest, fields: readonly FieldDefinition[]): RawBuilder<unknown> {
  const value = compared(test, fields);
  const holders = sql`
    SELECT c.canonical_id FROM customer_field_values v JOIN customers c ON c.org_id = v.org_id AND c.id = v.customer_id
    WHERE v.org_id = ${ctx.orgId} AND v.name = ${test.name} AND ${value} AND ${isStandingValue(ctx.orgId, test.name)}`;
  return test.is === 'unset' ? sql`r.id NOT IN (${holders})` : sql`r.id IN (${holders})`;
}

function compared(test: FieldTest, fields: readonly FieldDefinition[]): RawBuilder<unknown> {
  if (test.is === 'set' || test.is === 'unset') return sql`true`;
  if (test.value === undefined) throw refused('Say what to compare with.', 'query.fields');
  const word = sql`left(meada_fold(${test.value}), 200)`;
  if (test.is === 'begins') return sql`v.text LIKE meada_like(${word}) || '%'`;
  const number = numberOf(test.value);
  const isText = fields.some(({ type }) => !['number', 'money', 'boolean'].includes(type));
  const operator = { equal: sql`=`, less: sql`<`, more: sql`>` }[test.is];
  if (number === null || isText) return sql`v.text ${operator} ${word}`;
  return sql`v.number ${operator} ${number}`;
}

/** yes and no count as 1 and 0, as they are kept. */
function numberOf(text: string): number | null {
  if (text === 'true') return 1;
  if (text === 'false') return 0;
  const number = Number(text.replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(number) ? number : null;
}
