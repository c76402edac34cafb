import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { arePushKeys, makeVapidPair, sealPush, textAtMost, vapidHeader } from './web-push.ts';

/** The worked example of RFC 8291, appendix A. */
const example = {
  plain: 'When I grow up, I want to be a watermelon',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  key: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  sealed:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};
const bytes = (text: string) => Buffer.from(text, 'base64url');

describe('sealing', () => {
  it('gives the bytes of the example of RFC 8291', () => {
    const chance = { salt: bytes(example.salt), key: bytes(example.key) };
    expect(sealPush(example.plain, example.keys, chance).toString('base64url')).toBe(example.sealed);
  });
  it('refuses what no push service takes', () => {
    const chance = { salt: randomBytes(16), key: bytes(example.key) };
    expect(sealPush('x'.repeat(textAtMost), example.keys, chance).length).toBeLessThanOrEqual(4096);
    expect(() => sealPush('x'.repeat(textAtMost + 1), example.keys, chance)).toThrow(RangeError);
  });
});

describe('keys of a browser', () => {
  it('are a point of the curve and sixteen bytes', () => {
    expect(arePushKeys(example.keys)).toBe(true);
    const off = bytes(example.keys.p256dh);
    off[40] = (off[40] ?? 0) ^ 1;
    for (const keys of [
      { ...example.keys, auth: 'BTBZMqHH6r4Tts7J_aSI' },
      { ...example.keys, p256dh: example.keys.p256dh.slice(4) },
      { ...example.keys, p256dh: off.toString('base64url') },
      { p256dh: '', auth: '' },
    ])
      expect(arePushKeys(keys)).toBe(false);
  });
});

it('the proof of who sends is signed by the key it names, for one push service, for half a day', () => {
  const pair = makeVapidPair();
  const now = new Date('2026-11-23T03:00:00Z');
  const header = vapidHeader('https://push.example/a/b?c', pair, { subject: 'mailto:a@b.example', now });
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header) ?? [];
  expect(key).toBe(pair.publicKey);
  expect(JSON.parse(bytes(head).toString())).toEqual({ typ: 'JWT', alg: 'ES256' });
  expect(JSON.parse(bytes(claims).toString())).toEqual({
    aud: 'https://push.example',
    exp: now.getTime() / 1000 + 43_200,
    sub: 'mailto:a@b.example',
  });
  const point = bytes(key);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x, y };
  const ok = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: createPublicKey({ format: 'jwk', key: jwk }), dsaEncoding: 'ieee-p1363' },
    bytes(signature),
  );
  expect(ok).toBe(true);
});
