import { Locale } from '@meada/contract/primitives';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import { canonicalPhone, displayPhone } from '../../../kernel/phone.ts';
import { addBusinessTime } from '../../hours/index.ts';
import { leavePlace } from './leave-place.ts';
import { holdPlace } from './place.ts';
import { callWords } from './texts.ts';

const minute = 60_000;
/** Nobody is promised a call sooner than this, nor, where nothing is known, later (minutes). */
const [soonest, unknown] = [15, 60];

export type PromisedCall = { name: string; phone: string; text: string; promisedAt: Date };

/**
 * What is promised to who asks to be called when it is their turn: the upper end of what they were told with a quarter to
 * spare, in the hours. A place that is kept for writing is given back: one or the other. Throws `refused` for what is no
 * number; 409 when they wait no longer or the queue does not offer it.
 */
export async function promiseCall(
  ctx: Ctx,
  { conversationId, phone: typed }: { conversationId: string; phone: string },
): Promise<PromisedCall> {
  const place = await holdPlace(ctx, conversationId);
  if (!place.settings.call) throw conflict('No calls are offered here.');
  const phone = canonicalPhone(typed, 'BR');
  if (!phone) throw refused('This is no telephone number.', 'body.phone');
  await leavePlace(ctx, { conversationId });
  const minutes = place.high === null ? unknown : Math.max(soonest, place.high * 1.25);
  const now = ctx.clock.now().getTime();
  const exact = place.hours
    ? (addBusinessTime(place.hours, now, minutes * minute) ?? now + minutes * minute)
    : now + minutes * minute;
  const promisedAt = new Date(Math.ceil(exact / (5 * minute)) * 5 * minute);
  const locale = Locale.safeParse(place.locale).data ?? 'pt-BR';
  const text = callWords(locale, displayPhone(phone));
  return { name: place.name.slice(0, 120), phone: displayPhone(phone), text, promisedAt };
}
