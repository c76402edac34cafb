import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { keyedHash } from '../../../kernel/ids.ts';
import type { Secrets } from '../../../kernel/secrets.ts';

/** What is left of whom was erased: keyed hashes, by which nothing late brings them back. */
export type ErasedThing =
  | { kind: 'address'; matchKey: string }
  | { kind: 'external'; inboxId: string; externalId: string }
  | { kind: 'conversation'; id: string };

const wordOf = (thing: ErasedThing): string => {
  if (thing.kind === 'address') return `address ${thing.matchKey}`;
  return thing.kind === 'conversation'
    ? `conversation ${thing.id}`
    : `external ${thing.inboxId} ${thing.externalId}`;
};

export const erasedHash = (secrets: Pick<Secrets, 'key'>, thing: ErasedThing): Buffer =>
  keyedHash(secrets.key('erased'), wordOf(thing));

/** Of these addresses, those of people who were erased and have not come back since: nobody holds them now. */
export async function erasedAddresses(ctx: Ctx, matchKeys: readonly string[]): Promise<Set<string>> {
  if (matchKeys.length === 0) return new Set();
  const hashes = matchKeys.map((matchKey) => erasedHash(ctx.secrets, { kind: 'address', matchKey }));
  const { rows } = await sql<{ matchKey: string }>`
    SELECT g.key AS "matchKey" FROM unnest(${[...matchKeys]}::text[], ${hashes}::bytea[]) AS g(key, hash)
    JOIN erased_keys e ON e.org_id = ${ctx.orgId} AND e.hash = g.hash
    WHERE NOT EXISTS (SELECT FROM identities i
      WHERE i.org_id = ${ctx.orgId} AND i.match_key = g.key AND i.ended_at IS NULL)`.execute(ctx.db);
  return new Set(rows.map(({ matchKey }) => matchKey));
}

/** Writes down that these are nobody's any more. */
export async function markErased(ctx: Ctx, things: readonly ErasedThing[]): Promise<void> {
  const now = ctx.clock.now();
  for (let from = 0; from < things.length; from += 5000) {
    const hashes = things.slice(from, from + 5000).map((thing) => erasedHash(ctx.secrets, thing));
    await sql`INSERT INTO erased_keys (org_id, hash, at) SELECT ${ctx.orgId}, h, ${now}
      FROM unnest(${hashes}::bytea[]) AS h ON CONFLICT (org_id, hash) DO UPDATE SET at = excluded.at`.execute(
      ctx.db,
    );
  }
}
