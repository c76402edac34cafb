import { decodeAs, untilNul } from './charsets.ts';
import { decompressRtf } from './compressed-rtf.ts';
import { typeByName } from './encoded-files.ts';
import type { MailPart } from './mail.ts';
import { type Properties, propertiesOf } from './mapi.ts';
import { readRtf } from './rtf.ts';

/**
 * `winmail.dat`: what Outlook makes of a mail for servers of its own kind (MS-OXTNEF). Read for its files, and for its
 * words where the mail has no others. Every length is checked; what is broken ends the reading, never the mail.
 */
export type Tnef = { files: MailPart[]; text: string; html: string };

const signature = 0x223e9f78;
const attributes = {
  codePage: 0x00069007,
  body: 0x0002800c,
  properties: 0x00069003,
  beginAttachment: 0x00069002,
  title: 0x00018010,
  data: 0x0006800f,
  attachmentProperties: 0x00069005,
};
const maxFiles = 200;

export const isTnef = (part: MailPart): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/.test(part.type) || /^win(?:mail|dat)\.dat$/i.test(part.name);

type Whole = { body: Uint8Array; codePage: number; properties: Properties };
type Draft = { name: string; data: Uint8Array | null; properties: Properties | null };

/** The content of a TNEF stream; null when it is none. */
export function readTnef(bytes: Uint8Array): Tnef | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== signature) return null;
  const drafts: Draft[] = [];
  const whole: Whole = { body: new Uint8Array(), codePage: 1252, properties: new Map() };
  for (let at = 6; at + 9 <= bytes.length && drafts.length <= maxFiles; ) {
    const id = view.getUint32(at + 1, true);
    const length = view.getUint32(at + 5, true);
    if (at + 9 + length > bytes.length) break;
    const data = bytes.subarray(at + 9, at + 9 + length);
    at += 9 + length + 2;
    const draft = drafts.at(-1);
    if (id === attributes.beginAttachment) drafts.push({ name: '', data: null, properties: null });
    else if (id === attributes.codePage && length >= 4)
      whole.codePage = new DataView(data.buffer, data.byteOffset, 4).getUint32(0, true);
    else if (id === attributes.body) whole.body = data;
    else if (id === attributes.properties) whole.properties = propertiesOf(data, whole.codePage);
    else if (draft && id === attributes.title) draft.name = words(data, whole.codePage);
    else if (draft && id === attributes.data) draft.data = data;
    else if (draft && id === attributes.attachmentProperties)
      draft.properties = propertiesOf(data, whole.codePage);
  }
  const html = htmlOf(whole.properties, whole.codePage);
  const rtf = html ? { html: '', text: '' } : rtfOf(whole.properties);
  return {
    files: drafts.map(fileOf).filter((file) => file !== null),
    text: textOf(whole.properties, 0x1000) || words(whole.body, whole.codePage) || rtf.text,
    html: html || rtf.html,
  };
}

/** Many mails of Outlook have their words as compressed RTF alone (`PidTagRtfCompressed`), HTML hidden in it or not. */
function rtfOf(properties: Properties): { html: string; text: string } {
  const value = properties.get(0x1009);
  const rtf = value instanceof Uint8Array ? decompressRtf(value) : null;
  return rtf ? readRtf(rtf) : { html: '', text: '' };
}

const words = (data: Uint8Array, codePage: number): string =>
  untilNul(decodeAs(data, `windows-${codePage}`) ?? decodeAs(data, 'windows-1252') ?? '');

const textOf = (properties: Properties | null, id: number): string => {
  const value = properties?.get(id);
  return typeof value === 'string' ? value : '';
};

function htmlOf(properties: Properties, codePage: number): string {
  const value = properties.get(0x1013);
  return typeof value === 'string' ? value : value ? words(value, codePage) : '';
}

/** Long name before the eight letters of DOS; the properties' data where the attribute has none. */
function fileOf({ name, data, properties }: Draft): MailPart | null {
  const object = properties?.get(0x3701);
  const bytes = data ?? (object instanceof Uint8Array ? object : null);
  if (!bytes) return null;
  const called = textOf(properties, 0x3707) || textOf(properties, 0x3704) || name;
  return {
    name: called,
    type: textOf(properties, 0x370e).toLowerCase() || typeByName(called),
    disposition: 'attachment',
    contentId: textOf(properties, 0x3712),
    related: false,
    bytes,
  };
}
