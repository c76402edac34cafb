import type { Locale } from '@meada/contract/primitives';
import { answerBySystem } from '../ingest/answer-by-system.ts';
import {
  type Arriving,
  type Batch,
  type ConversationState,
  conversationOf,
  externalKey,
  type LegState,
  legKey,
  type ReadReceipt,
} from '../ingest/batch.ts';
import { recordMessage } from '../ingest/record.ts';
import type { Sender } from '../ingest/senders.ts';
import type { StandingQuestion } from './port.ts';

/** Answers to questions of the house, among the messages that come in: they open nothing and let nobody wait. */

/** Questions standing in the loaded conversations; asked only when something among the receipts may be an answer. */
export async function loadQuestions(batch: Batch, receipts: readonly ReadReceipt[]): Promise<void> {
  const { questions } = batch.ctx.ports;
  const isAsked = receipts.some(({ items }) =>
    items.some((item) => item.kind === 'message' && !item.echo && questions?.mayAnswer(item.content)),
  );
  if (!questions || !isAsked || batch.conversations.size === 0) return;
  batch.questions = await questions.standing(batch.ctx, [...batch.conversations.keys()]);
}

export type AnsweredHere = { question: StandingQuestion; conversation: ConversationState };

/** The question this message answers, if it does: put to this very address, on this inbox, in private. */
export function questionFor(arriving: Arriving, sender: Sender): AnsweredHere | null {
  const { batch, inbox, item } = arriving;
  const { questions } = batch.ctx.ports;
  const isLetter = item.automatic !== undefined && item.automatic !== 'no';
  if (!questions || batch.questions.length === 0 || item.echo || item.public || isLetter) return null;
  if (item.attachments?.length || !questions.mayAnswer(item.content)) return null;
  const place = { inboxId: inbox.id, identityId: sender.identity.id, side: 'private' as const };
  const mine = batch.questions.filter(
    (one) =>
      one.inboxId === inbox.id &&
      batch.legs.has(legKey(one.conversationId, place)) &&
      !batch.legs.get(legKey(one.conversationId, place))?.sharedThread,
  );
  const isBusy = hasOpen(batch, sender, inbox.id);
  const question = mine.find((one) =>
    questions.answers(one, item.content, namedOnly(arriving, one) || (!isBusy && isLast(batch, one))),
  );
  return question ? { question, conversation: conversationOf(batch, question.conversationId) } : null;
}

/** The platform says that it answers the very message that asked. */
function namedOnly({ batch, inbox, item }: Arriving, question: StandingQuestion): boolean {
  return (item.replyTo ?? []).some(
    (externalId) => batch.known.get(externalKey(inbox.id, externalId))?.messageId === question.messageId,
  );
}

/** The address has a matter that goes on: a bare word may belong to that. */
function hasOpen(batch: Batch, sender: Sender, inboxId: string): boolean {
  for (const leg of batch.legs.values())
    if (
      leg.identityId === sender.identity.id &&
      leg.inboxId === inboxId &&
      batch.conversations.get(leg.conversationId)?.status !== 'resolved'
    )
      return true;
  return false;
}

/** Nobody has taken the matter up again. */
const isLast = (batch: Batch, question: StandingQuestion): boolean =>
  batch.conversations.get(question.conversationId)?.status === 'resolved';

/** Notes the answer in the thread and thanks once; what it means is written with the batch. */
export function takeAnswer(
  { batch, inbox, item }: Arriving,
  { question, conversation }: AnsweredHere,
  leg: LegState,
): void {
  const { content } = item;
  const { capabilities } = inbox.plugin.manifest;
  const way = { locale: batch.org.locale as Locale, capabilities };
  const answer = batch.ctx.ports.questions?.take(question, content, way);
  batch.writes.answers.push({ question, content });
  if (answer?.note)
    recordMessage(batch, conversation, {
      at: batch.now,
      authorKind: 'system',
      visibility: 'internal',
      inboxId: inbox.id,
      content: { v: 1, kind: 'system', code: answer.note.code, values: answer.note.values ?? {} },
    });
  if (answer?.thanks) answerBySystem(batch, { conversation, leg, inboxId: inbox.id }, answer.thanks);
}
