import { dayIn } from '../../kernel/calendar.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { zoneOf } from '../organisations/index.ts';
import { takeNumbers } from './ingest/write.ts';
import { protocolNumber } from './protocol.ts';

/** The protocol number of a conversation begun at an instant, the next of the organisation's day. */
export async function newProtocol(ctx: Ctx, at: Date): Promise<string> {
  const day = dayIn(await zoneOf(ctx), at);
  return protocolNumber(day, await takeNumbers(ctx.client, ctx.orgId, { day, count: 1 }));
}
