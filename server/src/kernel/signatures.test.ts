import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bearerJwt } from './bearer-jwt.ts';
import {
  addressAndFormHmac,
  bodyHmac,
  type SignatureRule,
  type SignedRequest,
  sameText,
  secretHeader,
  standardWebhooks,
} from './signatures.ts';

/** One harness over every rule (LESSONS B9): only the right signature over the very bytes under the very secret passes. */

type Entry = { rule: SignatureRule; secret: string; other: string; coversBody: boolean; form?: boolean };
const key = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;
/** Key, account and issuer of an OpenID provider, with the private key to sign with. */
function openId(kid: string): string {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [open, own] = [pair.publicKey, pair.privateKey].map((one) => ({
    ...one.export({ format: 'jwk' }),
    kid,
  }));
  const issuers = ['https://accounts.example'];
  return JSON.stringify({ keys: [open], email: 'push@project.example', issuers, privateKey: own });
}
const rules: Record<string, Entry> = {
  'body, sha256, hex, prefixed': {
    rule: bodyHmac({
      header: 'x-hub-signature-256',
      algorithm: 'sha256',
      encoding: 'hex',
      prefix: 'sha256=',
    }),
    secret: 'app secret',
    other: 'app secreT',
    coversBody: true,
  },
  'body, sha256, base64': {
    rule: bodyHmac({ header: 'x-signature', algorithm: 'sha256', encoding: 'base64' }),
    secret: 'channel secret',
    other: 'channel secret ',
    coversBody: true,
  },
  'the secret in a header': {
    rule: secretHeader('x-secret-token'),
    secret: 'a-long-token',
    other: 'a-long-tokeN',
    coversBody: false,
  },
  'address and form': {
    rule: addressAndFormHmac('x-form-signature'),
    secret: 'auth token',
    other: 'auth tokem',
    coversBody: true,
    form: true,
  },
  'a bearer token of an OpenID provider': {
    rule: bearerJwt,
    secret: openId('a'),
    other: openId('b'),
    coversBody: false,
  },
  'standard webhooks': { rule: standardWebhooks, secret: key(7), other: key(8), coversBody: true },
};

const now = new Date('2026-03-02T12:00:00Z');
const at = (url: string, body: Uint8Array) => ({ url, body, now });
const anyBody = (form: boolean | undefined) =>
  form
    ? fc
        .dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 6 })
        .map((fields) => new TextEncoder().encode(new URLSearchParams(fields).toString()))
    : fc.uint8Array({ maxLength: 300 });

function signed(
  { rule, secret }: Entry,
  body: Uint8Array,
  url = 'https://meada.example/hooks/abc',
): SignedRequest {
  const request = at(url, body);
  return { ...request, headers: rule.sign(secret, request) };
}

/** Every header cut, lengthened, emptied, doubled and with one bit flipped. */
function* spoilt(headers: Record<string, string>): Generator<Record<string, string>> {
  for (const [name, value] of Object.entries(headers)) {
    const flipped = Buffer.from(value);
    const place = value.length >> 1;
    flipped[place] = (flipped[place] ?? 0) ^ 1;
    const wrong = [
      '',
      value.slice(0, -1),
      `${value}A`,
      `${value}, ${value}`,
      flipped.toString('latin1'),
      '\u0000',
    ];
    for (const other of wrong) yield { ...headers, [name]: other };
    const { [name]: _, ...rest } = headers;
    yield rest;
  }
}

describe.each(Object.entries(rules))('%s', (_, entry) => {
  const { rule, secret, other } = entry;

  test('passes what it signed, and nothing under another secret or none', () => {
    fc.assert(
      fc.property(anyBody(entry.form), (body) => {
        const request = signed(entry, body);
        expect(rule.verify(secret, request)).toBe(true);
        for (const wrong of [other, '', null, undefined, ' '])
          expect(rule.verify(wrong, request)).toBe(false);
      }),
    );
  });

  test('no spoilt header passes', () => {
    fc.assert(
      fc.property(anyBody(entry.form), (body) => {
        const request = signed(entry, body);
        for (const headers of spoilt(request.headers))
          expect(rule.verify(secret, { ...request, headers }), JSON.stringify(headers)).toBe(false);
      }),
    );
  });

  test('any garbage for a header is an answer, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const request = signed(entry, new Uint8Array([1, 2, 3]));
        const headers = Object.fromEntries(Object.keys(request.headers).map((name) => [name, text]));
        expect(rule.verify(secret, { ...request, headers })).toBe(text === secret && !entry.coversBody);
      }),
    );
  });
});

