import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { escaped } from '../../../kernel/http/public-page.ts';
import { consentsOf } from '../../customers/index.ts';
import type { Readable } from './contents.ts';
import type { packageTexts } from './texts.ts';

/** The part of a package that says who somebody is to the firm: everything that is no message, in words. */

export type Words = { texts: (typeof packageTexts)['en']; name: string | null; when(at: Date): string };

type Cell = string | Date | null;

/** A section with its lines; left out when there are none. */
function section(title: string, lines: Cell[][], when: (at: Date) => string): string {
  if (lines.length === 0) return '';
  const cell = (value: Cell) => `<td>${escaped(value instanceof Date ? when(value) : (value ?? ''))}</td>`;
  return `<h2>${escaped(title)}</h2><table>${lines.map((line) => `<tr>${line.map(cell).join('')}</tr>`).join('')}</table>`;
}

async function linesOf(ctx: Ctx, query: RawBuilder<{ line: Cell[] }>): Promise<Cell[][]> {
  return (await query.execute(ctx.db)).rows.map(({ line }) => line);
}

const day = (column: string) => sql`to_char(t.${sql.ref(column)}, 'YYYY-MM-DD')`;

/** What they may buy, what they said of the service, what is to be done for them. */
function dealingsOf(own: RawBuilder<unknown>, texts: Words['texts']) {
  const deals = sql<{
    line: Cell[];
  }>`SELECT ARRAY[t.title, (t.value / 100.0)::numeric(20, 2) || ' ' || t.currency, t.outcome,
      ${day('created_at')}] AS line FROM deals t WHERE ${own} ORDER BY t.created_at`;
  const surveys = sql<{ line: Cell[] }>`SELECT ARRAY[coalesce(t.rating::text, ''), coalesce(t.comment, ''),
      ${day('rated_at')}] AS line FROM surveys t WHERE ${own} AND t.rating IS NOT NULL ORDER BY t.rated_at`;
  const tasks = sql<{
    line: Cell[];
  }>`SELECT ARRAY[t.title, t.description, ${day('created_at')}] AS line FROM tasks t
    WHERE ${own} AND t.deleted_at IS NULL AND t.title <> '' ORDER BY t.created_at`;
  return [[texts.deals, deals] as const, [texts.surveys, surveys] as const, [texts.tasks, tasks] as const];
}

/** Addresses, consents, own fields, what they told, where they live, papers, notes about them, and what they may buy. */
export async function aboutOf(ctx: Ctx, made: Readable, { texts, name, when }: Words): Promise<string> {
  const own = sql`t.org_id = ${ctx.orgId} AND t.customer_id = ANY (${made.scope.members}::uuid[])`;
  const { entries } = await consentsOf(ctx, made.root);
  const consents = entries.map((row): Cell[] => [
    ...[new Date(row.at), row.purpose ?? '*', row.state, row.shown ?? row.note ?? ''],
  ]);
  const identities = sql<{
    line: Cell[];
  }>`SELECT ARRAY[t.kind, t.canonical, ${day('created_at')}] AS line FROM identities t
    WHERE t.org_id = ${ctx.orgId} AND t.id = ANY (${made.scope.identities}::uuid[]) ORDER BY t.created_at`;
  const fields = sql<{ line: Cell[] }>`SELECT ARRAY[coalesce(d.label, f.key), f.value] AS line
    FROM customers t CROSS JOIN LATERAL jsonb_each_text(t.custom_fields) AS f(key, value)
    LEFT JOIN field_definitions d ON d.org_id = t.org_id AND d.subject = 'customer' AND d.name = f.key
    WHERE t.org_id = ${ctx.orgId} AND t.id = ANY (${made.scope.members}::uuid[])
    UNION ALL SELECT ARRAY[${texts.birth}, t.birth_date::text] FROM customers t
    WHERE t.org_id = ${ctx.orgId} AND t.id = ANY (${made.scope.members}::uuid[]) AND t.birth_date IS NOT NULL
    UNION ALL SELECT ARRAY[${texts.note}, t.notes] FROM customers t
    WHERE t.org_id = ${ctx.orgId} AND t.id = ANY (${made.scope.members}::uuid[]) AND btrim(coalesce(t.notes, '')) <> ''`;
  const facts = sql<{
    line: Cell[];
  }>`SELECT ARRAY[t.kind, t.value, ${day('given_at')}] AS line FROM customer_facts t
    WHERE ${own} ORDER BY t.given_at`;
  const places = sql<{
    line: Cell[];
  }>`SELECT ARRAY[concat_ws(', ', nullif(t.street, ''), nullif(t.number, ''),
      nullif(t.complement, ''), nullif(t.district, ''), nullif(t.city, ''), nullif(t.region, ''), nullif(t.postal_code, ''))] AS line
    FROM postal_addresses t WHERE ${own}`;
  const papers = sql<{
    line: Cell[];
  }>`SELECT ARRAY[t.kind, t.number] AS line FROM customer_documents t WHERE ${own}`;
  const notes = sql<{ line: Cell[] }>`SELECT ARRAY[t.text, ${day('created_at')}] AS line FROM customer_notes t
    WHERE ${own} AND t.text <> '' ORDER BY t.created_at`;
  const parts: [string, RawBuilder<{ line: Cell[] }>][] = [
    ...[
      [texts.addresses, identities] as const,
      [texts.fields, fields] as const,
      [texts.facts, facts] as const,
    ],
    ...[[texts.places, places] as const, [texts.papers, papers] as const, [texts.notes, notes] as const],
    ...dealingsOf(own, texts),
  ].map(([title, query]) => [title as string, query as RawBuilder<{ line: Cell[] }>]);
  let page = `<h2>${escaped(texts.who)}</h2><p>${escaped(name ?? '')}</p>`;
  for (const [title, query] of parts) page += section(title, await linesOf(ctx, query), when);
  return page + section(texts.consents, consents, when);
}
