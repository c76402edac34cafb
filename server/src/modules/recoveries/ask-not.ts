import type { Locale } from '@meada/contract/primitives';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { recordConsents } from '../customers/index.ts';
import { organisationOf } from '../organisations/index.ts';

/** What the ledger says of where it comes from: how the wish reached the firm (LGPD art. 18, § 2). */
const notes: Record<Locale, string> = {
  'pt-BR': 'Pediu para não receber contato (em Recuperar)',
  en: 'Asked not to be contacted (on the Win back page)',
  es: 'Pidió no ser contactado (en Recuperar)',
};

type Address = { id: string | null; customer_id: string };

/**
 * Whoever was to be won back has asked not to be written to: taken down in the ledger of consents, for everything that is
 * no answer, for the customer and for each address a stranger could be written to, which keeps it as whomever it is known.
 */
export async function noteAskedNot(ctx: Ctx, customerId: string): Promise<void> {
  const silent = [...ctx.ports.identityKinds.values()].flatMap(({ kind, anonymous }) =>
    anonymous ? [kind] : [],
  );
  const { rows } = await sql<Address>`
    SELECT i.id, i.customer_id FROM customers o JOIN customers g ON g.org_id = o.org_id AND g.canonical_id = o.canonical_id
    JOIN identities i ON i.org_id = g.org_id AND i.customer_id = g.id AND i.ended_at IS NULL
    WHERE o.org_id = ${ctx.orgId} AND o.id = ${customerId} AND i.kind <> ALL (${silent}::text[]) ORDER BY i.id`.execute(
    ctx.db,
  );
  await write(ctx, [{ id: null, customer_id: customerId }, ...rows], 'withdrawn');
  ctx.audit({
    action: 'consent.withdrawn',
    subject: { kind: 'customer', id: customerId },
    facts: { purpose: null, channel: null },
  });
}

/** Taken back by whoever wrote it down by mistake: as if it had not been said. What was said at another time stays. */
export async function liftAskedNot(ctx: Ctx, customerId: string, at: Date): Promise<void> {
  const { rows } = await sql<Address>`
    SELECT k.identity_id AS id, k.customer_id FROM customers o
    JOIN customers g ON g.org_id = o.org_id AND g.canonical_id = o.canonical_id
    JOIN consents k ON k.org_id = g.org_id AND k.customer_id = g.id
    WHERE o.org_id = ${ctx.orgId} AND o.id = ${customerId} AND k.at >= ${at} AND k.state = 'withdrawn' AND k.note = ANY (${Object.values(notes)}::text[])
      -- The newest word on it, and not one that was said before as well.
      AND NOT EXISTS (SELECT FROM consents n WHERE n.org_id = k.org_id AND n.customer_id = k.customer_id AND n.n <> k.n
        AND n.purpose IS NULL AND n.channel IS NULL AND n.identity_id IS NOT DISTINCT FROM k.identity_id
        AND (n.n > k.n OR n.state = 'withdrawn'))
    ORDER BY k.n`.execute(ctx.db);
  await write(ctx, rows, 'lifted');
}

async function write(ctx: Ctx, addresses: readonly Address[], state: 'withdrawn' | 'lifted'): Promise<void> {
  const { locale } = await organisationOf(ctx.db, ctx.orgId);
  const note = notes[locale];
  await recordConsents(
    ctx,
    addresses.map(({ id: identityId, customer_id: customerId }) => ({
      ...{ customerId, purpose: null, identityId, state, note },
      source: ctx.actor.kind === 'key' ? ('key' as const) : ('person' as const),
    })),
  );
}
