import type { MergeChoices } from '@meada/contract/routes/customers';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/**
 * Whose word counts where merged records differ. Nothing is ever overwritten: each record keeps what it says, and a merge
 * remembers whose word was chosen. Pure, but for `loadGroups`.
 */

/** One record of a group, as it is by itself. */
export type Member = {
  id: string;
  root: string;
  createdAt: Date;
  name: string | null;
  locale: string | null;
  birthDate: string | null;
  notes: string;
  kind: string;
  customFields: Record<string, unknown>;
};

/** A choice of a merge into the root that stands, newest first. */
export type Choice = { choices: MergeChoices; overruled: readonly string[] };
export type Group = { root: string; members: readonly Member[]; choices: readonly Choice[] };

/** Fields of which one word counts; `field:NAME` are the firm's own. */
export const plainFields = ['name', 'locale', 'birthDate', 'notes', 'kind'] as const;
export type PlainField = (typeof plainFields)[number];
const customPrefix = 'field:';

/** What a record says to a field, or null. */
export function wordOf(member: Member, field: string): unknown {
  const said = field.startsWith(customPrefix)
    ? member.customFields[field.slice(customPrefix.length)]
    : member[field as PlainField];
  return said === undefined || said === '' ? null : said;
}

/** Fields a change of a record writes anew, as choices name them. */
export const fieldsOf = (change: Record<string, unknown>): string[] =>
  Object.keys(change).flatMap((name) =>
    name === 'customFields'
      ? Object.keys((change.customFields ?? {}) as object).map((own) => `${customPrefix}${own}`)
      : [name],
  );

export const isChoosable = (field: string): boolean =>
  field.startsWith(customPrefix) || (plainFields as readonly string[]).includes(field);

/**
 * Whose word counts in a group: the newest choice of a merge into its root that nobody has written over since and whose
 * record still belongs to the group; else the root's own word; else the oldest record that says anything.
 */
export function standingMember(group: Group, field: string): Member | null {
  const byId = new Map(group.members.map((member) => [member.id, member]));
  for (const { choices, overruled } of group.choices) {
    const chosen = overruled.includes(field) ? undefined : byId.get(choices[field] ?? '');
    if (chosen && wordOf(chosen, field) !== null) return chosen;
  }
  const root = byId.get(group.root);
  const ordered = [
    ...(root ? [root] : []),
    ...[...group.members].sort((x, y) => +x.createdAt - +y.createdAt || (x.id < y.id ? -1 : 1)),
  ];
  return ordered.find((member) => wordOf(member, field) !== null) ?? null;
}

/** The word that counts, or null. */
export function standingWord(group: Group, field: string): unknown {
  const member = standingMember(group, field);
  return member && wordOf(member, field);
}

/** The firm's own fields of a group, each with the word that counts. */
export function standingFields(group: Group): Record<string, unknown> {
  const names = new Set(group.members.flatMap((member) => Object.keys(member.customFields)));
  return Object.fromEntries(
    [...names]
      .map((name) => [name, standingWord(group, `${customPrefix}${name}`)])
      .filter(([, word]) => word !== null),
  );
}

type Row = Omit<Member, 'createdAt'> & { createdAt: Date };

/** Groups by their root: every record of them and the choices of the merges into the root that stand. */
export async function loadGroups(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  roots: readonly string[],
): Promise<Map<string, Group>> {
  const wanted = [...new Set(roots)];
  const members = await sql<Row>`
    SELECT id, canonical_id AS root, created_at AS "createdAt", name, locale, birth_date::text AS "birthDate", notes, kind,
      custom_fields AS "customFields"
    FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ANY(${wanted}::uuid[])`.execute(ctx.db);
  const choices = await sql<Choice & { root: string }>`
    SELECT into_id AS root, choices, overruled FROM customer_merges
    WHERE org_id = ${ctx.orgId} AND into_id = ANY(${wanted}::uuid[]) AND undone_at IS NULL AND choices <> '{}'
    ORDER BY at DESC, id DESC`.execute(ctx.db);
  const membersOf = Map.groupBy(members.rows, (row) => row.root);
  const choicesOf = Map.groupBy(choices.rows, (row) => row.root);
  return new Map(
    wanted.map((root) => [
      root,
      { root, members: membersOf.get(root) ?? [], choices: choicesOf.get(root) ?? [] },
    ]),
  );
}
