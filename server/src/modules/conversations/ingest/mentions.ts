import type { Inbound } from '@meada/contract/channels';
import type { Ctx } from '../../../kernel/ctx.ts';
import { tokenHash } from '../../../kernel/ids.ts';
import { keyAddress } from '../../customers/index.ts';
import { codeIn, readReplyToken, tokensIn } from '../tokens.ts';
import type { ReadReceipt } from './batch.ts';
import { claimsOf } from './claims.ts';

/** What the items of a batch speak of, gathered before the one load. */
export type Mentions = {
  matchKeys: Set<string>;
  externals: { inboxId: string; externalId: string }[];
  /** Dispatch ids and the inbox that names them: no inbox settles another's. */
  dispatchIds: Map<string, string>;
  threads: { inboxId: string; kind: string; key: string }[];
  conversationIds: Set<string>;
  tokenHashes: Set<string>;
  codes: boolean;
};

/** Tokens of ours in a message, wherever they are. */
export function tokensOf(item: Inbound): string[] {
  if (item.kind !== 'message') return [];
  const text = 'text' in item.content ? (item.content.text ?? '') : '';
  return [
    ...(item.tokens ?? []).flatMap((token) => tokensIn(` ${token} `)),
    ...tokensIn(text),
    ...tokensIn(item.subject ?? ''),
  ];
}

export function gather(ctx: Ctx, receipts: readonly ReadReceipt[]): Mentions {
  const mentions: Mentions = {
    matchKeys: new Set(),
    externals: [],
    dispatchIds: new Map(),
    threads: [],
    conversationIds: new Set(),
    tokenHashes: new Set(),
    codes: false,
  };
  for (const receipt of receipts)
    for (const item of receipt.items) gatherItem({ ctx, mentions }, receipt.inbox.id, item);
  return mentions;
}

type Gathering = { ctx: Ctx; mentions: Mentions };

function gatherItem({ ctx, mentions }: Gathering, inboxId: string, item: Inbound): void {
  for (const address of addressesOf(item)) {
    const keyed = keyAddress(ctx.ports.identityKinds, address.kind, address.value);
    if (keyed) mentions.matchKeys.add(keyed.matchKey);
  }
  if (item.kind === 'status' && item.dispatchId && isUuid(item.dispatchId))
    mentions.dispatchIds.set(item.dispatchId, inboxId);
  if ('externalId' in item) mentions.externals.push({ inboxId, externalId: item.externalId });
  if (item.kind === 'signal' && item.upTo) mentions.externals.push({ inboxId, externalId: item.upTo });
  if (item.kind === 'thread_change')
    for (const key of [item.from, item.to]) mentions.threads.push({ inboxId, kind: item.thread, key });
  if (item.kind !== 'message') return;
  for (const externalId of (item.replyTo ?? []).slice(0, 50))
    mentions.externals.push({ inboxId, externalId });
  if (item.outsideThread) mentions.threads.push({ inboxId, ...item.outsideThread });
  for (const token of tokensOf(item)) {
    const conversationId = readReplyToken(ctx.secrets, ctx.orgId, token);
    if (conversationId) mentions.conversationIds.add(conversationId);
    else mentions.tokenHashes.add(tokenHash(token).toString('hex'));
  }
  if (item.content.kind === 'text' && codeIn(item.content.text)) mentions.codes = true;
}

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(text);

function addressesOf(item: Inbound): { kind: string; value: string }[] {
  if (item.kind === 'identity_change') return [item.from, item.to];
  if (item.kind === 'status') return item.error?.address ? [item.error.address] : [];
  if (item.kind === 'reaction' || item.kind === 'signal') return [item.from];
  if (item.kind !== 'message') return [];
  return [
    item.from,
    ...(item.aliases ?? []),
    ...claimsOf(item),
    ...(item.to ? [item.to] : []),
    ...(item.others ?? []).map((other) => other.address),
  ];
}
