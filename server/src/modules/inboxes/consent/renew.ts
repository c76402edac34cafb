import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../load.ts';
import { askTokens, ConsentWithdrawn, offerOf, type Tokens } from './exchange.ts';
import { openTokens, sealTokens } from './store.ts';

/** A token that ends within this is renewed first (ms): it has to outlast a sign-in. */
const spareMs = 60_000;
/** A renewal whose process died frees the way after this long (ms); the token endpoint has 15 s. */
const leaseMs = 25_000;
const lookMs = 200;

type Row = { version: number; tokens: Tokens };
const underWay = new WeakMap<object, Map<string, Promise<string>>>();

/**
 * A token the account's server takes, renewed when it ends soon or was `refused`. Providers that rotate refresh tokens
 * take each once, so of all processes one renews, under a lease, while the others wait for what it writes.
 * Throws `ConsentWithdrawn` when somebody has to sign in again.
 */
export async function accessTokenOf(kernel: Kernel, inbox: LoadedInbox, refused?: string): Promise<string> {
  const row = await readRow(kernel, inbox);
  if (holds(kernel, row, refused)) return row.tokens.access;
  const all = underWay.get(kernel.database) ?? new Map<string, Promise<string>>();
  underWay.set(kernel.database, all);
  const known = all.get(inbox.id);
  if (known) return known;
  const run = renew(kernel, inbox, refused).finally(() => all.delete(inbox.id));
  all.set(inbox.id, run);
  return run;
}

const holds = (kernel: Kernel, { tokens }: Row, refused: string | undefined): boolean =>
  tokens.access !== refused && tokens.expiresAt.getTime() - spareMs > kernel.clock.now().getTime();

const inOrg = <T>(kernel: Kernel, inbox: LoadedInbox, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(inbox.orgId), work);

async function readRow(kernel: Kernel, inbox: LoadedInbox): Promise<Row> {
  const row = await inOrg(kernel, inbox, (ctx) =>
    ctx.db
      .selectFrom('inbox_consents')
      .select(['version', 'state', 'tokens'])
      .where('org_id', '=', inbox.orgId)
      .where('inbox_id', '=', inbox.id)
      .executeTakeFirst(),
  );
  if (row?.state !== 'given' || !row.tokens) throw new ConsentWithdrawn();
  return { version: row.version, tokens: openTokens(kernel, inbox.id, row.tokens) };
}

async function renew(kernel: Kernel, inbox: LoadedInbox, refused: string | undefined): Promise<string> {
  const until = performance.now() + leaseMs * 2;
  while (performance.now() < until) {
    const row = await readRow(kernel, inbox);
    if (holds(kernel, row, refused)) return row.tokens.access;
    if (await takeLease(kernel, inbox, row.version)) return await renewNow(kernel, inbox, row);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  throw new Error('The token of this account could not be renewed in time.');
}

/** True when this process may renew; false while another does, or has just done it. */
const takeLease = (kernel: Kernel, inbox: LoadedInbox, version: number): Promise<boolean> =>
  inOrg(kernel, inbox, async (ctx) => {
    const now = ctx.clock.now();
    const result = await ctx.db
      .updateTable('inbox_consents')
      .set({ lease_until: new Date(now.getTime() + leaseMs) })
      .where('org_id', '=', ctx.orgId)
      .where('inbox_id', '=', inbox.id)
      .where('version', '=', version)
      .where('state', '=', 'given')
      .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<', now)]))
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  });

async function renewNow(kernel: Kernel, inbox: LoadedInbox, row: Row): Promise<string> {
  try {
    const named = { provider: inbox.consent?.provider ?? '', settings: inbox.settings };
    const offer = offerOf(kernel, inbox.plugin, named);
    const form = { grant_type: 'refresh_token', refresh_token: row.tokens.refresh };
    const fresh = await askTokens(kernel, offer, form);
    // Providers that do not rotate send no new one: the old goes on (RFC 6749 §6).
    const tokens = { ...fresh, refresh: fresh.refresh || row.tokens.refresh };
    await settle(kernel, inbox, {
      row,
      tokens: sealTokens(kernel, inbox.id, tokens),
      expires_at: tokens.expiresAt,
    });
    return tokens.access;
  } catch (error) {
    const withdrawn = error instanceof ConsentWithdrawn;
    await settle(kernel, inbox, { row, ...(withdrawn ? { state: 'withdrawn' as const } : {}) });
    throw error;
  }
}

type Settled = { row: Row; tokens?: string; expires_at?: Date; state?: 'withdrawn' };

/** Writes what became of a renewal, unless somebody signed in anew meanwhile. */
const settle = (kernel: Kernel, inbox: LoadedInbox, { row, ...settled }: Settled): Promise<void> =>
  inOrg(kernel, inbox, async (ctx) => {
    const result = await ctx.db
      .updateTable('inbox_consents')
      .set({ ...settled, lease_until: null, version: settled.tokens ? row.version + 1 : row.version })
      .where('org_id', '=', ctx.orgId)
      .where('inbox_id', '=', inbox.id)
      .where('version', '=', row.version)
      .executeTakeFirst();
    if (settled.state && result.numUpdatedRows > 0n) {
      ctx.emit({ name: 'inbox.changed', facts: { inboxId: inbox.id } });
      ctx.audit({ action: 'inbox.consent.withdrawn', subject: { kind: 'inbox', id: inbox.id } });
    }
  });
