import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import { email } from './index.ts';
import { parse } from './parse.ts';
import { ioFor, outbound, receiptOf, settings } from './testing.ts';

let sim: Mail;
let silent: Server;
beforeAll(async () => {
  sim = await startMail({
    accounts: [{ address: 'sac@loja.test', password: 'smtp-secret-2' }],
    maxBytes: 2_000_000,
  });
});
afterEach(() => silent?.close());
afterAll(() => sim.stop());

const own = () => ({
  ...settings,
  smtpHost: sim.smtp.host,
  smtpPort: sim.smtp.port,
  imapHost: sim.imap.host,
  imapPort: sim.imap.port,
  imapPassword: 'smtp-secret-2',
});
const newest = async (address: string) => {
  const mails = await sim.mailbox(address);
  const last = mails.at(-1);
  if (!last) throw new Error('no mail');
  return last;
};

describe('sending', () => {
  it('threads, signs the reply address, and bears an id made of the dispatch', async () => {
    const result = await email.send(
      outbound({
        subject: 'Pedido 1042',
        replyToExternalId: '<p2@cliente.test>#0123456789abcdef',
        references: ['<p1@cliente.test>#0123456789abcdef', '<p2@cliente.test>'],
        cc: [{ kind: 'email', value: 'carla@cliente.test' }],
        attachments: [
          {
            name: 'nota nº 1.pdf',
            type: 'application/pdf',
            kind: 'document',
            size: 4,
            read: async () => Buffer.from('%PDF'),
          },
        ],
      }),
      ioFor(own()),
    );
    const id = '<m.tok-1.0190aaaabbbb7ccc8dddeeeeeeeeeeee@loja.test>';
    expect(result).toMatchObject({ state: 'sent', externalId: id });
    const { mail } = await newest('ana@cliente.test');
    expect(mail).toMatchObject({
      messageId: id,
      subject: 'Re: Pedido 1042',
      inReplyTo: '<p2@cliente.test>',
      from: { address: 'sac@loja.test', name: 'Maria (Loja)' },
      replyTo: [{ address: 'sac+t.tok-1@loja.test' }],
      returnPath: 'sac+t.tok-1@loja.test',
    });
    expect(mail.references).toBe('<p1@cliente.test> <p2@cliente.test>');
    expect(mail.attachments.map((file) => file.filename)).toEqual(['nota nº 1.pdf']);
    expect(mail.headers.some((header) => header.key === 'auto-submitted')).toBe(false);
    expect(await sim.mailbox('carla@cliente.test')).toHaveLength(1);
  });

  it('says so when a machine wrote, and nothing in a name or subject can add a header', async () => {
    await email.send(
      outbound({
        automatic: true,
        to: { kind: 'email', value: 'beto@cliente.test', name: 'Beto\r\nBcc: x@mal.test' },
        subject: 'Oi\r\nBcc: y@mal.test',
        author: { name: 'Robô\nX-Evil: 1', locale: 'es' },
        html: '<p>Olá <script>x()</script><b>Beto</b></p>',
      }),
      ioFor(own()),
    );
    const { mail, raw } = await newest('beto@cliente.test');
    const keys = mail.headers.map((header) => header.key);
    expect(keys).toContain('auto-submitted');
    expect(keys).not.toContain('bcc');
    expect(keys).not.toContain('x-evil');
    expect(raw.toString()).not.toContain('<script');
    const [back] = await parse(receiptOf(new Uint8Array(raw)), settings);
    expect(back).toMatchObject({ automatic: 'auto_reply' });
  });

  it('leaves the reply address alone where the provider takes no plus', async () => {
    await email.send(
      outbound({ to: { kind: 'email', value: 'dora@cliente.test' } }),
      ioFor({ ...own(), replyTracking: false }),
    );
    const { mail } = await newest('dora@cliente.test');
    expect([mail.replyTo, mail.returnPath]).toEqual([undefined, 'sac@loja.test']);
  });
});

describe('what became of it', () => {
  it.each([
    [
      { at: 'rcpt', code: 550, text: '5.1.1 no such user' },
      { state: 'failed', code: 'user_unknown' },
    ],
    [
      { at: 'rcpt', code: 450, text: '4.2.0 greylisted' },
      { state: 'retry', code: 'smtp_450' },
    ],
    [
      { at: 'data', code: 451, text: '4.3.0 later' },
      { state: 'retry', code: 'smtp_451' },
    ],
    [
      { at: 'data', code: 554, text: '5.7.1 spam' },
      { state: 'failed', code: 'policy' },
    ],
  ] as const)('%j gives %j', async (refusal, expected) => {
    sim.faults.smtp.refuseNext = refusal;
    expect(await email.send(outbound(), ioFor(own()))).toMatchObject(expected);
  });

  it('a cut after the final dot is unknown, never retried blindly (LESSONS D4)', async () => {
    sim.faults.smtp.cutNext = true;
    const before = (await sim.mailbox('ana@cliente.test')).length;
    expect(await email.send(outbound(), ioFor(own()))).toMatchObject({ state: 'unknown' });
    expect(await sim.mailbox('ana@cliente.test')).toHaveLength(before + 1);
  });

  it('a refused connection and one cut before DATA are tried again', async () => {
    silent = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => socket.destroy());
      socket.write('220 hello\r\n');
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    expect(await email.send(outbound(), ioFor({ ...own(), smtpPort: port }))).toMatchObject({
      state: 'retry',
    });
    await new Promise((resolve) => silent.close(resolve));
    expect(await email.send(outbound(), ioFor({ ...own(), smtpPort: port }))).toMatchObject({
      state: 'retry',
    });
  });

  it('a wrong password, a mail too large and missing settings fail with a sentence', async () => {
    expect(await email.send(outbound(), ioFor({ ...own(), smtpPassword: 'wrong' }))).toMatchObject({
      state: 'failed',
      code: 'smtp_535',
    });
    const big = {
      name: 'x',
      type: 'application/zip',
      kind: 'document' as const,
      size: 3e6,
      read: async () => new Uint8Array(3e6),
    };
    expect(await email.send(outbound({ attachments: [big] }), ioFor(own()))).toMatchObject({
      state: 'failed',
      code: 'too_large',
    });
    expect(await email.send(outbound(), ioFor({ address: 'sac@loja.test' }))).toMatchObject({
      state: 'failed',
      code: 'not_configured',
    });
  });

  it('the connection test signs in to both servers and says what is wrong, without the password', async () => {
    expect(await email.test(ioFor(own()))).toMatchObject({
      ok: true,
      steps: [{ name: 'IMAP' }, { name: 'SMTP' }],
    });
    const wrong = await email.test(
      ioFor({ ...own(), imapPassword: 'top-secret-9', smtpPassword: 'top-secret-9' }),
    );
    expect(wrong.steps.map((one) => one.ok)).toEqual([false, false]);
    expect(JSON.stringify(wrong)).not.toContain('top-secret-9');
  });
});
