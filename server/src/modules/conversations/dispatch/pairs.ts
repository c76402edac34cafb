import { systemActor } from '../../../kernel/actor.ts';
import { inTransaction } from '../../../kernel/ctx.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { claim, putBack } from './claim.ts';
import type { Account, House } from './house.ts';
import type { ClaimedDispatch } from './outbound.ts';

/** A pair as the platform counts it: the account (its number) and the address, whichever identity or leg leads to it. */
export const pairKey = (account: Account, dispatch: ClaimedDispatch): string =>
  `${account.id} ${dispatch.address}`;

/** Due heads of legs, less those whose address has had its share for now. */
export async function takeDue(
  house: House,
  inbox: LoadedInbox,
  { account, room }: { account: Account; room: number },
): Promise<ClaimedDispatch[]> {
  const claimed = await claim(house.kernel, inbox, room);
  const limit = inbox.plugin.manifest.limits.perAddress;
  if (!limit) return claimed;
  await remember(house, inbox, { account, claimed, limit });
  const going: ClaimedDispatch[] = [];
  for (const dispatch of claimed) {
    const ms = house.pace.toAddress(pairKey(account, dispatch), limit);
    if (ms === 0) going.push(dispatch);
    else await putBack(house.kernel, inbox, { dispatches: [dispatch], afterMs: ms });
  }
  return going;
}

type Claimed = {
  account: Account;
  claimed: readonly ClaimedDispatch[];
  limit: { burst: number; everySeconds: number };
};

/** What an address has had from another process, or before this one was started: asked once, then counted in memory. */
async function remember(
  { kernel, pace }: House,
  inbox: LoadedInbox,
  { account, claimed, limit }: Claimed,
): Promise<void> {
  // In a crowd nobody has had anything lately: the claim says so, and it costs no question of its own.
  const fresh = claimed.filter((dispatch) => dispatch.sentLately && !pace.knows(pairKey(account, dispatch)));
  if (fresh.length === 0) return;
  const since = new Date(kernel.clock.now().getTime() - limit.burst * limit.everySeconds * 1000);
  const rows = await inTransaction(kernel, systemActor(inbox.orgId), async (ctx) => {
    const found = await ctx.client.query<{ address: string; at: Date }>({
      name: 'sent_to_addresses',
      text: `SELECT i.match_key AS address, d.sent_at AS at FROM identities i
        JOIN legs l ON l.org_id = i.org_id AND l.identity_id = i.id AND l.inbox_id = ANY($3)
        JOIN dispatches d ON d.org_id = l.org_id AND d.leg_id = l.id AND d.sent_at > $4
        WHERE i.org_id = $1 AND i.match_key = ANY($2) ORDER BY d.sent_at`,
      values: [inbox.orgId, [...new Set(fresh.map((one) => one.address))], account.inboxIds, since],
    });
    return found.rows;
  });
  const times = Map.groupBy(rows, (row) => row.address);
  for (const dispatch of fresh) {
    const sent = times.get(dispatch.address) ?? [];
    pace.remember(
      pairKey(account, dispatch),
      limit,
      sent.map(({ at }) => at.getTime()),
    );
  }
}
