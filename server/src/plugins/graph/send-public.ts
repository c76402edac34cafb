import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelIo } from '../../modules/inboxes/port.ts';
import { callGraph, type GraphCall } from './call.ts';
import { outcomeOf, sentences } from './errors.ts';
import { publicText } from './format.ts';
import { text } from './json.ts';
import { asciiName, ruleFor } from './media.ts';
import type { Platform } from './platform.ts';
import { accountOf } from './settings.ts';

/**
 * Answers in public below what the customer said there: one comment, with one picture where the platform takes any.
 * `unknown` when the answer was lost: a second comment would stand there for everybody to see.
 */
export async function sendPublic(
  platform: Platform,
  message: OutboundMessage,
  io: ChannelIo,
): Promise<SendResult> {
  const { locale } = message.author;
  const failed = (code: keyof typeof sentences): SendResult => ({
    state: 'failed',
    code,
    text: sentences[code][locale],
  });
  const about = message.replyToExternalId ?? message.publicExternalId;
  if (!about) return failed('nowhere');
  const said = publicText(message);
  const [file, ...more] = message.attachments;
  if (!said && !file) return failed('empty');
  const picture = file && isPicture(platform, file) ? file : undefined;
  if (more.length > 0 || (file && !picture)) return failed('noPublicFiles');
  const account = accountOf(io.settings);
  const other = platform.answers.other?.(about, account);
  const path = other?.path ?? `${encodeURIComponent(about)}/${platform.answers.edge}`;
  const call: GraphCall = picture
    ? { method: 'POST', path, form: await formOf(said, picture), timeoutMs: 120_000 }
    : { method: 'POST', path, json: { ...other?.json, message: said } };
  const answer = await callGraph(io, account, call);
  const externalId = answer.kind === 'ok' ? text(answer.body.id, 512) : undefined;
  if (externalId) return { state: 'sent', externalId };
  return outcomeOf(
    answer.kind === 'ok' ? { kind: 'lost', words: 'no comment id' } : answer,
    platform,
    locale,
  );
}

type File = OutboundMessage['attachments'][number];

const isPicture = (platform: Platform, file: File): boolean =>
  platform.answers.pictures && file.kind === 'image' && ruleFor(platform, file) !== null;

async function formOf(said: string, picture: File): Promise<FormData> {
  const form = new FormData();
  form.set('message', said);
  const bytes = new Uint8Array(await picture.read());
  form.set('source', new Blob([bytes], { type: picture.type }), asciiName(picture.name));
  return form;
}
