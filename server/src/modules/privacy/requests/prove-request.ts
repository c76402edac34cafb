import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { dayIn } from '../../../kernel/calendar.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { sameText } from '../../../kernel/ids.ts';
import { closeCheck, codesOf, isShared, triesAtMost } from '../../customers/index.ts';
import { addDays } from '../../hours/index.ts';
import { orderPackage } from '../packages/order.ts';
import { settingsOf } from '../settings/settings.ts';
import { readRequestToken } from './tokens.ts';

type Row = {
  id: string;
  kind: string;
  tries: number;
  checkId: string | null;
  open: boolean;
  rootId: string | null;
  matchKey: string | null;
  verified: boolean;
  zone: string;
};

/**
 * Proves a request by the digits that were sent to its address; then its clock runs. Only a proven address of one human
 * says whose request it is; else a person decides. A wrong code and an address nobody knows are answered alike.
 */
export async function proveRequest(kernel: Kernel, token: string, said: string): Promise<boolean> {
  const place = readRequestToken(kernel.secrets, token);
  if (!place) return false;
  return inTransaction(kernel, systemActor(place.orgId), async (ctx) => {
    const row = await load(ctx, place.id);
    if (!row) return false;
    const codes =
      row.checkId && row.open ? codesOf(ctx.secrets, { orgId: ctx.orgId, checkId: row.checkId }) : [];
    const digits = said.replace(/\D/g, '');
    if (row.tries >= triesAtMost || !codes.some((code) => sameText(code, digits))) {
      await sql`UPDATE privacy_requests SET tries = tries + 1 WHERE org_id = ${ctx.orgId} AND id = ${row.id}`.execute(
        ctx.db,
      );
      return false;
    }
    await closeCheck(ctx, row.checkId ?? '', true);
    await begin(ctx, row);
    return true;
  });
}

async function load(ctx: Ctx, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    SELECT q.id, q.kind, q.tries, q.check_id AS "checkId", k.id IS NOT NULL AS open, c.canonical_id AS "rootId", i.match_key AS "matchKey",
      i.verified_at IS NOT NULL AS verified, o.time_zone AS zone
    FROM privacy_requests q JOIN organisations o ON o.id = q.org_id
    LEFT JOIN identity_checks k ON k.org_id = q.org_id AND k.id = q.check_id AND k.closed_at IS NULL AND k.expires_at > ${ctx.clock.now()}
    LEFT JOIN identities i ON i.org_id = q.org_id AND i.id = q.identity_id AND i.ended_at IS NULL
    LEFT JOIN customers c ON c.org_id = i.org_id AND c.id = i.customer_id
    WHERE q.org_id = ${ctx.orgId} AND q.id = ${id} AND q.state = 'unproven' FOR UPDATE OF q`.execute(ctx.db);
  return rows[0];
}

async function begin(ctx: Ctx, row: Row): Promise<void> {
  const now = ctx.clock.now();
  const { requestDays, autoPackage } = await settingsOf(ctx);
  const isOnes = row.verified && row.matchKey !== null && !(await isShared(ctx, row.matchKey));
  const customer_id = isOnes ? row.rootId : null;
  // Whether anything is held is answered at once, on the page (LGPD art. 19, I).
  const isAnswered = row.kind === 'confirmation' && customer_id !== null;
  await ctx.db
    .updateTable('privacy_requests')
    .set({
      ...(isAnswered ? { state: 'done', closed_at: now } : { state: 'open' }),
      ...{ proven_at: now, proof_kind: 'code', customer_id },
      ...{ asked_on: dayIn(row.zone, now), due_on: addDays(dayIn(row.zone, now), requestDays) },
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', row.id)
    .execute();
  ctx.audit({
    action: 'privacy.request_proven',
    ...(customer_id ? { subject: { kind: 'customer', id: customer_id } } : {}),
    facts: { requestId: row.id, answered: isAnswered },
  });
  if (autoPackage && customer_id && ['access', 'portability'].includes(row.kind))
    await orderPackage(ctx, { root: customer_id, requestId: row.id });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId: customer_id } });
}
