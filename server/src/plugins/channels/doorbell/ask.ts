import type { ResponseOf } from '@meada/contract/route';
import type { askCallback } from '@meada/contract/routes/site';
import type { Kernel } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { type LoadedInbox, receive } from '../../../modules/inboxes/index.ts';
import { arrivalOf } from './record.ts';
import { siteOf } from './site.ts';
import { slotAt } from './slots.ts';

type Asked = Input<typeof askCallback>['body'];

/**
 * Takes a request to be called: the number must be one, the time one that was offered. Answers what was promised, when it
 * is in the ledger. Who fills in the field that nobody sees gets the same answer and is forgotten.
 */
export async function takeAsked(
  kernel: Kernel,
  inbox: LoadedInbox,
  body: Asked,
): Promise<ResponseOf<typeof askCallback>> {
  const locale = body.locale ?? 'pt-BR';
  const site = await siteOf(kernel, inbox, locale);
  const form = found(site.callback, 'form');
  const phone = canonicalPhone(body.phone, 'BR');
  if (!phone) throw refused('This is no telephone number.', 'body.phone');
  const slot = body.from === undefined ? undefined : slotAt(form.slots, body.from);
  if (body.from !== undefined && !slot) throw refused('This time is not offered any more.', 'body.from');
  const promisedAt = slot?.until ?? form.soon;
  const answer = { accepted: true as const, promisedAt, from: slot?.from ?? null };
  if (body.website) return answer;
  const record = {
    v: 1 as const,
    clientId: body.clientId,
    at: kernel.clock.now().toISOString(),
    name: body.name,
    phone,
    text: body.text,
    ...(slot && { from: slot.from }),
    promisedAt,
    consent: form.consent,
    locale,
    ...(body.page && { page: body.page }),
  };
  await receive(kernel, { orgId: inbox.orgId, inboxId: inbox.id }, [arrivalOf(record)]);
  return answer;
}
