import type { OutboundMessage } from '@meada/contract/channels';
import { type Outgoing, productsInWords } from '@meada/contract/content';
import type { Translated } from '@meada/contract/primitives';
import { readKey } from './ids.ts';
import { directLimit, mediaLimits, postLimit } from './manifest.ts';
import { splitBy, weightOf } from './weight.ts';

/** One post or direct message: its words, and its files by index into the message's attachments. */
export type Part = { text: string; files: number[] };
/** Where the first part goes; every further post hangs on the one before. */
export type Plan = { side: 'public'; replyTo: string; parts: Part[] } | { side: 'private'; parts: Part[] };

/** The message cannot be said here; nothing was sent. */
export class FormatError extends Error {
  readonly code: string;
  readonly said: Translated;
  constructor(code: string, said: Translated) {
    super(said.en);
    this.code = code;
    this.said = said;
  }
}

/** Kinds without a line here say their own words and nothing else. */
const texts: { [K in Outgoing['kind']]?: (content: Extract<Outgoing, { kind: K }>) => string } = {
  products: productsInWords,
  location: ({ latitude, longitude, name, address }) =>
    [name, address, `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}`]
      .filter(Boolean)
      .join('\n'),
  contact: ({ contacts }) =>
    contacts
      .map((one) => [one.name, one.organisation, ...one.phones, ...one.emails].filter(Boolean).join('\n'))
      .join('\n\n'),
  buttons: ({ text, buttons }) =>
    [text, ...buttons.map((one) => `• ${[one.title, one.url].filter(Boolean).join(': ')}`)].join('\n'),
  list: ({ text, sections }) =>
    [
      text,
      ...sections.flatMap((section) => [
        ...(section.title ? [section.title] : []),
        ...section.rows.map((row) => `• ${[row.title, row.description].filter(Boolean).join(': ')}`),
      ]),
    ].join('\n'),
};

/** All a message has to say, in words. */
function wordsOf(content: OutboundMessage['content']): string {
  const write = Object.hasOwn(texts, content.kind) ? texts[content.kind as Outgoing['kind']] : undefined;
  // The union is keyed by kind above; the compiler cannot follow the pair of key and argument.
  if (write) return (write as (content: OutboundMessage['content']) => string)(content);
  return 'text' in content ? (content.text ?? '') : '';
}

/**
 * What is posted or written for a message, in order (pure). Long words in public become a thread, in private several
 * messages; a post carries up to four pictures or one film, a direct message one file. Throws FormatError.
 */
export function format(message: OutboundMessage): Plan {
  checkFiles(message);
  const words = wordsOf(message.content);
  const isPublic = message.side === 'public';
  const pieces = isPublic
    ? splitBy(words, postLimit, weightOf)
    : splitBy(words, directLimit, (text) => text.length);
  const parts = withFiles(pieces, isPublic ? postFiles(message) : message.attachments.map((_, i) => [i]));
  if (parts.length === 0)
    throw new FormatError('empty', {
      'pt-BR': 'Não há nada na mensagem.',
      en: 'There is nothing in the message.',
      es: 'No hay nada en el mensaje.',
    });
  if (!isPublic) return { side: 'private', parts };
  const post = [message.replyToExternalId, message.publicExternalId]
    .map(readKey)
    .find((key) => key?.kind === 'post');
  if (!post)
    throw new FormatError('no_post', {
      'pt-BR': 'Não há publicação do cliente a que responder.',
      en: 'There is no post of the customer to answer.',
      es: 'No hay una publicación del cliente a la que responder.',
    });
  return { side: 'public', replyTo: post.id, parts };
}

/** Files go with the first words; what does not fit follows by itself. */
function withFiles(pieces: string[], groups: number[][]): Part[] {
  const [first = [], ...more] = groups;
  const said = pieces.map((text, index) => ({ text, files: index === 0 ? first : [] }));
  const alone = pieces.length === 0 && first.length > 0 ? [{ text: '', files: first }] : [];
  return [...said, ...alone, ...more.map((files) => ({ text: '', files }))];
}

const isMoving = (file: OutboundMessage['attachments'][number] | undefined): boolean =>
  file?.kind === 'video' || file?.type === 'image/gif';

/** Up to four pictures together; a film or an animation alone (Manage posts, media). */
function postFiles({ attachments }: OutboundMessage): number[][] {
  const groups: number[][] = [];
  attachments.forEach((file, index) => {
    const last = groups.at(-1);
    const fits = last && last.length < 4 && !isMoving(attachments[last[0] ?? 0]);
    if (fits && !isMoving(file)) last.push(index);
    else groups.push([index]);
  });
  return groups;
}

const takes = /^(image\/(jpeg|png|webp|gif)|video\/(mp4|quicktime))$/;

function checkFiles({ attachments }: OutboundMessage): void {
  for (const { name, type, kind, size } of attachments) {
    // What carries no picture or film is not carried at all: the agent is told before anything is said.
    if (!takes.test(type.toLowerCase()))
      throw new FormatError('file_type', {
        'pt-BR': `O X não leva o arquivo ${name}: só imagens e vídeos.`,
        en: `X does not carry the file ${name}: only pictures and films.`,
        es: `X no lleva el archivo ${name}: solo imágenes y videos.`,
      });
    const most = kind === 'video' ? mediaLimits.video : mediaLimits[type === 'image/gif' ? 'gif' : 'image'];
    if (size > most)
      throw new FormatError('too_big', {
        'pt-BR': `O arquivo ${name} passa de ${most / 1e6} MB.`,
        en: `The file ${name} is larger than ${most / 1e6} MB.`,
        es: `El archivo ${name} supera los ${most / 1e6} MB.`,
      });
  }
}
