import type { FieldDefinition, FieldType } from '@meada/contract/fields';
import type { Ctx } from '../../../kernel/ctx.ts';
import { seesField } from './ranks.ts';
import { fieldsOf } from './views.ts';

/** Their values are no words: lists are filtered by them. */
const notWords: readonly FieldType[] = ['choice', 'choices', 'date', 'number', 'money', 'boolean'];

/**
 * Which of the firm's own fields of customers and companies a search of records leaves out: those the actor may not see,
 * sensitive ones for everybody (looking at one is kept; a search would tell without), and those that hold no words. A name
 * that is hidden in one sense is hidden in both. `labels`: what the others are called.
 */
export async function searchedFields(ctx: Ctx): Promise<{ hidden: string[]; labels: Map<string, string> }> {
  const fields = (await fieldsOf(ctx)).filter(({ subject }) => subject !== 'conversation');
  const isHidden = (field: FieldDefinition): boolean =>
    field.sensitive || !seesField(ctx.actor, field) || notWords.includes(field.type);
  const hidden = [...new Set(fields.filter(isHidden).map(({ name }) => name))];
  return { hidden, labels: new Map(fields.map(({ name, label }) => [name, label])) };
}
