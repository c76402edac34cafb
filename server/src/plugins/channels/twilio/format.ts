import type { OutboundMessage } from '@meada/contract/channels';
import { piecesOf, plainTextOf } from '../plain-text.ts';
import { textLength } from './manifest.ts';

/** The texts of a message, in order (pure): one up to the platform's limit, several beyond; kinds without a form as text. */
export const format = (message: OutboundMessage): string[] =>
  piecesOf(plainTextOf(message.content).replaceAll('\u0000', ''), textLength);
