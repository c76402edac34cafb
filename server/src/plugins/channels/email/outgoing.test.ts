import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import { checkSender } from './authenticate.ts';
import { dnsSteps, missingKey } from './dkim.ts';
import { format } from './format.ts';
import { email } from './index.ts';
import { parse } from './parse.ts';
import { ioFor, outbound, receiptOf, settings } from './testing.ts';

let sim: Mail;
beforeAll(async () => {
  sim = await startMail({ accounts: [{ address: 'sac@loja.test', password: 'p' }], maxBytes: 300_000 });
});
afterAll(() => sim.stop());
const own = (more: object = {}) => ({
  ...settings,
  imapHost: '',
  smtpHost: sim.smtp.host,
  smtpPort: sim.smtp.port,
  smtpPassword: 'p',
  ...more,
});
const arrived = async (part: Parameters<typeof outbound>[0], more: object = {}) => {
  const result = await email.send(outbound(part), ioFor(own(more)));
  expect(result).toMatchObject({ state: 'sent' });
  const last = (await sim.mailbox(part?.to?.value ?? 'ana@cliente.test')).at(-1);
  if (!last) throw new Error('no mail');
  return last;
};
const quoted = {
  at: '2026-05-03T17:03:00.000Z',
  zone: 'America/Sao_Paulo',
  from: 'Ana <ana@cliente.test>',
  text: 'Cadê meu pedido?\n> antes',
  html: '<p>Cadê <b>meu pedido</b>?<img src="https://espia.test/p.gif?id=7"><script>x()</script></p>',
};
const pixel = Buffer.from('R0lGODlhAQABAAAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

describe('rich text', () => {
  it('leaves with a plain alternative, pictures inside, and nothing to be loaded from elsewhere', async () => {
    const html =
      '<p>Olá <b>Ana</b></p><ul><li>um</li></ul><img src="cid:pic-1"><img src="https://espia.test/x.gif"><a href="https://loja.test">site</a>';
    const picture = { name: 'foto.gif', type: 'image/gif', kind: 'image' as const, size: pixel.length };
    const { mail, raw } = await arrived({
      html,
      content: { v: 1, kind: 'text', text: 'Olá Ana\n\n * um' },
      attachments: [{ ...picture, contentId: 'pic-1', read: async () => pixel }],
    });
    expect(mail.text).toContain('Olá Ana');
    expect(mail.html).toContain('<b>Ana</b>');
    expect(mail.html).toContain('cid:pic-1');
    expect(mail.html).toContain('href="https://loja.test"');
    expect(raw.toString()).not.toContain('espia.test');
    expect(mail.attachments).toMatchObject([{ contentId: '<pic-1>', disposition: 'inline' }]);
  });

  it('a picture in the HTML itself becomes a part', async () => {
    const html = `<p>Logo <img src="data:image/gif;base64,${pixel.toString('base64')}"></p>`;
    const { mail } = await arrived({ html });
    expect(mail.html).toMatch(/src="cid:/);
    expect(mail.attachments).toHaveLength(1);
  });

  it('the signature of the inbox stands under plain words only, with names in it', () => {
    const signed = { ...settings, signature: '{{agent.name}} · {{brand}} {{other}}' };
    expect(format(outbound(), signed, 'Loja X').text).toContain('\n-- \nMaria · Loja X {{other}}\n');
    expect(format(outbound({ html: '<p>Oi</p>' }), signed, 'Loja X').html).not.toContain('Maria');
  });
});

describe('the quotation', () => {
  it.each([
    ['pt-BR', /^Em .+, Ana <ana@cliente\.test> escreveu:$/m],
    ['en', /^On .+, Ana <ana@cliente\.test> wrote:$/m],
    ['es', /^El .+, Ana <ana@cliente\.test> escribió:$/m],
  ] as const)('in %s is folded away by the reader, and by ourselves', async (locale, line) => {
    const { mail, raw } = await arrived({ quoted, author: { name: 'Maria', locale } });
    expect(mail.text).toMatch(line);
    expect(mail.text).toContain('> Cadê meu pedido?');
    expect(mail.html).toContain('class="gmail_quote"');
    expect(mail.html).not.toContain('espia.test');
    expect(mail.html).not.toContain('script');
    const [back] = await parse(receiptOf(new Uint8Array(raw)), { ...settings, address: 'ana@cliente.test' });
    expect(back).toMatchObject({ kind: 'message', content: { text: 'Olá' } });
  });

  it('tells the time of the firm in the words of the customer, and UTC where a zone is unknown', async () => {
    const heading = (locale: 'pt-BR' | 'en' | 'es', zone = quoted.zone) =>
      format(outbound({ quoted: { ...quoted, zone }, author: { name: 'Maria', locale } }), settings)
        .text?.toString()
        .replaceAll('\u202f', ' ');
    expect(heading('pt-BR')).toContain('Em 3 de maio de 2026 às 14:03, Ana <ana@cliente.test> escreveu:');
    expect(heading('en')).toContain('On May 3, 2026 at 2:03 PM, Ana <ana@cliente.test> wrote:');
    expect(heading('es')).toContain('El 3 de mayo de 2026 a las 14:03, Ana <ana@cliente.test> escribió:');
    expect(heading('en', 'Asia/Tokyo')).toContain('On May 4, 2026 at 2:03 AM, Ana');
    expect(heading('pt-BR', 'Nenhures/Vila')).toMatch(/17:03:00 UTC, Ana/);
  });

  it('a signature that came along goes before the inbox’s, and is made safe once more', () => {
    const message = outbound({ signature: '<p><b>Maria</b><img src="https://espia.test/x"></p>' });
    const sent = format(message, { ...settings, signature: 'SAC' });
    expect(sent.text).toContain('\n\n-- \nMaria\n');
    expect(sent.html).toContain('<div>-- </div>\n<div><p><b>Maria</b>');
    expect(`${sent.text}${sent.html}`).not.toMatch(/espia|SAC/);
  });
});

describe('the envelope', () => {
  it('hides blind copies, and sends everybody one', async () => {
    const bcc = [{ kind: 'email', value: 'fiscal@loja.test' }];
    const cc = [{ kind: 'email', value: 'ANA@cliente.test'.toLowerCase() }];
    const { raw } = await arrived({ bcc, cc });
    expect(raw.toString()).not.toContain('fiscal@loja.test');
    expect(await sim.mailbox('fiscal@loja.test')).toHaveLength(1);
  });

  it('writes domains as the wire has them, and asks for SMTPUTF8 where the name itself needs it', async () => {
    const { mail } = await arrived({ to: { kind: 'email', value: 'rui@maçã.test' } }).catch(async () => ({
      mail: (await sim.mailbox('rui@xn--ma-tiap.test')).at(-1)?.mail,
    }));
    expect(mail?.to?.[0]?.address).toMatch(/^rui@(?:xn--|maçã)/);
    const utf8 = await arrived({ to: { kind: 'email', value: 'josé@cliente.test' } });
    expect(utf8.mail.to?.[0]?.address).toBe('josé@cliente.test');
  });

  it('an address no old server carries fails for good before anything goes out, also as a copy', async () => {
    sim.faults.smtp.noUtf8 = true;
    try {
      const jose = { kind: 'email', value: 'zé@maçã.test' };
      for (const part of [{ to: jose }, { cc: [jose] }, { bcc: [jose] }]) {
        const result = await email.send(outbound(part), ioFor(own()));
        expect(result).toMatchObject({ state: 'failed', code: 'smtputf8' });
        expect((result as { text: string }).text).toContain('zé@xn--ma-tiap.test');
      }
      // A domain alone has a form every server knows.
      const rui = { kind: 'email', value: 'rui@maçã.test' };
      expect(await email.send(outbound({ to: rui }), ioFor(own()))).toMatchObject({ state: 'sent' });
    } finally {
      sim.faults.smtp.noUtf8 = false;
    }
    expect(await email.send(outbound(), ioFor(own({ smtpPort: 1 })))).toMatchObject({ state: 'retry' });
    const far = { kind: 'email', value: 'zé@cliente.test' };
    expect(await email.send(outbound({ to: far }), ioFor(own({ smtpPort: 1 })))).toMatchObject({
      state: 'retry',
    });
  });

  it('a mail too large is refused before it is carried over', async () => {
    const size = 400_000;
    const big = { name: 'x', type: 'application/zip', kind: 'document' as const, size };
    const attachments = [{ ...big, read: async () => new Uint8Array(size) }];
    const started = performance.now();
    expect(await email.send(outbound({ attachments }), ioFor(own()))).toMatchObject({
      state: 'failed',
      code: 'too_large',
    });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('a long thread keeps its first and nearest ids, folded', async () => {
    const references = Array.from({ length: 60 }, (_, n) => `<${'r'.repeat(60)}${n}@cliente.test>`);
    const { raw, mail } = await arrived({ references });
    expect(mail.references).toContain(references[0]);
    expect(mail.references).toContain(references[59]);
    const lines = raw.toString().split('\r\n\r\n')[0]?.split('\r\n') ?? [];
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(998);
  });
});

describe('signing for an own domain', () => {
  it('makes a key once, shows its record, and receivers find the signature right', async () => {
    const { dkimKey = '' } = await missingKey({ ...settings, dkim: true });
    expect(await missingKey({ ...settings, dkim: true, dkimKey })).toEqual({});
    expect(await missingKey(settings)).toEqual({});
    const signing = { dkim: true, dkimKey, dkimSelector: 's1' };
    const steps = await dnsSteps({ ...settings, ...signing }, async () => []);
    expect(steps[0]).toMatchObject({ name: 'DKIM', ok: false });
    const [name = '', record = ''] = (steps[0]?.text ?? '').split(' TXT ');
    expect(name).toBe('s1._domainkey.loja.test');
    const key = /p=(\S+)/.exec(record)?.[1] ?? '';
    createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    const zone = async (asked: string) => (asked === name ? [record] : []);
    expect((await dnsSteps({ ...settings, ...signing }, zone))[0]).toMatchObject({ ok: true });
    const { raw } = await arrived({ subject: 'Assinado' }, signing);
    const letter = raw.subarray(raw.indexOf('DKIM-Signature'));
    const found = await checkSender(
      new Uint8Array(letter),
      { remoteIp: '203.0.113.9', helo: 'x', from: 'sac@loja.test' },
      async (asked, type) => {
        if (type === 'TXT' && asked === name) return [[record]];
        throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
      },
    );
    expect(found.dkimAligned).toBe(true);
    const forged = Buffer.from(letter.toString('latin1').replace('Assinado', 'Trocado!'), 'latin1');
    const broken = await checkSender(
      new Uint8Array(forged),
      { remoteIp: '203.0.113.9', helo: 'x', from: 'sac@loja.test' },
      async (asked, type) => {
        if (type === 'TXT' && asked === name) return [[record]];
        throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
      },
    );
    expect(broken.dkimAligned).toBe(false);
  });
});
