import type { Attachment } from '@meada/contract/content';
import type { CallOf } from '@meada/contract/route';
import type { Message, sendMessage } from '@meada/contract/routes/conversations';
import type { scheduleMessage } from '@meada/contract/routes/scheduled';
import type { ProblemCode } from '../../api/problem.ts';

/** A message as it is sent. */
export type SendBody = CallOf<typeof sendMessage>['body'] & { content: Message['content'] };

/** When something goes out: so many seconds after it was sent, or at a chosen time. */
export type When = CallOf<typeof scheduleMessage>['body']['when'];

/** What a pending message of the outbox has when it goes out later. */
export type Later = {
  when: When;
  unlessAnswered: boolean;
  /** Further messages of the same writing. */
  rest: SendBody[];
  draftHtml: string | null;
};

/** Sent, and done with it; or sent, and the customer has the word. */
export type Becomes = 'resolved' | 'pending';

/**
 * A message of one's own until the server has it. Kept over a reload and over a time without a network: the same clientId can
 * be sent again safely, and the server takes it once. `waiting`: goes out by itself when there is a network again.
 */
export type Pending = {
  clientId: string;
  conversationId: string;
  body: SendBody;
  attachments: Attachment[];
  state: 'sending' | 'waiting' | 'failed';
  code: ProblemCode | null;
  /** Ids of what the refusal is about. */
  about?: readonly string[];
  /** It does not go out at once. */
  later?: Later | undefined;
  /** What becomes of the conversation once it is sent. */
  becomes?: Becomes | undefined;
  /** Whose it is: nobody else's session sends or shows it. */
  by: string;
  at: number;
};
