import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { refusalOf, sentences } from './errors.ts';
import { recipientOf } from './format.ts';
import { graph } from './graph.ts';
import { record, records, text } from './read.ts';
import { accountOf } from './settings.ts';

/**
 * A reaction is a message of its own kind (Cloud API, reaction messages): an empty emoji takes it back. Whether it came on
 * is told by a status of that message (131009 when the message is older than 30 days, deleted or itself a reaction), so
 * the amendment's id travels with it.
 */
export async function amend(amendment: OutboundAmendment, io: ChannelIo): Promise<AmendResult> {
  const { locale, externalIds, amendmentId } = amendment;
  if (amendment.kind !== 'reaction')
    return { state: 'failed', code: 'not_possible', text: sentences.fixed[locale] };
  const json = {
    messaging_product: 'whatsapp',
    ...recipientOf(amendment),
    type: 'reaction',
    reaction: { message_id: externalIds[0], emoji: amendment.emoji ?? '' },
    biz_opaque_callback_data: amendmentId,
  };
  const path = `${encodeURIComponent(accountOf(io.settings).phoneNumberId)}/messages`;
  const answer = await graph(io, { method: 'POST', path, json });
  if (answer.kind === 'unsent')
    return { state: 'retry', code: 'unreachable', text: `${sentences.unreachable[locale]} ${answer.words}` };
  if (answer.kind === 'lost')
    return { state: 'unknown', code: 'no_answer', text: `${sentences.unknown[locale]} ${answer.words}` };
  if (answer.kind === 'refused') {
    const result = refusalOf(answer, locale);
    return result.state === 'sent' ? { state: 'sent' } : result;
  }
  const externalId = text(record(records(answer.body.messages)[0])?.id, 512);
  return externalId ? { state: 'sent', externalId } : { state: 'sent' };
}
