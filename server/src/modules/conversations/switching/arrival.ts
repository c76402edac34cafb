import type { InboundMessage } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import { codeIn, tokensIn } from '../tokens.ts';
import { switchWordings } from './texts.ts';

/** Code of the line that stands in the thread for a message that only carried the switch. */
const switchedCode = 'switched';

/**
 * What stays of a message that brought a switch: the token and the words our own link put before it go, what the customer
 * wrote beside them stays. Pure; the receipt keeps the message as it came.
 */
export function withoutSwitch(item: Pick<InboundMessage, 'content' | 'subject'>, channel: string): Content {
  const { content } = item;
  const switched: Content = { v: 1, kind: 'system', code: switchedCode, values: { channel } };
  if (content.kind !== 'text') return content;
  const own = codeIn(content.text) ? '' : ownWords(content.text);
  return own === '' ? switched : { ...content, text: own };
}

function ownWords(text: string): string {
  let rest = text;
  for (const token of tokensIn(text)) rest = rest.replace(new RegExp(`\\b${token}\\b`, 'gi'), '');
  for (const wording of switchWordings) rest = rest.replace(wording, '');
  // How a bot is started by a link; no human writes it.
  return rest.replace(/^\s*\/start\s*$/, '').trim();
}
