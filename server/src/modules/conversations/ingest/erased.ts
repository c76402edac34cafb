import type { Address, Inbound, InboundMessage } from '@meada/contract/channels';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type ErasedThing, erasedHash, keyAddress } from '../../customers/index.ts';
import type { Batch, ReadReceipt } from './batch.ts';
import type { Mentions } from './mentions.ts';
import { query } from './query.ts';

/** Somebody was erased: what comes late of them (copies, echoes, edits, a history fetched again) brings nothing back. */

/** What stands on a receipt that was refused; holds nothing of the person. */
export const erasedNote = 'of a customer who was erased';

/** The human on the other side: the addressee of what the firm itself wrote elsewhere, else the author. */
export const whoOf = (item: InboundMessage) => (item.echo && item.to ? item.to : item.from);

const hexOf = (batch: Pick<Batch, 'ctx'>, thing: ErasedThing): string =>
  erasedHash(batch.ctx.secrets, thing).toString('hex');

/** Which of the things this batch speaks of were erased. */
export async function loadErased(batch: Batch, mentions: Mentions): Promise<void> {
  const { orgId, secrets } = batch.ctx;
  const things: ErasedThing[] = [
    ...[...mentions.matchKeys].map((matchKey) => ({ kind: 'address' as const, matchKey })),
    ...mentions.externals.map((external) => ({ kind: 'external' as const, ...external })),
    ...[...mentions.conversationIds].map((id) => ({ kind: 'conversation' as const, id })),
  ];
  if (things.length === 0) return;
  const rows = await query(batch)<{ hash: Buffer; at: Date }>(
    'erased',
    'SELECT hash, at FROM erased_keys WHERE org_id = $1 AND hash = ANY($2::bytea[])',
    [orgId, things.map((thing) => erasedHash(secrets, thing))],
  );
  for (const row of rows) batch.erased.set(row.hash.toString('hex'), row.at);
}

export const isErased = (batch: Batch, thing: ErasedThing): boolean =>
  batch.erased.size > 0 && batch.erased.has(hexOf(batch, thing));

/** Whether something said at this time is of before the address was erased; what is said later is a new beginning. */
export function erasedAddress(batch: Batch, { kind, value }: Address, at: string): boolean {
  if (batch.erased.size === 0) return false;
  const keyed = keyAddress(batch.ctx.ports.identityKinds, kind, value);
  const erasedAt = keyed && batch.erased.get(hexOf(batch, { kind: 'address', matchKey: keyed.matchKey }));
  return erasedAt ? new Date(at) <= erasedAt : false;
}

/** Whether an item is about a message of somebody erased, or is one. */
export function speaksOfErased(batch: Batch, { inbox }: ReadReceipt, item: Inbound): boolean {
  if (batch.erased.size === 0) return false;
  const external = 'externalId' in item ? item.externalId : null;
  if (external && isErased(batch, { kind: 'external', inboxId: inbox.id, externalId: external })) return true;
  return item.kind === 'message' && erasedAddress(batch, whoOf(item), item.at);
}

/** Takes the bytes out of receipts that were refused; their hash stays, so that a copy is still a copy. */
export const emptyErased = (ctx: Ctx, ids: readonly string[]): Promise<unknown>[] =>
  ids.length === 0
    ? []
    : [
        ctx.client.query({
          name: 'empty_erased_receipts',
          text: `UPDATE receipts SET body = NULL, headers = NULL, external_id = NULL, facts = '{}'
            WHERE org_id = $1 AND id = ANY($2)`,
          values: [ctx.orgId, ids],
        }),
      ];
