import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import type { IdentityKinds } from './kinds.ts';

/** Canonical customers a search looks through at most; of more, the ones found first. */
const foundAtMost = 500;
/** Fewer digits than this are no part of a number anybody searches by. */
const fewestDigits = 4;

/** Equivalence keys a text may stand for: what it is under each kind that can read it. */
export function keysOf(kinds: IdentityKinds, text: string): string[] {
  const keys = [...kinds.values()].flatMap((kind) => {
    const canonical = kind.canonical(text);
    return canonical ? [kind.matchKey(canonical)] : [];
  });
  return [...new Set(keys)];
}

/** The digits of a number written with dots, dashes and blanks, or null when the text holds anything else. */
export function digitsOf(text: string): string | null {
  if (!/^[+\d\s().\-/]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= fewestDigits ? digits : null;
}

/** Shorter texts are in too many names and addresses: they are looked for at the beginning of words only. */
const shortest = 3;

/**
 * Canonical customers by what somebody types: an address in any of its forms, a part of a name or address, the digits
 * of a number; only if nothing of that is found, names that are spelt alike.
 */
export async function findCustomers(ctx: Ctx, text: string): Promise<string[]> {
  // Nothing an index could find; the whole table would be read.
  if (!/[\p{L}\p{N}]/u.test(text)) return [];
  const keys = keysOf(ctx.ports.identityKinds, text);
  const parts = [text, digitsOf(text)].filter((part) => part !== null);
  const isShort = [...text].length < shortest;
  const parted = isShort
    ? sql`SELECT f FROM meada_named_customers(${text}, ${foundAtMost}) AS f`
    : sql`SELECT f FROM unnest(${[...new Set(parts)]}::text[]) AS part, meada_found_customers(part, ${foundAtMost}) AS f`;
  const exact = await rootsOf(
    ctx,
    sql`SELECT customer_id FROM identities
      WHERE org_id = ${ctx.orgId} AND match_key = ANY(${keys}::text[]) AND ended_at IS NULL UNION ${parted}`,
  );
  if (exact.length > 0 || isShort) return exact;
  return rootsOf(ctx, sql`SELECT f FROM meada_similar_customers(${text}, ${foundAtMost}) AS f`);
}

async function rootsOf(ctx: Ctx, ids: ReturnType<typeof sql>): Promise<string[]> {
  const result = await sql<{ root: string }>`
    SELECT DISTINCT c.canonical_id AS root FROM customers c
    WHERE c.org_id = ${ctx.orgId} AND c.id IN (${ids}) LIMIT ${foundAtMost}`.execute(ctx.db);
  return result.rows.map((row) => row.root);
}
