import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/**
 * Values that several humans use: a family's telephone, a company's mailbox. They never make two records one. A person may
 * say so of a value, or that it is one human's after all; else it is recognised.
 */

/** Mailboxes that companies share by custom; the part before the @, in the product's languages. */
const officeBoxes =
  /^email:(contatos?|contact(o|us)?|vendas|ventas|sales|comercial|financeiro|finanzas|finance|billing|cobranca|compras|sac|suporte|soporte|support|atendimento|info|informacoes|admin|administrativo|adm|office|rh|fiscal|nfe?|loja|pedidos|orders|marketing|diretoria|recepcao|secretaria|no-?reply|hello|ola|hola)@/;

/** Records of different names that hold one value before it counts as shared. */
export const holdersOfShared = 3;

/** A mailbox of an office by its name. */
export const isOfficeBox = (matchKey: string): boolean => officeBoxes.test(matchKey);

/** Those of the given match keys that several humans use. */
export async function sharedAmong(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  matchKeys: readonly string[],
): Promise<Set<string>> {
  const wanted = [...new Set(matchKeys)];
  if (wanted.length === 0) return new Set();
  type Row = { key: string; marked: boolean | null; names: number };
  const result = await sql<Row>`
    SELECT k.key, s.shared AS marked, (
      SELECT count(DISTINCT split_part(meada_fold(c.name), ' ', 1)) FROM (
        SELECT DISTINCT o.canonical_id AS id FROM identities i
        JOIN customers o ON o.org_id = i.org_id AND o.id = i.customer_id
        WHERE i.org_id = ${ctx.orgId} AND i.match_key = k.key AND i.ended_at IS NULL LIMIT 20) h
      JOIN customers c ON c.org_id = ${ctx.orgId} AND c.id = h.id)::int AS names
    FROM unnest(${wanted}::text[]) AS k(key)
    LEFT JOIN shared_values s ON s.org_id = ${ctx.orgId} AND s.match_key = k.key`.execute(ctx.db);
  return new Set(
    result.rows
      .filter((row) => row.marked ?? (row.names >= holdersOfShared || isOfficeBox(row.key)))
      .map((row) => row.key),
  );
}

export const isShared = async (ctx: Pick<Ctx, 'db' | 'orgId'>, matchKey: string): Promise<boolean> =>
  (await sharedAmong(ctx, [matchKey])).has(matchKey);
