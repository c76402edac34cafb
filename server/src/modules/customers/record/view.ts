import type { CustomerDocument, CustomerRecord } from '@meada/contract/routes/record';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { postalsOf } from '../addresses/views.ts';
import { domainsOf, tiesOf } from '../companies/views.ts';
import { type FieldValues, shownFields } from '../fields/apply.ts';
import { notesOf } from '../notes/views.ts';
import { preferencesOf } from '../preferences/views.ts';
import { loadGroups, standingFields, standingWord } from '../standing.ts';
import { filesOf, urlOf } from './files.ts';

type Own = {
  label_ids: string[];
  blocked_at: Date | null;
  blocked_reason: string | null;
  picture_id: string | null;
};

/**
 * What is on the rows of a group beside what one word stands for: labels of all, the first block, the root's picture before
 * any other's.
 */
async function ownOf(ctx: Ctx, rootId: string): Promise<Own> {
  const result = await sql<Own>`
    SELECT coalesce(array_agg(DISTINCT l.id) FILTER (WHERE l.id IS NOT NULL), '{}') AS label_ids,
      min(m.blocked_at) AS blocked_at,
      (array_agg(m.blocked_reason ORDER BY m.blocked_at) FILTER (WHERE m.blocked_at IS NOT NULL))[1] AS blocked_reason,
      (array_agg(m.picture_id ORDER BY (m.id <> m.canonical_id), m.created_at) FILTER (WHERE m.picture_id IS NOT NULL))[1]
        AS picture_id
    FROM customers m LEFT JOIN labels l ON l.org_id = m.org_id AND l.id = ANY (m.label_ids)
    WHERE m.org_id = ${ctx.orgId} AND m.canonical_id = ${rootId}`.execute(ctx.db);
  return found(result.rows[0], 'customer');
}

/** The record of a group by its root. Throws `not_found`. */
export async function recordOf(ctx: Ctx, rootId: string): Promise<CustomerRecord> {
  const group = found((await loadGroups(ctx, [rootId])).get(rootId), 'customer');
  const kind = standingWord(group, 'kind') === 'company' ? 'company' : 'human';
  const own = await ownOf(ctx, rootId);
  const subject = kind === 'company' ? 'company' : 'customer';
  const shown = await shownFields(ctx, subject, standingFields(group) as FieldValues);
  return {
    id: rootId,
    kind,
    birthDate: standingWord(group, 'birthDate') as string | null,
    labelIds: own.label_ids,
    blocked: own.blocked_at && { at: own.blocked_at.toISOString(), reason: own.blocked_reason ?? '' },
    pictureUrl: own.picture_id && urlOf(ctx, own.picture_id, 'thumbnail'),
    ...shown,
    documents: await documentsOf(ctx, rootId),
    addresses: await postalsOf(ctx, rootId),
    preferences: await preferencesOf(ctx, rootId),
    notes: await notesOf(ctx, rootId),
    files: await filesOf(ctx, rootId),
    ties: await tiesOf(ctx, rootId),
    domains: kind === 'company' ? await domainsOf(ctx, rootId) : [],
  };
}

type DocumentRow = {
  id: string;
  kind: CustomerDocument['kind'];
  number: string;
  issuer: string;
  country: string;
  created_at: Date;
};

export async function documentsOf(ctx: Ctx, rootId: string): Promise<CustomerDocument[]> {
  const result = await sql<DocumentRow>`
    SELECT d.id, d.kind, d.number, d.issuer, d.country, d.created_at FROM customer_documents d
    WHERE d.org_id = ${ctx.orgId}
      AND d.customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
    ORDER BY d.created_at, d.id LIMIT 100`.execute(ctx.db);
  return result.rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at.toISOString() }));
}
