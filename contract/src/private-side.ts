import type { ChannelCapabilities } from './manifest.ts';

/** Whether customers are written to in private there: everywhere but where all that is said is public (reviews, complaint sites). */
export const hasPrivateSide = (
  capabilities: Pick<ChannelCapabilities, 'public' | 'startsConversation'>,
): boolean =>
  !capabilities.public ||
  capabilities.public.privateReplyHours !== undefined ||
  capabilities.startsConversation;
