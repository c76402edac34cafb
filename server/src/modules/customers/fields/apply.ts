import type { FieldDefinition, FieldSubject } from '@meada/contract/fields';
import type { CustomFieldValue } from '@meada/contract/primitives';
import type { Actor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { Failure, forbidden, refused } from '../../../kernel/errors.ts';
import { editsField, seesField } from './ranks.ts';
import { readFieldValue } from './values.ts';
import { fieldsOf } from './views.ts';

export type FieldValues = Record<string, CustomFieldValue>;

/**
 * A change of custom fields as it is kept: each value read by its field's type. Names without a definition are taken as
 * they are (programs and earlier days wrote them). Throws `refused` for a value that does not fit, for nothing where
 * something is required, for an archived field; `forbidden` for a field the actor may not change.
 */
export async function applyFields(
  ctx: Ctx,
  subject: FieldSubject,
  change: FieldValues,
): Promise<FieldValues> {
  const fields = new Map((await fieldsOf(ctx, subject)).map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(change).map(([name, given]) => {
      const field = fields.get(name);
      return [name, field ? readOne(ctx, field, given) : given];
    }),
  );
}

function readOne(ctx: Ctx, field: FieldDefinition, given: CustomFieldValue): CustomFieldValue {
  const place = `body.customFields.${field.name}`;
  if (!editsField(ctx.actor, field)) throw forbidden(`customFields.${field.name}`);
  if (field.archivedAt !== null) throw refused(`${field.name} is archived.`, place);
  const read = readFieldValue(field, given);
  if ('wrong' in read) throw new Failure('refused', `${field.name} ${read.wrong}.`, { field: place });
  if (field.required && read.value === null) throw refused(`${field.name} must not be empty.`, place);
  return read.value;
}

export type ShownFields = { fields: FieldDefinition[]; values: FieldValues; concealed: string[] };

/** Values without any need to ask what they are called: most conversations have none. */
export const shownValues = async (
  ctx: Ctx,
  subject: FieldSubject,
  values: FieldValues,
): Promise<FieldValues> =>
  Object.keys(values).length === 0 ? {} : (await shownFields(ctx, subject, values)).values;

/** What an actor sees of the values of a subject: hidden fields are left out, sensitive ones named only. */
export const shownFields = async (
  ctx: Ctx,
  subject: FieldSubject,
  values: FieldValues,
): Promise<ShownFields> => shownAmong(ctx.actor, await fieldsOf(ctx, subject), values);

/** The same by definitions that are at hand, for many records at once: pure. */
export function shownAmong(
  actor: Actor,
  definitions: readonly FieldDefinition[],
  values: FieldValues,
): ShownFields {
  const byName = new Map(definitions.map((field) => [field.name, field]));
  const isSeen = (name: string): boolean => {
    const field = byName.get(name);
    return !field || seesField(actor, field);
  };
  const seen = Object.entries(values).filter(([name]) => isSeen(name));
  const isSensitive = (name: string): boolean =>
    actor.kind !== 'system' && byName.get(name)?.sensitive === true;
  return {
    fields: definitions.filter((field) => seesField(actor, field)),
    values: Object.fromEntries(seen.filter(([name]) => !isSensitive(name))),
    concealed: seen.map(([name]) => name).filter(isSensitive),
  };
}
