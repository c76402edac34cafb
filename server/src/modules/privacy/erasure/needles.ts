import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Scope } from '../subjects/scope.ts';

/** Shorter ones would be found in what is not theirs. */
const lettersAtLeast = 6;

/**
 * Texts by which somebody is found in what is nobody's alone: raw bytes received, answers kept for repeated calls. Each
 * address as received, as shown, as digits, and as it stands within an address of the web.
 */
export async function needlesOf(ctx: Ctx, scope: Scope): Promise<string[]> {
  const { rows } = await sql<{ value: string; canonical: string; matchKey: string }>`
    SELECT value, canonical, match_key AS "matchKey" FROM identities
    WHERE org_id = ${ctx.orgId} AND id = ANY (${scope.identities}::uuid[])`.execute(ctx.db);
  // Emptied by a restore without the key: what stands there now names nobody.
  const known = rows.filter(({ value }) => !value.startsWith('erased-'));
  const texts = known.flatMap(({ value, canonical, matchKey }) => {
    const bare = matchKey.slice(matchKey.indexOf(':') + 1);
    const digits = value.replace(/\D/g, '');
    const all = [value, canonical, bare, ...(digits.length >= 8 ? [digits] : [])];
    return all.flatMap((text) => [text, text.toLowerCase(), encodeURIComponent(text.toWellFormed())]);
  });
  return [...new Set(texts)].filter((text) => text.length >= lettersAtLeast && !text.includes('\u0000'));
}

/** Ids of rows of theirs, by which answers kept for repeated calls are found. */
export const idNeedles = (scope: Scope): string[] => [
  ...scope.members,
  ...scope.identities,
  ...scope.conversations,
];
