import type { ChannelCapabilities } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { SystemNote } from '../store.ts';

/** A question of the house that stands in a conversation: a short answer to it is no word to a person. */
export type StandingQuestion = {
  id: string;
  conversationId: string;
  inboxId: string;
  /** The message that asked. */
  messageId: string;
};

export type QuestionAnswer = {
  /** Told in the thread, to colleagues. */
  note: SystemNote | null;
  /** Said to the customer on the same way. */
  thanks: Content | null;
};

/** Questions that a module to the right asks; receiving hands it what may be an answer, in the transaction that receives. */
export type Questions = {
  /** Whether such words or such a button can answer any question at all: asked of every message, so cheap. */
  mayAnswer(content: Content): boolean;
  /** Questions that stand in these conversations. */
  standing(ctx: Ctx, conversationIds: readonly string[]): Promise<StandingQuestion[]>;
  /** Whether this content answers this question. `alone`: nothing was said since, and nothing else is open. */
  answers(question: StandingQuestion, content: Content, alone: boolean): boolean;
  /** Takes the answer; the conversation is held. The same answer twice is one. */
  take(
    question: StandingQuestion,
    content: Content,
    way: { locale: Locale; capabilities: ChannelCapabilities },
  ): QuestionAnswer;
  /** Writes what was taken, after the messages. */
  write(ctx: Ctx, answered: readonly Answered[]): Promise<void>;
};

export type Answered = { question: StandingQuestion; content: Content };

declare module '../../../kernel/ctx.ts' {
  interface Ports {
    questions?: Questions;
  }
}
