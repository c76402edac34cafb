import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signedHeaders, signingKeys, verifySigned } from './signing.ts';

/** The example every Standard Webhooks library is tried with. */
const known = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: new Date(1614265330_000),
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const keys = signingKeys(known.secret) ?? [];
const bytes = (text: string) => new TextEncoder().encode(text);
const request = (changes: Record<string, string> = {}, body = known.body) => ({
  headers: {
    'webhook-id': known.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': known.signature,
    ...changes,
  },
  body: bytes(body),
});
const later = (seconds: number) => new Date(known.at.getTime() + seconds * 1000);

it('gives the known answer and takes it', () => {
  expect(signedHeaders(keys, known)).toEqual(request().headers);
  expect(verifySigned(keys, request(), known.at)).toBe(true);
});

it('lesson 71: a replay outside the tolerance is refused, on both sides', () => {
  for (const seconds of [-300, 0, 300]) expect(verifySigned(keys, request(), later(seconds))).toBe(true);
  for (const seconds of [-301, 301, 86_400, Number.NaN])
    expect(verifySigned(keys, request(), later(seconds))).toBe(false);
});

describe('refuses', () => {
  it.each([
    [{ 'webhook-id': 'msg_other' }],
    [{ 'webhook-id': '' }],
    [{ 'webhook-timestamp': '1614265331' }],
    [{ 'webhook-timestamp': '' }],
    [{ 'webhook-timestamp': '1614265330.0' }],
    [{ 'webhook-timestamp': ' 1614265330' }],
    [{ 'webhook-timestamp': '1e999' }],
    [{ 'webhook-signature': '' }],
    [{ 'webhook-signature': 'v1,' }],
    [{ 'webhook-signature': known.signature.slice(3) }],
    [{ 'webhook-signature': known.signature.replace('v1,', 'v2,') }],
    [{ 'webhook-signature': known.signature.replace('v1,', 'v1a,') }],
    [{ 'webhook-signature': `${known.signature} ` }],
    [{ 'webhook-signature': Array(11).fill(known.signature).join(' ') }],
  ])('%j', (changes) => expect(verifySigned(keys, request(changes), known.at)).toBe(false));

  it('another body, and no header at all', () => {
    expect(verifySigned(keys, request({}, '{"test": 2432232315}'), known.at)).toBe(false);
    expect(verifySigned(keys, { headers: {}, body: bytes(known.body) }, known.at)).toBe(false);
  });

  it('an id with a full stop, by which one signature would fit two bodies', () => {
    expect(() => signedHeaders(keys, { ...known, id: 'msg.1' })).toThrow(RangeError);
    const at = new Date(1614265_000);
    const sent = signedHeaders(keys, { id: 'msg', at, body: '1614265.x' });
    const read = { ...sent, 'webhook-id': 'msg.1614265' };
    expect(verifySigned(keys, { headers: read, body: bytes('x') }, at)).toBe(false);
  });
});

it('takes any of several signatures under any of several secrets, for replacing a secret', () => {
  const fresh = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
  const both = signingKeys(`${fresh} ${known.secret}`) ?? [];
  const headers = signedHeaders(both, known);
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const one of [both, both.slice(0, 1), keys])
    expect(verifySigned(one, { headers, body: bytes(known.body) }, known.at)).toBe(true);
  expect(verifySigned(both, request({ 'webhook-signature': `v1a,AAAA ${known.signature}` }), known.at)).toBe(
    true,
  );
});

it('knows a secret from what is none', () => {
  expect(signingKeys(known.secret.slice(6))).toEqual(keys);
  const short = `whsec_${Buffer.alloc(23, 1).toString('base64')}`;
  const long = `whsec_${Buffer.alloc(65, 1).toString('base64')}`;
  const none = [undefined, null, 1, '', ' ', 'whsec_', 'whsec_x y', short, long, `${known.secret} x`];
  for (const secret of none) expect(signingKeys(secret)).toBeNull();
  expect(verifySigned(null, request(), known.at)).toBe(false);
  expect(verifySigned([], request(), known.at)).toBe(false);
});

it('is total over hostile headers', () => {
  const header = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...Object.values(request().headers)),
  );
  const headers = fc.record({
    'webhook-id': header,
    'webhook-timestamp': header,
    'webhook-signature': header,
  });
  const property = fc.property(headers, fc.uint8Array(), (given, body) => {
    expect(verifySigned(keys, { headers: given, body }, known.at)).toBe(false);
  });
  fc.assert(property, { numRuns: 1000 });
});
