import type { Message } from '@meada/contract/conversations';
import type { CallOf } from '@meada/contract/route';
import type { sendMessage } from '@meada/contract/routes/conversations';

/** A message as it is sent. */
export type SendBody = CallOf<typeof sendMessage>['body'] & { content: Message['content'] };
