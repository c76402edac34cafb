import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi } from './api.ts';
import { wayOf } from './format-media.ts';
import { captionLimit, textLimit } from './manifest.ts';
import { resultOf } from './send.ts';
import { splitText } from './text.ts';

/** Requests that make a change, in order, or why it cannot be made. */
type Plan = { method: string; fields: Record<string, unknown> }[] | { code: string; text: string };
type Part = { chat: string; id: number };
type Of<K extends OutboundAmendment['kind']> = Extract<OutboundAmendment, { kind: K }>;

/** What a refusal of a change means, by the words of its description; the general ones are those of sending. */
const refusals: { pattern: RegExp; result: AmendResult }[] = [
  // The words are there already, or the message is gone already: what was wanted is so.
  { pattern: /message is not modified/i, result: { state: 'sent' } },
  { pattern: /message to delete not found/i, result: { state: 'sent' } },
  {
    pattern: /message to (edit|react) not found|message_id_invalid/i,
    result: { state: 'failed', code: 'message_gone', text: 'The message does not exist any more.' },
  },
  {
    pattern: /message can't be (edited|deleted)/i,
    result: {
      state: 'failed',
      code: 'too_late',
      text: 'The platform does not change this message any more.',
    },
  },
  {
    pattern: /reaction_invalid|reactions?_(empty|too_many)|reaction_not_allowed/i,
    result: { state: 'failed', code: 'reaction_refused', text: 'This reaction is not allowed there.' },
  },
];

/** The parts of a message in the order they were sent: numbers grow within a chat. */
function partsOf({ externalIds }: OutboundAmendment): Part[] {
  return externalIds
    .flatMap((key) => {
      const [, chat, id] = /^(-?\d{1,16}):(\d{1,16})$/.exec(key) ?? [];
      return chat && id ? [{ chat, id: Number(id) }] : [];
    })
    .sort((a, b) => a.id - b.id);
}

const at = ({ chat, id }: Part) => ({ chat_id: chat, message_id: id });

/** A text that went out as several messages can be changed as long as it needs as many. */
function planText(text: string, parts: Part[]): Plan {
  const pieces = splitText(text, textLimit);
  if (pieces.length !== parts.length)
    return { code: 'other_length', text: 'The new text would need another number of messages.' };
  return parts.map((part, index) => ({
    method: 'editMessageText',
    fields: { ...at(part), text: pieces[index] },
  }));
}

/** The caption hangs on the first file; words too long for a caption were a message of their own before the files. */
function planCaption(amendment: Of<'edit'>, text: string, parts: Part[]): Plan {
  const before = 'text' in amendment.before ? (amendment.before.text ?? '') : '';
  const [first] = parts;
  const sticker = amendment.attachments.some((file) => wayOf(file).field === 'sticker');
  const apart = before.trim() !== '' && (before.length > captionLimit || sticker);
  if (!first) return { code: 'not_possible', text: 'The message has no number.' };
  if (apart && text.length <= textLimit && before.length <= textLimit)
    return [{ method: 'editMessageText', fields: { ...at(first), text } }];
  if (apart || sticker || text.length > captionLimit)
    return { code: 'other_length', text: `A caption holds ${captionLimit} characters.` };
  return [{ method: 'editMessageCaption', fields: { ...at(first), caption: text } }];
}

const plans: { [K in OutboundAmendment['kind']]: (amendment: Of<K>, parts: Part[]) => Plan } = {
  edit(amendment, parts) {
    const { content } = amendment;
    if (content.kind === 'text' && amendment.attachments.length === 0) return planText(content.text, parts);
    if (content.kind === 'media') return planCaption(amendment, content.text ?? '', parts);
    return { code: 'not_possible', text: 'Only words and captions can be changed.' };
  },
  deletion(_, parts) {
    const [first, ...more] = parts;
    if (!first) return [];
    if (more.length === 0) return [{ method: 'deleteMessage', fields: at(first) }];
    return [
      {
        method: 'deleteMessages',
        fields: { chat_id: first.chat, message_ids: parts.map((part) => part.id) },
      },
    ];
  },
  hiding: () => ({ code: 'not_possible', text: 'Nothing is hidden there.' }),
  reaction({ emoji }, [first]) {
    if (!first) return [];
    const reaction = emoji === null ? [] : [{ type: 'emoji', emoji }];
    return [{ method: 'setMessageReaction', fields: { ...at(first), reaction } }];
  },
};

/**
 * The requests of a change (pure): editMessageText, editMessageCaption, deleteMessage(s), setMessageReaction of the Bot
 * API.
 */
function planOf(amendment: OutboundAmendment): Plan {
  const parts = partsOf(amendment);
  if (parts.length === 0) return { code: 'not_possible', text: 'A pressed button cannot be changed.' };
  const plan = plans[amendment.kind] as (amendment: OutboundAmendment, parts: Part[]) => Plan;
  return plan(amendment, parts);
}

/** Edits, deletes or reacts. After the first request was carried out nothing is tried again by itself. */
export async function amend(amendment: OutboundAmendment, io: ChannelIo): Promise<AmendResult> {
  const plan = planOf(amendment);
  if (!Array.isArray(plan)) return { state: 'failed', ...plan };
  for (const [index, call] of plan.entries()) {
    const answer = await callApi(io, call);
    if (answer.kind === 'ok') continue;
    const result = amendResultOf(answer);
    if (result.state === 'sent') continue;
    if (index === 0) return result;
    const text = `Only the first ${index} of ${plan.length} messages were changed: ${result.text}`;
    return { state: 'unknown', code: 'partly_sent', text };
  }
  return { state: 'sent' };
}

function amendResultOf(answer: Exclude<Answer, { kind: 'ok' }>): AmendResult {
  const known = answer.kind === 'refused' && refusals.find(({ pattern }) => pattern.test(answer.text));
  if (known) return known.result;
  const result = resultOf(answer);
  return result.state === 'sent' ? { state: 'sent' } : result;
}
