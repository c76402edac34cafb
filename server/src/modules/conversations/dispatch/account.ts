import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { type LoadedInbox, loadInboxes } from '../../inboxes/index.ts';
import type { Account } from './house.ts';

/** How long it is believed which inboxes share an account (ms): they change by hand. */
const believedMs = 10_000;

type Known = { at: number; account: Account };

/**
 * Which inboxes of the organisation a platform counts as one, by what the plug-in says it counts by (a telephone number
 * set up twice): the oldest stands for all, so that they share its lease, its pace and what each address has had.
 */
export function makeAccounts(kernel: Kernel): (inbox: LoadedInbox) => Promise<Account> {
  const known = new Map<string, Known>();
  return async (inbox) => {
    const counted = inbox.plugin.countedBy?.(inbox.settings);
    if (!counted) return { id: inbox.id, inboxIds: [inbox.id] };
    const now = kernel.clock.now().getTime();
    const key = `${inbox.orgId} ${inbox.channel} ${counted}`;
    const before = known.get(key);
    if (before && now - before.at < believedMs && before.account.inboxIds.includes(inbox.id))
      return before.account;
    const all = await inTransaction(kernel, systemActor(inbox.orgId), (ctx) => loadInboxes(kernel, ctx.db));
    const inboxIds = all
      .filter((one) => one.channel === inbox.channel && one.plugin.countedBy?.(one.settings) === counted)
      .map((one) => one.id)
      .sort();
    const account = { id: inboxIds[0] ?? inbox.id, inboxIds };
    known.set(key, { at: now, account });
    return account;
  };
}
