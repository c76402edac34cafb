import type { FieldInput, FieldSubject, FieldType } from '@meada/contract/fields';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isDouble } from '../../../kernel/db/database.ts';
import { conflict } from '../../../kernel/errors.ts';

/** Writes of field definitions. */

export type NewField = FieldInput & { id: string; subject: FieldSubject; name: string; type: FieldType };

const columnsOf = (input: FieldInput) => ({
  label: input.label,
  help: input.help,
  choices: JSON.stringify(input.choices),
  currency: input.currency,
  required: input.required,
  sensitive: input.sensitive,
  seen_by: input.seenBy,
  edited_by: input.editedBy,
});

/** Throws `conflict` when the subject has a field of this name. */
export async function insertField(ctx: Ctx, made: NewField, position: number): Promise<void> {
  const { id, subject, name, type } = made;
  const now = ctx.clock.now();
  await ctx.db
    .insertInto('field_definitions')
    .values({
      org_id: ctx.orgId,
      ...{ id, subject, name, type, position },
      ...columnsOf(made),
      created_at: now,
      updated_at: now,
    })
    .execute()
    .catch((error: unknown) => {
      throw isDouble(error) ? conflict('There is a field of this name.', 'body.name') : error;
    });
}

export async function updateField(ctx: Ctx, id: string, input: FieldInput): Promise<void> {
  await ctx.db
    .updateTable('field_definitions')
    .set({ ...columnsOf(input), updated_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

export async function setArchived(ctx: Ctx, id: string, archived: boolean): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .updateTable('field_definitions')
    .set({ archived_at: archived ? now : null, updated_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Positions by the order of the names. */
export async function placeFields(ctx: Ctx, subject: FieldSubject, names: readonly string[]): Promise<void> {
  await ctx.client.query(
    `UPDATE field_definitions f SET position = o.position
     FROM unnest($3::text[]) WITH ORDINALITY AS o(name, position)
     WHERE f.org_id = $1 AND f.subject = $2 AND f.name = o.name`,
    [ctx.orgId, subject, names],
  );
}
