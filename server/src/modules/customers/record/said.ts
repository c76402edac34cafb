import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { searchedFields } from '../fields/searched.ts';
import { type Group, loadGroups, standingMember } from '../standing.ts';

/** What is written down about customers, as a search names the places (`record_search`). */

/** A place on a record: a note by its id, the one text, a field by its name. */
export type RecordPlace = { customerId: string; kind: 'note' | 'about' | 'field'; ref: string; at: Date };
/** What stands there. `field`: what the field is called. */
export type RecordText = RecordPlace & { text: string; field: string | null; authorName: string | null };

/**
 * The texts of these places, in their order, as an actor reads them on the records: without what is gone, and without words
 * of merged records that another one of the group speaks for.
 */
export async function textsOnRecords(ctx: Ctx, places: readonly RecordPlace[]): Promise<RecordText[]> {
  const notes = await notesOf(
    ctx,
    places.filter(({ kind }) => kind === 'note').map(({ ref }) => ref),
  );
  const plain = places.filter(({ kind }) => kind !== 'note');
  const groups = await groupsOf(
    ctx,
    plain.map(({ customerId }) => customerId),
  );
  const { labels } = await searchedFields(ctx);
  return places.flatMap((place): RecordText[] => {
    if (place.kind === 'note') {
      const note = notes.get(place.ref);
      return note ? [{ ...place, text: note.text, field: null, authorName: note.authorName }] : [];
    }
    const text = standingText(groups.get(place.customerId), place);
    const field = place.kind === 'field' ? (labels.get(place.ref) ?? place.ref) : null;
    return text === null ? [] : [{ ...place, text, field, authorName: null }];
  });
}

/** The records of one customer, whichever of them is named; null where none is. */
export async function recordsOf(ctx: Ctx, customerId: string | undefined): Promise<string[] | null> {
  if (customerId === undefined) return null;
  const { rows } = await sql<{ id: string }>`
    SELECT g.id FROM customers g WHERE g.org_id = ${ctx.orgId} AND g.canonical_id =
      (SELECT x.canonical_id FROM customers x WHERE x.org_id = ${ctx.orgId} AND x.id = ${customerId}::uuid)`.execute(
    ctx.db,
  );
  return rows.map((row) => row.id);
}

type Note = { id: string; text: string; authorName: string | null };

async function notesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Note>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Note>`
    SELECT n.id, n.text, coalesce(p.name, k.name) AS "authorName" FROM customer_notes n
    LEFT JOIN members p ON n.author_kind = 'person' AND p.org_id = n.org_id AND p.id = n.author_id
    LEFT JOIN api_keys k ON n.author_kind = 'key' AND k.org_id = n.org_id AND k.id = n.author_id
    WHERE n.org_id = ${ctx.orgId} AND n.id = ANY(${ids}::uuid[]) AND n.deleted_at IS NULL`.execute(ctx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Groups by the id of any record in them. */
async function groupsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Group>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; root: string }>`
    SELECT id, canonical_id AS root FROM customers WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[])`.execute(
    ctx.db,
  );
  const groups = await loadGroups(
    ctx,
    rows.map(({ root }) => root),
  );
  return new Map(
    rows.flatMap(({ id, root }) => {
      const group = groups.get(root);
      return group ? [[id, group]] : [];
    }),
  );
}

/** What the record says there, if it is this one's word that counts in its group. */
function standingText(group: Group | undefined, { customerId, kind, ref }: RecordPlace): string | null {
  const member = group && standingMember(group, kind === 'about' ? 'notes' : `field:${ref}`);
  if (member?.id !== customerId) return null;
  const word: unknown = kind === 'about' ? member.notes : member.customFields[ref];
  const words = [word].flat().filter((one) => typeof one === 'string');
  return words.length > 0 ? words.join(' ') : null;
}
