import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { lockIdentities } from '../store.ts';
import { closeCheck } from './close.ts';
import { type ProofOutcome, proveIdentity } from './prove.ts';
import { type CheckPlace, readLinkToken } from './rules.ts';

/** Firm that asks, while the link stands; null for a link that is none, used or too old. */
export async function linkAsks(kernel: Kernel, token: string): Promise<{ firm: string } | null> {
  const place = readLinkToken(kernel.secrets, token);
  if (!place) return null;
  return inTransaction(kernel, systemActor(place.orgId), (ctx) => standing(ctx, place));
}

type Standing = { firm: string; identityId: string };

async function standing(ctx: Ctx, { checkId }: CheckPlace): Promise<Standing | null> {
  const result = await sql<Standing>`
    SELECT o.name AS firm, k.identity_id AS "identityId" FROM identity_checks k
    JOIN identities i ON i.org_id = k.org_id AND i.id = k.identity_id AND i.ended_at IS NULL
    JOIN organisations o ON o.id = k.org_id
    WHERE k.org_id = ${ctx.orgId} AND k.id = ${checkId} AND k.way = 'link' AND k.closed_at IS NULL
      AND k.expires_at > ${ctx.clock.now()}`.execute(ctx.db);
  return result.rows[0] ?? null;
}

/** Proves the address a link was sent to, once; null when the link stands no more. */
export async function answerLink(kernel: Kernel, token: string): Promise<ProofOutcome | null> {
  const place = readLinkToken(kernel.secrets, token);
  if (!place) return null;
  return inTransaction(kernel, systemActor(place.orgId), async (ctx) => {
    await lockIdentities(ctx);
    const check = await standing(ctx, place);
    if (!check) return null;
    await closeCheck(ctx, place.checkId, true);
    return proveIdentity(ctx, { identityId: check.identityId, proof: 'link' });
  });
}
