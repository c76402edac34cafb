import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promises as dns } from 'node:dns';
import { promisify } from 'node:util';
import { dkimSign } from 'mailauth';
import type { ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { splitAddress } from './address.ts';

/** Reads the TXT records of a name, each in one piece; throws with `code` ENOTFOUND or ENODATA when there are none. */
export type TxtResolver = (name: string) => Promise<string[]>;
const resolveTxt: TxtResolver = async (name) => (await dns.resolveTxt(name)).map((parts) => parts.join(''));

const selectorShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

type Signing = { domain: string; selector: string; key: string };

function signingOf(settings: Settings): Signing | null {
  const domain = splitAddress(String(settings.address ?? ''))?.domain.toLowerCase();
  const said = String(settings.dkimSelector ?? '').trim();
  const selector = selectorShape.test(said) ? said.toLowerCase() : 'meada';
  const key = String(settings.dkimKey ?? '');
  return settings.dkim === true && domain && key ? { domain, selector, key } : null;
}

/** The mail with our signature on top (RFC 6376, relaxed/relaxed, RSA-SHA256) where the inbox signs for its domain. */
export async function signedMail(raw: Buffer, settings: Settings): Promise<Buffer> {
  const signing = signingOf(settings);
  if (!signing) return raw;
  const { signatures } = await dkimSign(raw, {
    canonicalization: 'relaxed/relaxed',
    signatureData: [{ signingDomain: signing.domain, selector: signing.selector, privateKey: signing.key }],
  } as Parameters<typeof dkimSign>[1]);
  return Buffer.concat([Buffer.from(signatures), raw]);
}

const makePair = promisify(generateKeyPair);

/** The key an inbox signs with, made when it is first asked to sign; 2048 bits is what every receiver takes. */
export async function missingKey(settings: Settings): Promise<Record<string, string>> {
  if (settings.dkim !== true || String(settings.dkimKey ?? '')) return {};
  const { privateKey } = await makePair('rsa', { modulusLength: 2048 });
  return { dkimKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

/** What has to stand in the DNS for receivers to believe the signature. */
function recordOf(signing: Signing): { name: string; value: string } {
  const key = createPublicKey(createPrivateKey(signing.key)).export({ type: 'spki', format: 'der' });
  return {
    name: `${signing.selector}._domainkey.${signing.domain}`,
    value: `v=DKIM1; k=rsa; p=${key.toString('base64')}`,
  };
}

type Step = ConnectionTest['steps'][number];

/**
 * What receivers will find in the DNS of the domain an inbox signs for: our key (shown when it is missing), who may send
 * (SPF, RFC 7208), and what shall happen to the rest (DMARC, RFC 7489). The last two are advice and fail nothing.
 */
export async function dnsSteps(settings: Settings, resolver: TxtResolver = resolveTxt): Promise<Step[]> {
  const signing = signingOf(settings);
  if (!signing) return [];
  const read = (name: string) => resolver(name).catch(() => []);
  const wanted = recordOf(signing);
  const [keys, policies, rules] = await Promise.all([
    read(wanted.name),
    read(signing.domain),
    read(`_dmarc.${signing.domain}`),
  ]);
  const bare = (text: string) => /\bp=([^;]*)/.exec(text)?.[1]?.replace(/\s+/g, '');
  const found = keys.some((text) => bare(text) === bare(wanted.value));
  const spf = policies.find((text) => /^v=spf1\b/i.test(text));
  const dmarc = rules.find((text) => /^v=DMARC1\b/i.test(text));
  return [
    { name: 'DKIM', ok: found, text: found ? wanted.name : `${wanted.name} TXT ${wanted.value}` },
    { name: 'SPF', ok: true, text: spf ?? `${signing.domain} TXT v=spf1 include:… ~all` },
    { name: 'DMARC', ok: true, text: dmarc ?? `_dmarc.${signing.domain} TXT v=DMARC1; p=none` },
  ];
}
