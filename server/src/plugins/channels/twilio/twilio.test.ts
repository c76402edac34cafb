import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelIo, RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { format } from './format.ts';
import { twilio } from './index.ts';
import { fetchMedia, mediaUrl } from './media.ts';
import { parse } from './parse.ts';
import { rule, verify } from './verify.ts';

const folder = new URL('.', import.meta.url);
const settings: Settings = {
  accountSid: 'AC00112233445566778899aabbccddeeff',
  authToken: 'sample-auth-token',
  keySid: 'SK00112233445566778899aabbccddeeff',
  keySecret: 'sample-key-secret',
  from: '+55 41 93333-4444',
};
const receipts = fixtureReceipts(folder);
const base = 'https://loja.example/hooks/abcdefgh';

function signed(body: Uint8Array, url = base): RawRequest {
  const text = new TextDecoder().decode(body);
  const isJson = text.startsWith('{');
  const hash = createHash('sha256').update(body).digest('hex');
  const called = isJson ? `${url}?bodySHA256=${hash}` : url;
  const headers = rule.sign(String(settings.authToken), { url: called, body });
  return {
    method: 'POST',
    url: called,
    query: isJson ? { bodySHA256: hash } : {},
    headers,
    body,
  };
}

describeChannel(twilio, {
  folder,
  settings,
  receipts,
  signed: receipts.map(({ receipt }) => signed(receipt.body)),
  signatureHeader: 'x-twilio-signature',
  // The signature covers what a form says, not how it spells it (`%2b` is `%2B`): see below.
  signatureCoversBody: false,
  to: { kind: 'phone', value: '+5541988776655' },
  format,
});

describe('signature', () => {
  it('agrees with the vector of the official libraries', () => {
    const body = new TextEncoder().encode(
      'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212',
    );
    const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
    expect(rule.sign('12345', { url, body })).toEqual({
      'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    });
  });

  it('refuses whatever says something else', () => {
    const forms = receipts
      .filter(({ name }) => name.endsWith('.form'))
      .map(({ receipt }) => signed(receipt.body));
    const property = fc.property(fc.constantFrom(...forms), fc.nat(), fc.nat(7), (request, place, bit) => {
      const body = request.body.slice();
      const at = place % body.length;
      body[at] = (body[at] ?? 0) ^ (1 << bit);
      const said = (bytes: Uint8Array) =>
        [...new URLSearchParams(new TextDecoder().decode(bytes))].map((pair) => pair.join('=')).sort();
      const same = said(body).join('\n') === said(request.body).join('\n');
      expect(verify({ ...request, body }, settings)).toBe(same);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('takes the address with and without the default port, and no other one', () => {
    const body = receipts[0]?.receipt.body ?? new Uint8Array();
    const request = signed(body, 'https://loja.example:443/hooks/abcdefgh');
    expect(verify({ ...request, url: base }, settings)).toBe(true);
    expect(verify({ ...request, url: 'https://outra.example/hooks/abcdefgh' }, settings)).toBe(false);
    expect(verify({ ...request, url: `${base}?dispatch=x` }, settings)).toBe(false);
  });

  it('holds a JSON body against the hash in the signed address', () => {
    const request = signed(new TextEncoder().encode('{"MessageSid":"x"}'));
    expect(verify(request, settings)).toBe(true);
    expect(verify({ ...request, body: new TextEncoder().encode('{"MessageSid":"y"}') }, settings)).toBe(
      false,
    );
  });
});

const of = (name: string) => receipts.find((one) => one.name === name)?.receipt ?? receipts[0]?.receipt;
const first = (name: string) => {
  const receipt = of(name);
  return receipt && parse(receipt)[0];
};
const about = (form: string) =>
  parse({
    body: new TextEncoder().encode(form),
    headers: {},
    receivedAt: '2026-03-02T12:00:00Z',
    facts: {},
  })[0];

describe('what arrives', () => {
  it('is a message of a telephone, with opt-out where the platform says so', () => {
    expect(first('text.form')).toMatchObject({
      kind: 'message',
      from: { kind: 'phone', value: '+5541988776655' },
      content: { kind: 'text', text: 'Oi! O pedido 1042 já saiu?' },
    });
    expect(first('stop.form')).toMatchObject({ optOut: 'out' });
    expect(first('pictures.form')).toMatchObject({
      content: { kind: 'media', media: 'document' },
      attachments: [{ kind: 'image' }, { kind: 'document' }],
    });
  });

  it('tells fates, permanent or passing, and which dispatch they are about', () => {
    expect(first('undelivered.form')).toMatchObject({
      state: 'failed',
      error: { code: '30006', permanent: true },
    });
    const sid = `MessageSid=SM${'a'.repeat(32)}`;
    expect(about(`${sid}&MessageStatus=failed&ErrorCode=30003`)).toMatchObject({
      error: { permanent: false },
    });
    expect(about(`${sid}&MessageStatus=queued`)).toMatchObject({ kind: 'ignored' });
    const dispatch = '01940000-0000-7000-8000-000000000002';
    const request = { ...signed(new TextEncoder().encode(`${sid}&MessageStatus=sent`)), query: { dispatch } };
    const [arrival] = twilio.webhook?.arrivals(request) ?? [];
    expect(arrival?.facts).toEqual({ dispatchId: dispatch });
    expect(arrival && parse({ ...arrival, receivedAt: '2026-03-02T12:00:00Z' })).toMatchObject([
      { kind: 'status', dispatchId: dispatch, state: 'sent' },
    ]);
  });

  it('leaves the channels of others to them', () => {
    const sid = `MessageSid=SM${'a'.repeat(32)}`;
    expect(about(`${sid}&From=whatsapp%3A%2B5541988776655&Body=oi`)).toMatchObject({ kind: 'ignored' });
    expect(about(`${sid}&From=29000&Body=Seu+saldo`)).toMatchObject({ from: { value: '29000' } });
  });
});

describe('lesson 66: an address in a message leads nowhere but to the account’s own files', () => {
  const io = { settings } as ChannelIo;
  const own = `https://api.twilio.com/2010-04-01/Accounts/${settings.accountSid}/Messages/MM1/Media/ME1`;
  it('lets the own file through', () => expect(mediaUrl(own, io)).toBe(own));
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://127.0.0.1:5432/',
    own.replace('https:', 'http:'),
    own.replace('api.twilio.com', 'api.twilio.com.evil.example'),
    own.replace('api.twilio.com', 'user:pw@api.twilio.com'),
    own.replace(String(settings.accountSid), `AC${'9'.repeat(32)}`),
    `https://api.twilio.com/2010-04-01/Accounts/${settings.accountSid}/Messages/../../../../x`,
    'file:///etc/passwd',
    '',
  ])('refuses %s before anything is asked for', async (ref) => {
    await expect(fetchMedia({ kind: 'image', name: 'a', type: 'image/png', ref }, io)).rejects.toThrow(
      /address/,
    );
  });
});
