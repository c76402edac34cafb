import type { ChannelManifest } from '@meada/contract/channels';
import type { AttachmentKind, Outgoing } from '@meada/contract/content';
import type { Side } from '@meada/contract/public';
import { hasVariable } from '@meada/contract/variables';
import { Failure, refused } from '../../../kernel/errors.ts';
import { tokensIn } from '../tokens.ts';
import { type WindowFacts, windowEnd } from '../views/legs.ts';

/** Pure rules of what may leave the house on a channel. Each refusal names the field it is about. */

export type SendFile = { id: string; kind: AttachmentKind; size: number };

export const channelCannot = (message: string, field: string): Failure =>
  new Failure('channel_cannot', message, { field });

/** The content makes sense by itself, whatever the channel. */
export function checkContent(content: Outgoing, files: readonly SendFile[]): void {
  if (content.kind === 'media' && files.length === 0)
    throw refused('A media message needs a file.', 'body.attachmentIds');
  if (content.kind === 'text' && content.text.trim() === '' && files.length === 0)
    throw refused('There is nothing to send.', 'body.content.text');
}

/** The channel can carry the content and the files. Kinds it does not know go out as text; a template cannot. */
export function checkChannel(manifest: ChannelManifest, content: Outgoing, files: readonly SendFile[]): void {
  const { capabilities, limits } = manifest;
  if (capabilities.sends.length === 0)
    throw channelCannot('Nothing can be written there: answer elsewhere.', 'body.legId');
  if (content.kind === 'template' && !capabilities.sends.includes('template'))
    throw channelCannot('This channel has no templates.', 'body.content.kind');
  if (content.kind !== 'template' && 'text' in content && hasVariable(content.text ?? ''))
    throw refused('A variable in the text is not filled in.', 'body.content.text');
  if ('text' in content && (content.text?.length ?? 0) > limits.textLength)
    throw channelCannot(`The text is longer than ${limits.textLength} characters.`, 'body.content.text');
  if (files.length > limits.attachmentsPerMessage)
    throw channelCannot(
      `More than ${limits.attachmentsPerMessage} files in one message.`,
      'body.attachmentIds',
    );
  for (const [index, file] of files.entries()) {
    const field = `body.attachmentIds.${index}`;
    if (!capabilities.sendsMedia.includes(file.kind))
      throw channelCannot(`This channel does not carry ${file.kind} files.`, field);
    if (file.size > limits.attachmentBytes)
      throw channelCannot(`The file is larger than ${limits.attachmentBytes} bytes.`, field);
  }
}

/**
 * A switch link makes its reader the customer: it is for one pair of eyes, and in public everybody could follow it. A
 * reply token of ours is no better.
 */
export function checkPublic(side: Side, content: Outgoing): void {
  if (side !== 'public' || tokensIn(JSON.stringify(content)).length === 0) return;
  throw refused(
    'The link to another channel is for this customer alone; in public anybody could use it.',
    'body.content.text',
  );
}

/** Whether free text may be sent now. */
export function isWindowOpen(way: { manifest: ChannelManifest } & WindowFacts, now: Date): boolean {
  const end = windowEnd(way.manifest.capabilities, way);
  return !end || end > now;
}

/** Free text only inside the window; a template opens it from outside. */
export function checkWindow(
  way: { manifest: ChannelManifest } & WindowFacts,
  content: Outgoing,
  now: Date,
): void {
  if (!isWindowOpen(way, now) && content.kind !== 'template')
    throw new Failure('window_closed', 'The window for free text is closed; only a template can be sent.', {
      field: 'body.legId',
    });
}