test.each(Object.entries(rules).filter(([, entry]) => entry.coversBody))(
  '%s: another body does not pass',
  (_, { rule, secret, ...entry }) => {
    fc.assert(
      fc.property(anyBody(entry.form), anyBody(entry.form), (body, second) => {
        fc.pre(Buffer.compare(Buffer.from(body), Buffer.from(second)) !== 0);
        expect(rule.verify(secret, { ...signed({ rule, secret, ...entry }, body), body: second })).toBe(
          false,
        );
      }),
    );
  },
);

test('the address is signed: another path or query does not pass, a default port counts as none', () => {
  const entry = rules['address and form'] as Entry;
  const request = signed(entry, new TextEncoder().encode('a=1&b=2'));
  const verify = (url: string) => entry.rule.verify(entry.secret, { ...request, url });
  expect(verify('https://meada.example:443/hooks/abc')).toBe(true);
  for (const url of [
    'https://meada.example/hooks/abd',
    'https://meada.example/hooks/abc?x=1',
    'https://meada.example:8443/hooks/abc',
  ])
    expect(verify(url)).toBe(false);
});

test('a body that is no form is covered by its hash in the signed address', () => {
  const entry = rules['address and form'] as Entry;
  const body = new TextEncoder().encode('{"a":1}');
  const hash = Buffer.from(new Uint8Array(32)).toString('hex');
  const wrong = signed(entry, body, `https://meada.example/h?bodySHA256=${hash}`);
  expect(entry.rule.verify(entry.secret, wrong)).toBe(false);
});

test('lesson 71: a signed request is a replay after five minutes', () => {
  const request = signed(rules['standard webhooks'] as Entry, new Uint8Array([1]));
  const verify = (ms: number) =>
    standardWebhooks.verify(key(7), { ...request, now: new Date(now.getTime() + ms) });
  expect([verify(299_000), verify(-299_000), verify(301_000), verify(-301_000)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('texts are compared whatever their length', () => {
  expect([sameText('a', 'a'), sameText('a', 'aa'), sameText('', ''), sameText('ã', 'a')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test('a bearer token is for one address, one account, one issuer and an hour, and under no algorithm but its own', () => {
  const { rule, secret } = rules['a bearer token of an OpenID provider'] as Entry;
  const request = signed({ rule, secret } as Entry, new Uint8Array());
  const later = (seconds: number) => ({ ...request, now: new Date(now.getTime() + seconds * 1000) });
  const changed = (some: object) => JSON.stringify({ ...JSON.parse(secret), ...some });
  const [head = '', claims = '', signature = ''] = (request.headers.authorization ?? '').slice(7).split('.');
  const withHead = (some: object, end = signature) => ({
    ...request,
    headers: {
      authorization: `Bearer ${Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(head, 'base64url').toString()), ...some })).toString('base64url')}.${claims}.${end}`,
    },
  });
  expect([rule.verify(secret, request), rule.verify(secret, later(3500))]).toEqual([true, true]);
  for (const wrong of [
    later(3700),
    later(-120),
    { ...request, now: undefined },
    { ...request, url: 'https://meada.example/hooks/other' },
    withHead({ alg: 'none' }),
    withHead({ alg: 'none' }, ''),
    withHead({ alg: 'HS256' }),
    withHead({ kid: undefined }),
  ])
    expect(rule.verify(secret, wrong)).toBe(false);
  for (const other of [
    changed({ email: 'x@project.example' }),
    changed({ issuers: [] }),
    changed({ keys: [] }),
    '{}',
  ])
    expect(rule.verify(other, request)).toBe(false);
});
