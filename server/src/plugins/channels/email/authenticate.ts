import { promises as dns } from 'node:dns';
import { authenticate, dkimVerify } from 'mailauth';
import { splitAddress } from './address.ts';
import { headerValues, readMail } from './mime.ts';

export type Resolver = (name: string, type: string) => Promise<unknown>;
type Envelope = { remoteIp: string; helo: string; from: string };
export type Authentication = {
  spf: string;
  dkim: string;
  dmarc: string;
  spfAligned: boolean;
  dkimAligned: boolean;
};

/** Longest the whole check may take, ms: then nothing is proven, and the mail is taken all the same. */
const patience = 10_000;
const unproven: Authentication = {
  spf: 'none',
  dkim: 'none',
  dmarc: 'none',
  spfAligned: false,
  dkimAligned: false,
};

/** SPF, DKIM and DMARC of a mail as our own receiver saw it come in; never throws. */
export const checkSender = (
  bytes: Uint8Array,
  envelope: Envelope,
  resolver?: Resolver,
): Promise<Authentication> => inTime(measure(bytes, envelope, resolver), unproven);

/**
 * Domain of the author of a mail inside of this one whose own DKIM signature still holds, or empty: then what was
 * forwarded is what that author wrote. A signature over a part of the body only (`l=`) proves nothing.
 */
export const checkForwarded = (bytes: Uint8Array, resolver?: Resolver): Promise<string> =>
  inTime(verifyNested(bytes, resolver), '');

async function inTime<T>(work: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), patience);
  });
  try {
    return await Promise.race([late, work]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}

async function verifyNested(bytes: Uint8Array, resolver?: Resolver): Promise<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!/message\/rfc822/i.test(buffer.toString('latin1', 0, 1_000_000))) return '';
  const nested = (await readMail(bytes)).parts.filter((part) => part.type === 'message/rfc822');
  if (nested.length !== 1 || !nested[0]) return '';
  const inner = await readMail(nested[0].bytes);
  const [author, ...more] = inner.from;
  const domain = splitAddress(author?.address ?? '')?.domain.toLowerCase();
  if (!domain || more.length || headerValues(inner, 'from').length !== 1) return '';
  if (headerValues(inner, 'dkim-signature').some((one) => /;\s*l\s*=/i.test(one))) return '';
  const lookUp: Resolver = resolver ?? ((name, type) => dns.resolve(name, type));
  const { results = [] } = await dkimVerify(Buffer.from(nested[0].bytes), { resolver: lookUp as never });
  return results.some((one) => one.status.result === 'pass' && one.status.aligned) ? domain : '';
}

async function measure(bytes: Uint8Array, envelope: Envelope, resolver?: Resolver): Promise<Authentication> {
  const lookUp: Resolver = resolver ?? ((name, type) => dns.resolve(name, type));
  const result = await authenticate(Buffer.from(bytes), {
    ip: envelope.remoteIp,
    helo: envelope.helo,
    sender: envelope.from,
    mta: 'meada',
    disableArc: true,
    disableBimi: true,
    resolver: lookUp as never,
  });
  const spf = result.spf ? result.spf.status.result : 'none';
  const dmarc = result.dmarc ? result.dmarc.status.result : 'none';
  const alignment = result.dmarc ? result.dmarc.alignment : undefined;
  const signatures = result.dkim?.results ?? [];
  const dkimPassed = signatures.some((one) => one.status.result === 'pass' && Boolean(one.status.aligned));
  const verdicts = signatures.map((one) => one.status.result);
  return {
    spf,
    // One good signature is enough (RFC 6376 §6.1).
    dkim: verdicts.includes('pass') ? 'pass' : (verdicts[0] ?? 'none'),
    dmarc,
    spfAligned: spf === 'pass' && Boolean(alignment?.spf?.result),
    dkimAligned: dkimPassed,
  };
}
