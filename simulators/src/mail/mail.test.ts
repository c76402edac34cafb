import { createConnection } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSet, parseCommand } from './imap-syntax.ts';
import { authservId, type Mail, startMail } from './index.ts';

let sim: Mail;
beforeAll(async () => {
  sim = await startMail({ accounts: [{ address: 'sac@loja.test', password: 'segredo' }] });
});
afterAll(() => sim.stop());

const shop = () =>
  createTransport({ ...sim.smtp, ignoreTLS: true, auth: { user: 'sac@loja.test', pass: 'segredo' } });

describe('mail simulator', () => {
  it('takes the shop’s mail to a customer, and tells who changed', async () => {
    const changed: string[] = [];
    const stop = sim.onChange((address) => changed.push(address));
    await shop().sendMail({
      from: 'sac@loja.test',
      to: 'Ana <ANA+x@cliente.test>',
      subject: 'Olá',
      text: 'oi',
    });
    stop();
    expect(changed).toEqual(['ana@cliente.test']);
    const [first] = await sim.mailbox('ana@cliente.test');
    expect(first?.mail).toMatchObject({
      subject: 'Olá',
      deliveredTo: 'ANA+x@cliente.test',
      returnPath: 'sac@loja.test',
    });
  });

  it('writes what a provider finds out about the sender on top', async () => {
    await sim.customerSends({ from: 'bia@cliente.test', to: 'sac@loja.test', text: 'sou eu' });
    await sim.customerSends({
      from: 'bia@cliente.test',
      to: 'sac@loja.test',
      text: 'não sou eu',
      spoofed: true,
    });
    const results = (await sim.mailbox('sac@loja.test')).map(
      ({ mail }) => mail.headers.find((header) => header.key === 'authentication-results')?.value,
    );
    expect(results[0]).toContain(`${authservId}; dmarc=pass header.from=cliente.test`);
    expect(results[1]).toContain('dmarc=fail');
  });

  it('bounces the next mail to an address, once, and answers for who is away, once', async () => {
    sim.bounceNext('caio@cliente.test', { status: '5.2.2', words: '552 5.2.2 Mailbox full' });
    sim.vacationFor('caio@cliente.test', 'Estou de férias.');
    const before = (await sim.mailbox('sac@loja.test')).length;
    for (const subject of ['um', 'dois', 'três'])
      await shop().sendMail({ from: 'sac@loja.test', to: 'caio@cliente.test', subject, text: 'oi' });
    const arrived = new Promise<void>((resolve) => {
      const check = async () => {
        if ((await sim.mailbox('sac@loja.test')).length >= before + 2) resolve();
      };
      sim.onChange(check);
      void check();
    });
    await arrived;
    const [bounce, away] = (await sim.mailbox('sac@loja.test')).slice(before);
    expect(bounce?.mail.attachments.map((part) => part.mimeType)).toContain('message/delivery-status');
    expect(away?.mail).toMatchObject({ subject: 'Resposta automática: dois', text: 'Estou de férias.' });
    expect(await sim.mailbox('caio@cliente.test')).toHaveLength(2);
  });

  it('refuses a wrong password and a broken command without falling over', async () => {
    const wrong = createTransport({
      ...sim.smtp,
      ignoreTLS: true,
      auth: { user: 'sac@loja.test', pass: 'x' },
    });
    await expect(wrong.sendMail({ from: 'a@b.test', to: 'c@d.test' })).rejects.toMatchObject({
      responseCode: 535,
    });
    const said = await imapTalk([
      '\u0001(',
      'a ((',
      'b LOGIN sac@loja.test x',
      'c SELECT INBOX',
      'd LOGIN "sac@loja.test" {7}',
      'segredo',
      'e UID FETCH 1:* (',
      'f LOGOUT',
    ]);
    expect(said).toMatch(/b NO \[AUTHENTICATIONFAILED\]/);
    expect(said).toMatch(/c NO sign in first/);
    expect(said).toMatch(/d OK/);
    expect(said).toMatch(/f OK/);
  });

  it('reads commands with strings, lists, sections and literals', () => {
    expect(
      parseCommand('a1 uid FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (To Cc)]<0.9> "a \\"b")').words,
    ).toEqual(['FETCH', '1:*', ['UID', 'BODY.PEEK[HEADER.FIELDS (To Cc)]<0.9>', 'a "b']]);
    expect(parseCommand('a APPEND INBOX {5+}\r\n(a\r\nb').words).toEqual(['INBOX', '(a\r\nb']);
    expect([inSet('2:4,9', 3, 10), inSet('7:*', 5, 6), inSet('7:*', 6, 6), inSet('1', 2, 9)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

/** Sends lines one after another, each when something came back, and gives all that was said. */
function imapTalk(lines: string[]): Promise<string> {
  return new Promise((resolve) => {
    const rest = [...lines];
    let said = '';
    const socket = createConnection(sim.imap.port, sim.imap.host);
    socket.on('data', (chunk) => {
      said += chunk.toString();
      const next = rest.shift();
      if (next !== undefined) socket.write(`${next}\r\n`);
    });
    socket.on('close', () => resolve(said));
    socket.on('error', () => resolve(said));
  });
}
