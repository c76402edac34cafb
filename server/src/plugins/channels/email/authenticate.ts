import { promises as dns } from 'node:dns';
import { authenticate } from 'mailauth';

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
export async function checkSender(
  bytes: Uint8Array,
  envelope: Envelope,
  resolver?: Resolver,
): Promise<Authentication> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Authentication>((resolve) => {
    timer = setTimeout(() => resolve(unproven), patience);
  });
  try {
    return await Promise.race([late, measure(bytes, envelope, resolver)]);
  } catch {
    return unproven;
  } finally {
    clearTimeout(timer);
  }
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
