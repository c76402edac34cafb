import type { Proof } from '@meada/contract/channels';
import { splitAddress } from './address.ts';
import type { Mail } from './mail.ts';
import { headerValues } from './mime.ts';

/**
 * Why we may believe the From address: what our own receiver measured, or what the configured server wrote into its
 * Authentication-Results (RFC 8601). Anybody can write such a header, so only the topmost counts, and only when it
 * names the server the settings name; without that setting nothing is believed.
 */

/** Results our receiver keeps with the arrival. */
type MailFacts = Record<string, string | number | boolean | string[]>;

export function proofOf(mail: Mail, facts: MailFacts, authservId: string): Proof {
  const domain = fromDomain(mail);
  if (!domain) return 'none';
  if (facts.receiver === true) return measured(facts);
  const topmost = headerValues(mail, 'authentication-results')[0];
  if (!topmost || !authservId.trim()) return 'none';
  const results = readResults(topmost);
  if (results.authserv !== authservId.trim().toLowerCase()) return 'none';
  return believed(results.methods, domain) ? 'authentication_results' : 'none';
}

/** Domain of the one From address; two of them, in one header or in two, prove nothing (RFC 9989 §5.3.1). */
function fromDomain(mail: Mail): string | null {
  if (mail.from.length !== 1 || headerValues(mail, 'from').length !== 1) return null;
  return splitAddress(mail.from[0]?.address ?? '')?.domain.toLowerCase() ?? null;
}

function measured(facts: MailFacts): Proof {
  if (facts.dmarc === 'pass') return 'dmarc';
  if (facts.dmarc === 'fail') return 'none';
  if (facts.dkimAligned === true) return 'dkim_aligned';
  return facts.spfAligned === true ? 'spf_aligned' : 'none';
}

type Method = { name: string; result: string; properties: Map<string, string> };

/** `server; dmarc=pass header.from=x; spf=pass smtp.mailfrom=a@x` → its parts; comments in brackets are dropped. */
function readResults(value: string): { authserv: string; methods: Method[] } {
  const [first = '', ...parts] = withoutComments(value.slice(0, 20_000)).split(';');
  const methods = parts.slice(0, 50).map((part): Method => {
    const [verdict = '', ...properties] = part.trim().split(/\s+/);
    const [name = '', result = ''] = verdict.toLowerCase().split('=');
    const pairs = properties.map((one): [string, string] => {
      const at = one.indexOf('=');
      return [
        one.slice(0, at).toLowerCase(),
        one
          .slice(at + 1)
          .replace(/^"|"$/g, '')
          .toLowerCase(),
      ];
    });
    return { name: name.split('/')[0] ?? '', result, properties: new Map(pairs) };
  });
  return { authserv: first.trim().split(/\s+/)[0]?.toLowerCase() ?? '', methods };
}

function withoutComments(value: string): string {
  let depth = 0;
  let quoted = false;
  let out = '';
  for (const letter of value) {
    if (letter === '"' && depth === 0) quoted = !quoted;
    else if (letter === '(' && !quoted) depth++;
    if (depth === 0) out += letter;
    if (letter === ')' && !quoted && depth > 0) depth--;
  }
  return out;
}

function believed(methods: Method[], domain: string): boolean {
  const dmarc = methods.filter((one) => one.name === 'dmarc');
  const ofFrom = (one: Method) => (one.properties.get('header.from') ?? domain) === domain;
  if (dmarc.length) return dmarc.every((one) => one.result === 'pass' && ofFrom(one));
  return methods.some(
    (one) =>
      one.result === 'pass' &&
      ((one.name === 'dkim' &&
        aligned(one.properties.get('header.d') ?? one.properties.get('header.i'), domain)) ||
        (one.name === 'spf' && aligned(one.properties.get('smtp.mailfrom'), domain))),
  );
}

/** Same domain, or the checked one is the sender's parent: strict enough without a public suffix list. */
function aligned(value: string | undefined, domain: string): boolean {
  const checked = value?.slice(value.lastIndexOf('@') + 1) ?? '';
  return checked === domain || (checked.split('.').length > 2 && domain.endsWith(`.${checked}`));
}
