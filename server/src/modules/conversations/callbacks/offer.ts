import type { InboundMessage } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import { canonicalPhone } from '../../../kernel/phone.ts';
import { addBusinessTime, type BusinessHours, momentWords, opensNext } from '../../hours/index.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import { answerBySystem } from '../ingest/answer-by-system.ts';
import type { Arriving, ConversationState, LegState } from '../ingest/batch.ts';
import { languageOf } from '../ingest/language.ts';
import type { Sender } from '../ingest/senders.ts';
import { agreedWords, askNumber, callAskedBy, offerWords } from './words.ts';

/** A call is offered with the away message, and asked for by a word: promised within the next opening. */

type Place = { conversation: ConversationState; leg: LegState; sender: Sender };

/** How long a word still asks for the call that was offered (ms): over a long weekend. */
const offeredFor = 7 * 86_400_000;
const minute = 60_000;

/** Until when somebody is called who asks at an instant: so much business time from the opening; null: never. */
export function promisedAt(hours: BusinessHours, minutes: number, now: number): number | null {
  const opens = opensNext(hours, now);
  return opens === null ? null : addBusinessTime(hours, opens, minutes * minute);
}

/** An address that is a telephone is called there; a platform's number that looks like one is none. */
function phoneOf({ identity }: Sender): string | null {
  if (!identity.matchKey.startsWith('tel:')) return null;
  return (
    canonicalPhone(`+${identity.value.replace(/\D/g, '')}`, 'BR') ?? canonicalPhone(identity.value, 'BR')
  );
}

type Offering = Pick<LoadedInbox, 'hours' | 'callbackMinutes'>;
type Now = { now: number; locale: Locale };

/** The words that offer a call behind an away message; null where none is offered. */
export function callOffer(inbox: Offering, sender: Sender, { now, locale }: Now): string | null {
  const { hours, callbackMinutes } = inbox;
  if (!hours || callbackMinutes === null) return null;
  const at = promisedAt(hours, callbackMinutes, now);
  if (at === null) return null;
  return offerWords(locale, momentWords(locale, at, { now, zone: hours.timeZone }), phoneOf(sender) !== null);
}

/** What a message asks for: a call with its promise, or a number that is missing still. */
export type CallAsked = { content: InboundMessage['content']; words: string };

/**
 * Whether the customer asks for the call that was offered to them here. The message becomes the request, with the number they
 * wrote or write from; without one it stays what it is, and they are asked for it.
 */
export function callAsked(
  arriving: Arriving,
  conversation: ConversationState,
  sender: Sender,
): CallAsked | null {
  const { batch, inbox, item } = arriving;
  const { hours, callbackMinutes } = inbox;
  if (!hours || callbackMinutes === null || item.content.kind !== 'text' || item.echo || item.public)
    return null;
  const now = batch.now.getTime();
  if (conversation.awayAt === null || now - conversation.awayAt.getTime() > offeredFor) return null;
  const asked = callAskedBy(item.content.text);
  const at = asked && promisedAt(hours, callbackMinutes, now);
  if (!asked || at === null) return null;
  const locale = languageOf(arriving, sender);
  const phone = asked.rest === '' ? phoneOf(sender) : canonicalPhone(asked.rest, 'BR');
  if (!phone) return { content: item.content, words: askNumber[locale] };
  const name = (batch.customers.get(sender.customerId)?.name ?? sender.identity.name ?? '').slice(0, 120);
  const moment = momentWords(locale, at, { now, zone: hours.timeZone });
  return {
    content: {
      ...{ v: 1, kind: 'callback', name, phone, text: item.content.text },
      promisedAt: new Date(at).toISOString(),
    },
    words: agreedWords(locale, phone, moment),
  };
}

/** Tells the customer what was agreed. */
export function answerCall({ batch, inbox }: Arriving, place: Place, asked: CallAsked): void {
  answerBySystem(batch, { conversation: place.conversation, leg: place.leg, inboxId: inbox.id }, asked.words);
}
