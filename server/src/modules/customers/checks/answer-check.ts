import type { ResponseOf } from '@meada/contract/route';
import type { answerCheck as route } from '@meada/contract/routes/identities';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../../kernel/ctx.ts';
import { Failure, found, notFound, refused } from '../../../kernel/errors.ts';
import type { Call, Input } from '../../../kernel/http/route.ts';
import { sameText } from '../../../kernel/ids.ts';
import { lockIdentities, rootIdOf } from '../store.ts';
import { customerOf } from '../views.ts';
import { closeCheck } from './close.ts';
import { type ProofOutcome, proveIdentity } from './prove.ts';
import { codesOf, triesAtMost } from './rules.ts';

type Answered = { outcome: ProofOutcome } | { wrong: number };

/**
 * Proves an address by the digits that were sent to it. A wrong code counts even though the answer is a refusal, which is
 * why that comes after COMMIT. Throws `not_found`, `refused`, `gone` (none stands), `too_many` (spent by wrong codes).
 */
export async function answerCheck(call: Call, input: Input<typeof route>): Promise<ResponseOf<typeof route>> {
  const actor = found(call.actor, 'customer');
  const { answered, customer } = await inTransaction(call.kernel, actor, async (ctx) => {
    const result = await answer(ctx, input);
    return { answered: result, customer: await customerOf(ctx, input.params.id) };
  });
  if ('outcome' in answered) return { outcome: answered.outcome, customer };
  if (answered.wrong >= triesAtMost)
    throw new Failure('too_many', 'Too many wrong codes: send a new one.', { field: 'body.code' });
  throw refused('This is not the code that was sent.', 'body.code');
}

type Check = { id: string; identityId: string; tries: number; root: string };

async function answer(ctx: Ctx, { params, body }: Input<typeof route>): Promise<Answered> {
  permit(ctx.actor, 'customers.write');
  await lockIdentities(ctx);
  const root = await rootIdOf(ctx, params.id);
  const result = await sql<Check>`
    SELECT k.id, k.identity_id AS "identityId", k.tries, c.canonical_id AS root
    FROM identities i JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    LEFT JOIN identity_checks k ON k.org_id = i.org_id AND k.identity_id = i.id AND k.closed_at IS NULL AND k.way = 'code'
      AND k.expires_at > ${ctx.clock.now()}
    WHERE i.org_id = ${ctx.orgId} AND i.id = ${params.identityId} AND i.ended_at IS NULL`.execute(ctx.db);
  const check = found(result.rows[0], 'address');
  if (check.root !== root) throw notFound('address');
  if (!check.id)
    throw new Failure('gone', 'No code is valid any more: send a new one.', { field: 'body.code' });
  const said = body.code.replace(/\D/g, '');
  const codes = codesOf(ctx.secrets, { orgId: ctx.orgId, checkId: check.id });
  if (!codes.some((code) => sameText(code, said))) return { wrong: await countWrong(ctx, check) };
  await closeCheck(ctx, check.id, true);
  return { outcome: await proveIdentity(ctx, { identityId: check.identityId, proof: 'code' }) };
}

async function countWrong(ctx: Ctx, check: Check): Promise<number> {
  const tries = check.tries + 1;
  await ctx.db
    .updateTable('identity_checks')
    .set({ tries, ...(tries >= triesAtMost ? { closed_at: ctx.clock.now() } : {}) })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', check.id)
    .execute();
  return tries;
}
