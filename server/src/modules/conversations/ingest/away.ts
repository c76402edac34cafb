import type { Locale } from '@meada/contract/primitives';
import { backWords, opensNext } from '../../hours/index.ts';
import { callOffer } from '../callbacks/offer.ts';
import { noticeFor, sayNotice } from '../telling/arrival.ts';
import { answerBySystem } from './answer-by-system.ts';
import type { Arriving, Batch, ConversationState, LegState } from './batch.ts';
import { languageOf } from './language.ts';
import type { Sender } from './senders.ts';

type Place = { conversation: ConversationState; leg: LegState; sender: Sender };

/** Between two away messages to one address. */
export const awayPauseMs = 24 * 3_600_000;

/**
 * Says what the house says by itself to what comes in: the protocol number where the SAC decree asks for it, and outside the
 * inbox's hours the firm's words, these at most once in 24 hours per conversation and per address, never to bulk or
 * automatic mail, never in groups or in public (LESSONS B10).
 */
export function answerAway(arriving: Arriving, place: Place): void {
  const { batch, inbox } = arriving;
  const { conversation, leg, sender } = place;
  const notice = noticeFor(arriving, place);
  const away = awayWords(arriving, place);
  if (away) {
    batch.answered.add(sender.identity.matchKey);
    conversation.awayAt = batch.now;
  }
  // One message, not two: the number stands below what is said anyhow.
  if (notice) sayNotice(arriving, place, away ? `${away}\n\n${notice}` : notice);
  else if (away) answerBySystem(batch, { conversation, leg, inboxId: inbox.id }, away);
}

function awayWords(arriving: Arriving, { conversation, sender }: Place): string | null {
  const { batch, item } = arriving;
  const text = closedText(arriving, sender, languageOf(arriving, sender));
  if (!text || item.echo || item.public || item.outsideThread?.kind === 'group') return null;
  if (item.automatic === 'bulk' || item.facts?.noAutomaticAnswer || !mayAnswer(batch, conversation, sender))
    return null;
  return text;
}

function mayAnswer(batch: Batch, conversation: ConversationState, sender: Sender): boolean {
  const last = conversation.awayAt?.getTime() ?? 0;
  return batch.now.getTime() - last >= awayPauseMs && !batch.answered.has(sender.identity.matchKey);
}

/** The firm's own words, when somebody is there again, and the call it offers; null while somebody is, or where it says nothing. */
function closedText({ batch, inbox }: Arriving, sender: Sender, locale: Locale): string | null {
  const { hours, awayMessage } = inbox;
  if (!hours || !awayMessage.trim()) return null;
  const now = batch.now.getTime();
  const opens = opensNext(hours, now);
  if (opens === now) return null;
  const back = opens === null ? [] : [backWords(locale, opens, { now, zone: hours.timeZone })];
  const offer = callOffer(inbox, sender, { now, locale });
  return [awayMessage.trim(), ...back, ...(offer ? [offer] : [])].join('\n\n');
}
