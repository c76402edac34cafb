import type { declineWork as route } from '@meada/contract/routes/routing';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { endHandOver } from '../hand-over/end.ts';
import { againMs } from '../rows/again.ts';
import { forgetMissed } from '../rows/agent.ts';
import { holdWork, personId, save, taken } from './hold.ts';

/** Lets what was offered go on to others; the caller is not asked again for a while. Throws `taken`. */
export async function declineWork(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const hold = await holdWork(ctx, params.id, [me]);
  const { item, at } = hold;
  if (item.state !== 'offered' || item.agent_id !== me) throw taken();
  // What one colleague asks of another goes on to nobody else.
  if (item.only_id !== null) {
    await endHandOver(ctx, item, { end: 'declined', at, words: body.reason });
    await forgetMissed(ctx, me);
    return { ok: true };
  }
  const until = at.getTime() + (await againMs(ctx, item.queue_id));
  const tried = [...item.tried.filter(({ agent }) => agent !== me), { agent: me, until }];
  const after = { ...item, state: 'waiting', agent_id: null, until: null, tried } as const;
  const why = 'declined';
  const spells = [{ what: 'waiting', agentId: null, why }] as const;
  const words = body.reason ? { words: body.reason } : {};
  await save(ctx, hold, { before: item, after, spells, why, ...words });
  await forgetMissed(ctx, me);
  return { ok: true };
}
