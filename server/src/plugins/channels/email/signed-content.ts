import type { MailPart } from './mail.ts';

/**
 * An S/MIME mail that is signed but not encrypted hides its words inside the signature (RFC 8551 §3.5.2). This takes
 * them out; nothing is verified here. BER with unknown lengths, as Outlook writes it, is followed, with a bound on depth.
 */

const signedData = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
const data = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
const maxDepth = 12;
const maxItems = 5000;

type Item = { tag: number; from: number; to: number; end: number };

export const mayHoldSigned = (part: MailPart): boolean =>
  /^application\/(?:x-)?pkcs7-mime$/.test(part.type) || /\.p7m$/i.test(part.name);

/** The signed MIME entity, or null when the bytes are something else (encrypted, broken). */
export function signedContent(bytes: Uint8Array): Uint8Array | null {
  const outer = itemsIn(bytes, 0, bytes.length)[0];
  const [type, holder] = outer ? itemsIn(bytes, outer.from, outer.to) : [];
  if (!type || !holder || !isId(bytes, type, signedData)) return null;
  const sequence = itemsIn(bytes, holder.from, holder.to)[0];
  if (!sequence) return null;
  for (const item of itemsIn(bytes, sequence.from, sequence.to)) {
    const [id, content] = item.tag === 0x30 ? itemsIn(bytes, item.from, item.to) : [];
    if (!id || !content || !isId(bytes, id, data)) continue;
    const chunks = itemsIn(bytes, content.from, content.to).flatMap((one) => octets(bytes, one, 0));
    return chunks.length ? new Uint8Array(Buffer.concat(chunks)) : null;
  }
  return null;
}

const isId = (bytes: Uint8Array, item: Item, id: number[]) =>
  item.tag === 6 &&
  item.to - item.from === id.length &&
  id.every((byte, at) => bytes[item.from + at] === byte);

/** An octet string, whole or in pieces. */
function octets(bytes: Uint8Array, item: Item, depth: number): Uint8Array[] {
  if (item.tag === 0x04) return [bytes.subarray(item.from, item.to)];
  if (item.tag !== 0x24 || depth > maxDepth) return [];
  return itemsIn(bytes, item.from, item.to).flatMap((one) => octets(bytes, one, depth + 1));
}

function itemsIn(bytes: Uint8Array, from: number, to: number): Item[] {
  const items: Item[] = [];
  for (let at = from; at < to && items.length < maxItems; ) {
    const item = itemAt(bytes, { at, limit: to, depth: 0 });
    if (!item || (item.tag === 0 && item.to === item.from)) break;
    items.push(item);
    at = item.end;
  }
  return items;
}

type Place = { at: number; limit: number; depth: number };

function itemAt(bytes: Uint8Array, { at, limit, depth }: Place): Item | null {
  const [tag = 0, first = 0] = [bytes[at], bytes[at + 1]];
  if (at + 2 > limit || (tag & 31) === 31 || depth > maxDepth) return null;
  if (first === 0x80) return unmeasured(bytes, { tag, at: at + 2, limit, depth });
  const count = first & 0x80 ? first & 0x7f : 0;
  if (count > 4) return null;
  let length = count ? 0 : first;
  for (let index = 0; index < count; index++) length = length * 256 + (bytes[at + 2 + index] ?? 0);
  const from = at + 2 + count;
  return from + length > limit ? null : { tag, from, to: from + length, end: from + length };
}

/** Length unknown: items follow until two zero bytes. */
function unmeasured(bytes: Uint8Array, { tag, at, limit, depth }: Place & { tag: number }): Item | null {
  for (let next = at; next + 2 <= limit; ) {
    if (bytes[next] === 0 && bytes[next + 1] === 0) return { tag, from: at, to: next, end: next + 2 };
    const item = itemAt(bytes, { at: next, limit, depth: depth + 1 });
    if (!item) return null;
    next = item.end;
  }
  return null;
}
