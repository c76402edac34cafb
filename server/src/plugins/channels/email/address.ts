import { domainToASCII } from 'node:url';
import type { Address, IdentityKind } from '@meada/contract/channels';

/** Longest address a server must take (RFC 5321 §4.5.3.1.3, less the angle brackets). */
const maxAddress = 254;
const addressShape = /^([^\s@<>()[\],;:"\\]{1,128})@([^\s@<>()[\],;:"\\]{1,253})$/u;

/** What stands for a sender that is missing or unreadable; `.invalid` can never be delivered to (RFC 2606). */
export const nobody = 'unknown@sender.invalid';

/**
 * Lower case, domain in its ASCII (IDNA) form, plus-alias kept; null when the text is no address.
 * The local part is lowered too: servers that tell `Ana@` from `ana@` exist on paper only (RFC 5321 §2.4).
 */
export function canonicalEmail(value: string): string | null {
  const text = value.trim();
  if (text.length > maxAddress || !text.isWellFormed()) return null;
  const [, local, domain] = addressShape.exec(text) ?? [];
  if (!local || !domain || hasControl(text)) return null;
  const ascii = domainToASCII(domain.normalize('NFC').toLowerCase()).replace(/\.$/, '');
  if (!ascii || !/^[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?$/.test(ascii) || ascii.includes('..')) return null;
  const result = `${lowered(local)}@${ascii}`;
  return result.length <= maxAddress && addressShape.test(result) && !hasControl(result) ? result : null;
}

/** Lower case and NFC until both hold: one can undo the other for a few letters. */
function lowered(text: string): string {
  let now = text;
  for (let turn = 0; turn < 4; turn++) {
    const next = now.toLowerCase().normalize('NFC');
    if (next === now) break;
    now = next;
  }
  return now;
}

// Also the invisible ones that make two addresses look alike.
const hasControl = (text: string) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}]/u.test(text);

export const emailKind: IdentityKind = {
  kind: 'email',
  label: { 'pt-BR': 'E-mail', en: 'E-mail', es: 'Correo electrónico' },
  canonical: canonicalEmail,
  matchKey: (canonical) => `email:${canonical}`,
};

/** An address as parse hands it on: the value exactly as it came, the name without line breaks. */
export function addressOf(value: string, name = ''): Address {
  const label = name
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .toWellFormed()
    .trim()
    .slice(0, 256);
  const raw = value
    .replace(/[\p{Cc}\s]+/gu, '')
    .toWellFormed()
    .slice(0, 512);
  return { kind: 'email', value: raw || nobody, ...(label && label !== raw ? { name: label } : {}) };
}

/**
 * An address as it goes over the wire: the domain in its ASCII form (IDNA); a local part beyond ASCII stays and needs
 * SMTPUTF8 (RFC 6531). What is no address stays as it is, for the server to refuse.
 */
export function wireAddress(address: string): string {
  const parts = splitAddress(address);
  const domain = parts && domainToASCII(parts.domain);
  return parts && domain ? `${parts.local}@${domain}` : address;
}

/** The two sides of an address, or null. */
export function splitAddress(address: string): { local: string; domain: string } | null {
  const at = address.lastIndexOf('@');
  return at > 0 && at < address.length - 1
    ? { local: address.slice(0, at), domain: address.slice(at + 1) }
    : null;
}

const tokenShape = /^[\w.~-]{1,200}$/;

/** `loja@x` with a token: `loja+t.<token>@x`, where an answer brings the token back. */
export function replyAddress(address: string, token: string): string {
  const parts = splitAddress(address);
  return parts ? `${parts.local}+t.${token}@${parts.domain}` : address;
}

/** The token of a signed reply address of ours, in its own case, or null. Nothing is believed here: the server checks it. */
export function tokenOfAddress(address: string, own: string): string | null {
  const mine = splitAddress(own.trim().toLowerCase());
  const theirs = splitAddress(address.trim());
  if (!mine || !theirs || theirs.domain.toLowerCase() !== mine.domain) return null;
  const prefix = `${mine.local}+t.`;
  if (!theirs.local.toLowerCase().startsWith(prefix)) return null;
  const token = theirs.local.slice(prefix.length);
  return tokenShape.test(token) ? token : null;
}

/** True for our own address, with or without a token or another plus-alias. */
export function isOwn(address: string, own: string): boolean {
  const mine = splitAddress(canonicalEmail(own) ?? own.toLowerCase());
  const theirs = splitAddress(canonicalEmail(address) ?? address.toLowerCase());
  if (!mine || !theirs || mine.domain !== theirs.domain) return false;
  return theirs.local === mine.local || theirs.local.startsWith(`${mine.local}+`);
}

/**
 * Message-ID of an outgoing mail: `<m.<token>.<dispatch>@domain>`. Made of the dispatch alone, so that a second
 * attempt bears the same id and the far side can drop the double.
 */
export function messageIdFor(dispatchId: string, token: string, own: string): string {
  const domain = splitAddress(own)?.domain ?? 'localhost';
  return `<m.${token}.${dispatchId.replace(/[^A-Za-z0-9]/g, '')}@${domain}>`;
}

/** The token inside a Message-ID of ours, or null; only a candidate, anybody can write one (LESSONS 39). */
export function tokenOfMessageId(id: string, own: string): string | null {
  const inner = /^<m\.([\w.~-]{1,300})@([^<>@\s]{1,253})>$/i.exec(id);
  const domain = splitAddress(own)?.domain.toLowerCase();
  if (!inner?.[1] || inner[2]?.toLowerCase() !== domain) return null;
  const token = inner[1].replace(/\.[0-9a-f]{32}$/i, '');
  return tokenShape.test(token) ? token : null;
}
