import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuMs } from '../../../kernel/testing/cpu.ts';
import type { RawRequest, Settings } from '../../../modules/inboxes/port.ts';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { format, requestOf } from './format.ts';
import { sms } from './index.ts';
import { parse } from './parse.ts';
import { holds, readBy, valueAt } from './path.ts';
import { foundBy, isQuick } from './pattern.ts';
import { presets } from './presets.ts';
import { accountOf } from './settings.ts';
import { verify } from './verify.ts';

const folder = new URL('.', import.meta.url);
const settings: Settings = {
  provider: 'zenvia',
  gatewaySecret: 'sample-key',
  hookSecret: 'sample-hook-secret',
  proofPlace: 'hmac',
  proofName: 'X-Signature',
  from: '41933334444',
};
const receipts = fixtureReceipts(folder);

const hexOf = (body: Uint8Array, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');
const signed = (body: Uint8Array): RawRequest => ({
  method: 'POST',
  url: 'https://loja.example/hooks/abcdefgh',
  query: {},
  headers: { 'x-signature': hexOf(body, String(settings.hookSecret)) },
  body,
});

describeChannel(sms, {
  folder,
  settings,
  receipts,
  signed: receipts.map(({ receipt }) => signed(receipt.body)),
  signatureHeader: 'x-signature',
  to: { kind: 'phone', value: '+5541988776655' },
  format,
});

describe('secrets of what arrives', () => {
  const request = { ...signed(new TextEncoder().encode('a=1')), headers: {} };
  const by = (proofPlace: string): Settings => ({ ...settings, proofPlace, proofName: 'X-Token' });
  it('come in the address or in a header', () => {
    const query = { 'X-Token': 'sample-hook-secret' };
    expect(verify({ ...request, query }, by('query'))).toBe(true);
    expect(verify({ ...request, query: { 'X-Token': 'other' } }, by('query'))).toBe(false);
    expect(verify(request, by('query'))).toBe(false);
    const headers = { 'x-token': 'Bearer sample-hook-secret' };
    expect(verify({ ...request, headers }, by('header'))).toBe(true);
    expect(verify({ ...request, query }, by('header'))).toBe(false);
  });
  it('an HMAC may be base64 or have its name before it', () => {
    const hex = hexOf(request.body, 'sample-hook-secret');
    for (const value of [`sha256=${hex}`, Buffer.from(hex, 'hex').toString('base64')])
      expect(verify({ ...request, headers: { 'x-signature': value } }, settings)).toBe(true);
  });
});

describe('what goes out', () => {
  const said = { to: '+5541988776655', text: 'Diz "oi" & {to}\nvolte', id: 'd-1' };
  it.each(Object.keys(presets))('%s: a text stays what it is, whatever stands in it', (provider) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const account = accountOf({ ...settings, provider, url: 'https://sms.example/send' });
        const { body = '' } = requestOf(account, { ...said, text: `«${text}»` });
        expect(JSON.stringify(JSON.parse(body))).toContain(JSON.stringify(`«${text}»`));
      }),
      { numRuns: 50 },
    );
  });
  it('TotalVoice as its documentation has it: one id or a list, a status by status_envio', async () => {
    const { idRule, successRule } = presets.totalvoice ?? { idRule: '', successRule: '' };
    const answer = (dados: unknown) => {
      const text = JSON.stringify({
        status: 200,
        sucesso: true,
        motivo: 0,
        mensagem: 'sms criado com sucesso',
        dados,
      });
      return { text, document: JSON.parse(text) };
    };
    expect(holds(successRule, answer({ id: 4921 }))).toBe(true);
    expect(readBy(idRule, answer({ id: 4921 }), 200)).toBe('4921');
    expect(readBy(idRule, answer([{ id: 71 }, { id: 72 }]), 200)).toBe('71');
    expect(readBy(idRule, answer({ id: [71, 72] }), 200)).toBe('71');
    const states: [string, string | undefined][] = [
      ['entregue', 'delivered'],
      ['enviada', 'sent'],
      ['erro', 'failed'],
      ['bloqueado', 'failed'],
      ['aguardando', undefined],
    ];
    for (const [word, state] of states) {
      const body = new TextEncoder().encode(JSON.stringify({ id: '4921', status_envio: word }));
      const receipt = { body, headers: {}, receivedAt: '2026-03-02T12:00:00Z', facts: {} };
      const [item] = await sms.parse(receipt, { ...settings, provider: 'totalvoice' });
      expect(item).toMatchObject(state ? { kind: 'status', externalId: '4921', state } : { kind: 'ignored' });
    }
  });
  it('as a form, and as parameters of an address', () => {
    const template = 'numero={to}&msg={text}&chave={secret}&ref={id}';
    const own = { ...settings, provider: 'custom', url: 'https://sms.example/s?v=1', template, body: 'form' };
    const form = requestOf(accountOf({ ...own, numberForm: 'national' }), said);
    expect(Object.fromEntries(new URLSearchParams(form.body))).toEqual({
      numero: '41988776655',
      msg: said.text,
      chave: 'sample-key',
      ref: 'd-1',
    });
    const get = requestOf(accountOf({ ...own, method: 'GET' }), said);
    expect(new URL(get.url).searchParams.get('msg')).toBe(said.text);
    expect(get.body).toBeUndefined();
  });
  it('no secret begins another header', () => {
    const headers = ['Authorization: Bearer {secret}'];
    const account = accountOf({ ...settings, headers, gatewaySecret: 'a\r\nX-Evil: 1' });
    expect(requestOf(account, said).headers.authorization).toBe('Bearer aX-Evil: 1');
  });
});

