import type { Signature } from '@meada/contract/routes/signatures';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';

/** The person's own signature as it was written. */
export async function ownSignature(ctx: Ctx): Promise<Signature> {
  const row = await ctx.db
    .selectFrom('signatures')
    .select('html')
    .where('org_id', '=', ctx.orgId)
    .where('person_id', '=', ctx.actor.id)
    .executeTakeFirst();
  return { html: row?.html ?? '' };
}

type Row = {
  own: string | null;
  name: string | null;
  brand: string;
  standing: string | null;
  brand_signature: string;
};

/**
 * What stands below what somebody writes from this inbox, with the names in it: the person's own signature, else the
 * inbox's, else the brand's. Without a person the brand speaks. Throws `not_found`.
 */
export async function signatureFor(ctx: Ctx, inboxId: string, personId: string | null): Promise<string> {
  const result = await sql<Row>`
    SELECT s.html AS own, p.name, r.name AS brand, b.settings->>'signature' AS standing, r.signature AS brand_signature
    FROM inboxes b
    JOIN brands r ON r.org_id = b.org_id AND r.id = b.brand_id
    LEFT JOIN members p ON p.org_id = b.org_id AND p.id = ${personId}
    LEFT JOIN signatures s ON s.org_id = b.org_id AND s.person_id = p.id
    WHERE b.org_id = ${ctx.orgId} AND b.id = ${inboxId}`.execute(ctx.db);
  const row = found(result.rows[0], 'inbox');
  const standing = row.standing?.trim();
  const html = row.own ?? (standing ? `<p>${asHtml(standing)}</p>` : row.brand_signature);
  return withNames(html, { 'agent.name': row.name ?? row.brand, brand: row.brand });
}

/** The signature below the asking person's own mails from this inbox. */
export const signatureOf = async (ctx: Ctx, inboxId: string): Promise<Signature> => ({
  html: await signatureFor(ctx, inboxId, ctx.actor.kind === 'person' ? ctx.actor.id : null),
});

const asHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replaceAll('\n', '<br>');

/** Puts names in; they are text, whatever they look like. An unknown field stays as it is, to be seen. */
function withNames(html: string, values: Record<string, string>): string {
  return html.replace(/\{\{\s{0,5}([\w.]{1,40})\s{0,5}\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? asHtml(values[name] ?? '') : whole,
  );
}
