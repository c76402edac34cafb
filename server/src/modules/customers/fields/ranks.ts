import type { FieldDefinition } from '@meada/contract/fields';
import { type Role, Role as Roles } from '@meada/contract/permissions';
import type { Actor } from '../../../kernel/actor.ts';

/** Who sees and changes a field: pure. */

/** A person's role; a key counts as an administrator when it may define fields, else as an agent; the house as the owner. */
function roleOf(actor: Actor): Role | null {
  if (actor.kind === 'person') return actor.role;
  if (actor.kind === 'key') return actor.permissions.has('fields.manage') ? 'administrator' : 'agent';
  return actor.kind === 'system' ? 'owner' : null;
}

/** Roles stand most powerful first. */
const reaches = (actor: Actor, least: Role): boolean => {
  const role = roleOf(actor);
  return role !== null && Roles.options.indexOf(role) <= Roles.options.indexOf(least);
};

export const seesField = (actor: Actor, field: Pick<FieldDefinition, 'seenBy'>): boolean =>
  reaches(actor, field.seenBy);

/** Who may not see a field cannot change it either. */
export const editsField = (actor: Actor, field: Pick<FieldDefinition, 'seenBy' | 'editedBy'>): boolean =>
  reaches(actor, field.seenBy) && reaches(actor, field.editedBy);