describe('rules of reading', () => {
  const answer = { text: '{"a":[{"ok":true,"id":77}],"m":"id=99"}', document: { a: [{ ok: true, id: 77 }] } };
  it('follow paths and patterns, never the prototype', () => {
    expect(readBy('a[0].id', answer, 20)).toBe('77');
    expect(readBy('/id=(\\d+)/', answer, 20)).toBe('99');
    expect(valueAt({}, 'constructor.name')).toBeUndefined();
    expect(valueAt([], '__proto__.push')).toBeUndefined();
    expect([holds('a[0].ok=true|1', answer), holds('a[0].id=1', answer), holds('a[0].ok', answer)]).toEqual([
      true,
      false,
      true,
    ]);
  });
  it.each(['^(a+)+$', '(a|a)*b', '(?=a)b', '(a)\\1', 'a*a*a*b', 'a?a?a?a?a?b', '(a?){20}', 'x'.repeat(300)])(
    'a pattern that could run for years is refused: %s',
    (pattern) =>
      expect([isQuick(pattern), foundBy(pattern, 'aaaaaaaaaaaaaaaaaaaaaa')]).toEqual([false, null]),
  );
  it('what is allowed is quick on the worst text', () => {
    const begun = cpuMs();
    for (const pattern of ['a*a*b', 'a+[a-z]+!', '"id": *"?(\\d+)', '(', 'ok|a+b|c|d']) {
      for (const letter of ['a', ' ', '"']) foundBy(pattern, letter.repeat(100_000));
    }
    expect(cpuMs() - begun).toBeLessThan(2000);
  });
});

describe('what arrives', () => {
  const read = (body: string, more: Settings) =>
    parse(
      {
        body: new TextEncoder().encode(body),
        headers: {},
        receivedAt: '2026-03-02T12:00:00.000Z',
        facts: {},
      },
      { ...settings, ...more },
    );
  it('is read as each provider writes it', () => {
    expect(
      read('{"from":"5562988887777","id":"123456789","id_sent":"6","message":"Teste"}', {
        provider: 'smsdev',
      }),
    ).toMatchObject([
      {
        kind: 'message',
        from: { value: '+5562988887777' },
        content: { text: 'Teste' },
        externalId: 'in:123456789',
      },
    ]);
    const reports =
      '{"results":[{"messageId":"a","status":{"groupName":"DELIVERED"}},{"messageId":"b","status":{"groupName":"REJECTED"},"error":{"description":"No route"}}]}';
    expect(read(reports, { provider: 'infobip' })).toMatchObject([
      { kind: 'status', externalId: 'a', state: 'delivered' },
      { kind: 'status', externalId: 'b', state: 'failed', error: { text: 'No route' } },
    ]);
  });
  it('may be a form with words of its own, and a Brazilian number without 55', () => {
    const form = { provider: 'custom', inFrom: 'celular', inText: 'msg', inId: 'mo', deliveredWords: ['4'] };
    expect(read('celular=41988776655&msg=Parei+aqui&mo=1', form)).toMatchObject([
      { from: { value: '+5541988776655' }, content: { text: 'Parei aqui' } },
    ]);
    expect(read('id=9&status=4', form)).toMatchObject([
      { kind: 'status', externalId: '9', state: 'delivered' },
    ]);
    expect(read('x=1', form)).toMatchObject([{ kind: 'ignored' }]);
  });
});
