import type { Secrets } from '../../kernel/secrets.ts';

/**
 * Tokens that bring a message back to its conversation. They travel through mail addresses, deep links and typed text,
 * so they are lower-case base32 and bear any case: `m-r…` names a conversation and is signed (reply address, Message-ID);
 * `m-s…` is random, single use, expiring and known by its hash (switch offers).
 */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

export function toBase32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += alphabet[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return bits > 0 ? out + alphabet[(value << (5 - bits)) & 31] : out;
}

/** Bytes of a base32 text, or null when a character is none of the alphabet. */
export function fromBase32(text: string): Buffer | null {
  const out: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    const index = alphabet.indexOf(letter);
    if (index < 0) return null;
    value = (value << 5) | index;
    bits += 5;
    if (bits >= 8) {
      out.push((value >>> (bits - 8)) & 255);
      bits -= 8;
      value &= (1 << bits) - 1;
    }
  }
  return Buffer.from(out);
}

const uuidLetters = 26;
const signatureLetters = 13;

/** Signatures under every master key, newest first, cut to 64 bits: a mail address has little room. */
const signaturesOf = (secrets: Secrets, orgId: string, conversationId: string): string[] =>
  secrets.signatures('reply', `${orgId} ${conversationId}`).map((bytes) => toBase32(bytes.subarray(0, 8)));

/** The token of a conversation's reply address. */
export function replyToken(secrets: Secrets, orgId: string, conversationId: string): string {
  const id = toBase32(Buffer.from(conversationId.replaceAll('-', ''), 'hex'));
  return `m-r${id}${signaturesOf(secrets, orgId, conversationId)[0]}`;
}

/** The conversation a reply token names, or null when it is none of ours. */
export function readReplyToken(secrets: Secrets, orgId: string, token: string): string | null {
  const match = new RegExp(`^m-r([a-z2-7]{${uuidLetters}})([a-z2-7]{${signatureLetters}})$`).exec(
    token.toLowerCase(),
  );
  if (!match) return null;
  const hex =
    fromBase32(match[1] ?? '')
      ?.subarray(0, 16)
      .toString('hex') ?? '';
  if (hex.length !== 32) return null;
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  // Compared after signing again: the signature is over the id, not over the letters.
  const given = match[2] ?? '';
  return signaturesOf(secrets, orgId, id).some((signature) => constantTimeEqual(given, signature))
    ? id
    : null;
}

function constantTimeEqual(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

/** A new switch token: 130 random bits. */
export const switchToken = (random: Uint8Array): string => `m-s${toBase32(random.subarray(0, 16))}`;

/** Tokens of ours that a text may hold, in lower case, at most a few. */
export function tokensIn(text: string): string[] {
  return [...text.slice(0, 20_000).matchAll(/\bm-[rs][a-z2-7]{26,39}\b/gi)]
    .slice(0, 5)
    .map((match) => match[0].toLowerCase());
}

/** A message that is nothing but six digits (with the spaces or hyphen people put in): a switch code, perhaps. */
export function codeIn(text: string): string | null {
  const match = /^\s*(\d{3})[\s.-]?(\d{3})\s*$/.exec(text);
  return match ? `${match[1]}${match[2]}` : null;
}
