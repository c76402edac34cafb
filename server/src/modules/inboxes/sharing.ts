import { systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { keptOfInboxes, type LoadedInbox, loadInboxes } from './load.ts';
import { type Arrival, MalformedError, type RawRequest } from './port.ts';

/** Inboxes that share one receiving address: an app of a platform is called at one place for all its accounts. */

type Sharing = { inbox: LoadedInbox; accounts: ReadonlySet<string> };

/** The organisation's active inboxes whose channel serves several accounts at one address, the oldest first. */
export async function sharingInboxes(kernel: Kernel, orgId: string): Promise<Sharing[]> {
  const channels = [...kernel.ports.channels.values()]
    .filter((plugin) => plugin.webhook?.accounts)
    .map((plugin) => plugin.manifest.id);
  const loaded = await inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const rows = await ctx.db
      .selectFrom('inboxes')
      .select('id')
      .where('org_id', '=', ctx.orgId)
      .where('active', '=', true)
      .where('channel', 'in', channels.length > 0 ? channels : [''])
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    const ids = rows.map((row) => row.id);
    const inboxes = await loadInboxes(kernel, ctx.db, ids);
    return inboxes.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
  });
  return loaded.map((inbox) => ({
    inbox,
    accounts: new Set(inbox.plugin.webhook?.accounts?.(inbox.settings) ?? []),
  }));
}

export type Delivery = { inboxId: string; arrivals: Arrival[] };

/**
 * Shares what came to one inbox's address among the inboxes it is for. Another one gets its part only if the request was
 * signed with its own secret, and splits it itself, so that a copy at its own address is known as such. What nobody takes
 * stays with the inbox that was called, or with one of the kind it is for. Throws `MalformedError` as the called plug-in
 * does.
 */
export async function deliveriesOf(
  kernel: Kernel,
  called: LoadedInbox,
  request: RawRequest,
): Promise<Delivery[]> {
  const arrivals = splitBy(called, request);
  const own = new Set(called.plugin.webhook?.accounts?.(called.settings) ?? []);
  const isHere = ({ account, foreign, toAll }: Arrival): boolean =>
    !foreign && !toAll && (account === undefined || own.has(account));
  if (arrivals.every(isHere)) return [{ inboxId: called.id, arrivals }];
  const key = `sharing ${called.orgId}`;
  const others = (await keptOfInboxes(kernel, key, () => sharingInboxes(kernel, called.orgId)))
    .filter(({ inbox }) => inbox.id !== called.id)
    .filter(({ inbox }) => inbox.plugin.webhook?.verify(request, inbox.settings) === true)
    .map((other) => ({ ...other, arrivals: readBy(other.inbox, request) }))
    .filter((other) => other.arrivals.length > 0);
  const reader = arrivals.some((one) => one.foreign) ? others[0] : undefined;
  const here = { inbox: called, accounts: own, arrivals };
  return shared(reader ?? here, reader ? others.filter((other) => other !== reader) : others);
}

type Part = Sharing & { arrivals: Arrival[] };

/** `first` keeps what is its own and what nobody takes; of the others each account's first takes what is for it. */
function shared(first: Part, others: readonly Part[]): Delivery[] {
  const taken = new Set<string>();
  const isFor = ({ accounts }: Part, { account }: Arrival): boolean =>
    account !== undefined && accounts.has(account);
  const elsewhere = others.map((other): Delivery => {
    const part = other.arrivals.filter(
      (one) => isFor(other, one) && (one.toAll || (!isFor(first, one) && !taken.has(one.account ?? ''))),
    );
    for (const { account } of part) taken.add(account ?? '');
    return { inboxId: other.inbox.id, arrivals: part };
  });
  const rest = first.arrivals.filter((one) => isFor(first, one) || !taken.has(one.account ?? ''));
  return [{ inboxId: first.inbox.id, arrivals: rest }, ...elsewhere].filter((one) => one.arrivals.length > 0);
}

const splitBy = (inbox: LoadedInbox, request: RawRequest): Arrival[] =>
  inbox.plugin.webhook?.arrivals({ ...request, inboxId: inbox.id }) ?? [];

/** The request as another inbox's plug-in splits it; one that cannot read it takes nothing. */
function readBy(inbox: LoadedInbox, request: RawRequest): Arrival[] {
  try {
    return splitBy(inbox, request).filter((one) => !one.foreign);
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}
