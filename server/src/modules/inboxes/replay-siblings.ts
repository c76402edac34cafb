import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { receive } from './ledger.ts';
import type { LoadedInbox } from './load.ts';
import { type Arrival, MalformedError } from './port.ts';
import { sharingInboxes } from './sharing.ts';

/** Days back, as long as the bytes of what was received are kept. */
const keptDays = 30;
/** Receipts read at once. */
const atOnce = 200;

/**
 * What came for an account before it had an inbox stayed with the inboxes that share its address: now that it has one, it
 * gets what the last 30 days brought. Only from inboxes whose signatures are checked with the same secret, only what no
 * other inbox takes, and what it has already is a copy. Answers how many arrivals it was given.
 */
export async function replaySiblings(kernel: Kernel, added: LoadedInbox): Promise<number> {
  const { webhook } = added.plugin;
  const own = new Set(webhook?.accounts?.(added.settings) ?? []);
  const secret = webhook?.signedWith?.(added.settings);
  if (own.size === 0 || !secret) return 0;
  const others = (await sharingInboxes(kernel, added.orgId)).filter(({ inbox }) => inbox.id !== added.id);
  const siblings = others
    .map(({ inbox }) => inbox)
    .filter(({ plugin, settings }) => plugin.webhook?.signedWith?.(settings) === secret);
  if (siblings.length === 0) return 0;
  const taken = new Set(others.flatMap(({ accounts }) => [...accounts]));
  const isOwn = ({ account, toAll, foreign }: Arrival): boolean =>
    !foreign && account !== undefined && own.has(account) && (toAll === true || !taken.has(account));
  const place = { orgId: added.orgId, inboxId: added.id };
  const ids = siblings.map(({ id }) => id);
  let count = 0;
  for (let after = 0; ; ) {
    const rows = await storedOf(kernel, added.orgId, { ids, after });
    const arrivals = rows.flatMap(({ body }) => (body ? readBy(kernel, added, body) : [])).filter(isOwn);
    await receive(kernel, place, arrivals);
    count += arrivals.length;
    after = rows.at(-1)?.n ?? after;
    if (rows.length < atOnce) break;
  }
  if (count > 0) await settleUnknown(kernel, { orgId: added.orgId, ids }, own);
  return count;
}

const storedOf = (kernel: Kernel, orgId: string, { ids, after }: { ids: string[]; after: number }) =>
  inTransaction(kernel, systemActor(orgId), (ctx) =>
    ctx.db
      .selectFrom('receipts')
      .select(['n', 'body'])
      .where('org_id', '=', orgId)
      .where('inbox_id', 'in', ids)
      .where('received_at', '>', new Date(ctx.clock.now().getTime() - keptDays * 24 * 3_600_000))
      .where('body', 'is not', null)
      .where('n', '>', after)
      .orderBy('n')
      .limit(atOnce)
      .execute(),
  );

/** A stored receipt as the added inbox splits it; one it cannot read holds nothing for it. */
function readBy(kernel: Kernel, { id, plugin }: LoadedInbox, body: Uint8Array): Arrival[] {
  const request = { method: 'POST', url: '', query: {}, headers: {}, body, now: kernel.clock.now() };
  try {
    return plugin.webhook?.arrivals({ ...request, inboxId: id }) ?? [];
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}

/** That something came for an account nobody takes is over. */
async function settleUnknown(
  kernel: Kernel,
  { orgId, ids }: { orgId: string; ids: string[] },
  accounts: ReadonlySet<string>,
): Promise<void> {
  const names = [...accounts].flatMap((account) => [account, account.split(':').at(-1) ?? account]);
  await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const rows = await ctx.db
      .updateTable('inbox_notices')
      .set({ settled_at: ctx.clock.now() })
      .where('org_id', '=', orgId)
      .where('inbox_id', 'in', ids)
      .where(
        'code',
        'in',
        names.map((name) => `unknown_account:${name.slice(0, 48)}`),
      )
      .where('settled_at', 'is', null)
      .returning('inbox_id')
      .execute();
    for (const inboxId of new Set(rows.map((row) => row.inbox_id)))
      ctx.emit({ name: 'inbox.health', facts: { inboxId } });
  });
}
