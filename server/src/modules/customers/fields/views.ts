import type { FieldDefinition, FieldSubject } from '@meada/contract/fields';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';

/** Definitions of an organisation, or of one subject, in their order; archived ones last. */
export async function fieldsOf(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  subject?: FieldSubject,
): Promise<FieldDefinition[]> {
  let query = ctx.db.selectFrom('field_definitions').selectAll().where('org_id', '=', ctx.orgId);
  if (subject) query = query.where('subject', '=', subject);
  const rows = await query
    .orderBy('subject')
    .orderBy((part) => part('archived_at', 'is not', null))
    .orderBy('position')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(shown);
}

/** One definition. Throws `not_found`. */
export async function fieldById(ctx: Ctx, id: string): Promise<FieldDefinition> {
  const row = await ctx.db
    .selectFrom('field_definitions')
    .selectAll()
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  return shown(found(row, 'field'));
}

type Row = {
  id: string;
  subject: string;
  name: string;
  label: string;
  help: string;
  type: string;
  choices: unknown;
  currency: string | null;
  required: boolean;
  sensitive: boolean;
  seen_by: string;
  edited_by: string;
  position: number;
  archived_at: Date | null;
};

const shown = (row: Row): FieldDefinition => ({
  id: row.id,
  subject: row.subject as FieldDefinition['subject'],
  name: row.name,
  label: row.label,
  help: row.help,
  type: row.type as FieldDefinition['type'],
  choices: row.choices as FieldDefinition['choices'],
  currency: row.currency,
  required: row.required,
  sensitive: row.sensitive,
  seenBy: row.seen_by as FieldDefinition['seenBy'],
  editedBy: row.edited_by as FieldDefinition['editedBy'],
  position: row.position,
  archivedAt: row.archived_at?.toISOString() ?? null,
});
