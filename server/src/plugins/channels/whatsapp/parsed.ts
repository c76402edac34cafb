import type { InboundAttachment } from '@meada/contract/channels';

/** What a message says, before the contract has looked at it, and the files that come with it. */
export type Parsed = { content: unknown; attachments?: InboundAttachment[] };
export type ContentOptions = { edited?: boolean };
