import { generateKeyPairSync } from 'node:crypto';
import { createConnection } from 'node:net';
import { dkimSign } from 'mailauth';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Arrival } from '../../../modules/inboxes/port.ts';
import { parse } from './parse.ts';
import { type Receiver, type Route, startReceiver } from './receiver.ts';
import { receivedAt, settings } from './testing.ts';

let receiver: Receiver;
let delivered: { inbox: Route; arrivals: Arrival[] }[];
let failing: boolean;
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** The DNS these tests live in: cliente.test has DKIM, SPF and a DMARC policy; nothing else exists. */
const zone: Record<string, string> = {
  's1._domainkey.cliente.test': `v=DKIM1; k=rsa; p=${key}`,
  '_dmarc.cliente.test': 'v=DMARC1; p=reject',
  'spf.test': 'v=spf1 ip4:127.0.0.1 -all',
  '_dmarc.spf.test': 'v=DMARC1; p=reject',
};
async function resolver(name: string, type: string): Promise<string[][]> {
  const text = zone[name.replace(/\.$/, '').toLowerCase()];
  if (type === 'TXT' && text) return [[text]];
  throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
}

beforeEach(async () => {
  delivered = [];
  failing = false;
  receiver = await startReceiver({
    port: 0,
    host: '127.0.0.1',
    maxBytes: 200_000,
    perMinute: 30,
    resolver,
    now: () => new Date(),
    route: async (recipient) => {
      if (recipient === 'quebrado@loja.test') throw new Error('database down');
      return recipient === 'sac@loja.test' ? { inboxId: 'i1', orgId: 'o1' } : null;
    },
    deliver: async (inbox, arrivals) => {
      if (failing) throw new Error('database down');
      delivered.push({ inbox, arrivals });
    },
  });
});
afterEach(() => receiver.stop());

const transport = () =>
  createTransport({ host: receiver.host, port: receiver.port, ignoreTLS: true, name: 'mx.cliente.test' });
const mail = { from: 'ana@cliente.test', to: 'sac@loja.test', subject: 'Oi', text: 'Chegou?' };
const raw =
  'From: Ana <ana@cliente.test>\r\nTo: sac@loja.test\r\nSubject: Oi\r\nMessage-ID: <r1@cliente.test>\r\n\r\nChegou?\r\n';

/** What `raw` is signed with by its author's domain. */
const signedRaw = () =>
  dkimSign(raw, {
    signatureData: [
      {
        signingDomain: 'cliente.test',
        selector: 's1',
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    ],
  } as never);

describe('own SMTP receiver', () => {
  it('takes a mail for a known inbox, with token, envelope and exact bytes', async () => {
    await transport().sendMail({ raw, envelope: { from: 'ana@cliente.test', to: ['SAC+t.Abc@loja.test'] } });
    const [{ inbox, arrivals } = { inbox: null, arrivals: [] }] = delivered;
    expect(inbox).toEqual({ inboxId: 'i1', orgId: 'o1' });
    expect(Buffer.from(arrivals[0]?.body ?? []).toString()).toBe(raw);
    expect(arrivals[0]?.facts).toMatchObject({
      receiver: true,
      remoteIp: '127.0.0.1',
      helo: 'mx.cliente.test',
      envelopeFrom: 'ana@cliente.test',
      envelopeTo: ['SAC+t.Abc@loja.test'],
    });
    const [message] = await parse(
      {
        body: arrivals[0]?.body ?? new Uint8Array(),
        headers: {},
        receivedAt,
        facts: arrivals[0]?.facts ?? {},
      },
      settings,
    );
    expect(message).toMatchObject({ tokens: ['Abc'], proof: 'none', externalId: arrivals[0]?.externalId });
  });

  it('answers 550 to unknown recipients: no open relay', async () => {
    await expect(transport().sendMail({ ...mail, to: 'x@gmail.test' })).rejects.toMatchObject({
      responseCode: 550,
    });
    await expect(transport().sendMail({ ...mail, to: 'outra@loja.test' })).rejects.toMatchObject({
      responseCode: 550,
    });
    expect(delivered).toEqual([]);
  });

  it('answers 451 when the failure is ours, and the next try comes through once', async () => {
    failing = true;
    await expect(transport().sendMail(mail)).rejects.toMatchObject({ responseCode: 451 });
    await expect(transport().sendMail({ ...mail, to: 'quebrado@loja.test' })).rejects.toMatchObject({
      responseCode: 451,
    });
    failing = false;
    await transport().sendMail(mail);
    expect(delivered).toHaveLength(1);
  });

  it('answers 552 to a mail too large, announced or not', async () => {
    const big = `${raw}${'x'.repeat(990)}\r\n`.padEnd(0) + `${'x'.repeat(990)}\r\n`.repeat(300);
    await expect(
      transport().sendMail({ raw: big, envelope: { from: 'ana@cliente.test', to: 'sac@loja.test' } }),
    ).rejects.toMatchObject({ responseCode: 552 });
    const answers = await talk(receiver.port, [
      'EHLO x',
      'MAIL FROM:<a@b.test>',
      'RCPT TO:<sac@loja.test>',
      'DATA',
      `${big}\r\n.`,
    ]);
    expect(answers.at(-1)).toMatch(/^552/);
    expect(delivered).toEqual([]);
  });

  it('limits how much one address brings a minute', async () => {
    const pooled = createTransport({
      host: receiver.host,
      port: receiver.port,
      ignoreTLS: true,
      pool: true,
      maxConnections: 1,
    });
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) => pooled.sendMail({ ...mail, subject: `${n}` })),
    );
    pooled.close();
    expect(results.filter((one) => one.status === 'rejected').length).toBeGreaterThanOrEqual(10);
    expect(delivered.length).toBeLessThanOrEqual(30);
  });

  it('survives nonsense and half conversations', async () => {
    await talk(receiver.port, [
      '\u0000\u0001\u0002',
      'EHLO',
      'RCPT TO:<sac@loja.test>',
      'DATA',
      'MAIL FROM:<',
      'QUIT',
    ]);
    await transport().sendMail(mail);
    expect(delivered).toHaveLength(1);
  });
});

describe('proof measured by the receiver', () => {
  it('DKIM of the sender’s domain is DMARC pass; the same mail changed is not', async () => {
    const signed = await signedRaw();
    const whole = `${signed.signatures}${raw}`;
    const envelope = { from: 'ana@cliente.test', to: 'sac@loja.test' };
    await transport().sendMail({ raw: whole, envelope });
    await transport().sendMail({ raw: whole.replace('Chegou?', 'Mande 10 mil'), envelope });
    expect(delivered.map((one) => one.arrivals[0]?.facts.dmarc)).toEqual(['pass', 'fail']);
  });

  it('the author of a forwarded mail is proven when their own signature over it still holds', async () => {
    const { signatures } = await signedRaw();
    const nest = (inner: string) =>
      `From: Bia <bia@loja.test>\r\nTo: sac@loja.test\r\nSubject: Fwd: Oi\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nvejam\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--\r\n`;
    const envelope = { from: 'bia@loja.test', to: 'sac@loja.test' };
    for (const inner of [signatures + raw, signatures + raw.replace('Chegou?', 'Mande 10 mil'), raw])
      await transport().sendMail({ raw: nest(inner), envelope });
    const read = delivered.map(async ({ arrivals: [arrival] }) => {
      const { body = new Uint8Array(), facts = {} } = arrival ?? {};
      const [message] = await parse({ body, headers: {}, receivedAt, facts }, settings);
      return message?.kind === 'message' ? message.forwarded : undefined;
    });
    const author = { kind: 'email', value: 'ana@cliente.test', name: 'Ana' };
    const [held, changed, bare] = await Promise.all(read);
    expect(held).toMatchObject({ author, proof: 'dkim_aligned', text: 'Chegou?' });
    expect([changed?.author, changed?.proof, bare?.proof]).toEqual([author, undefined, undefined]);
  });

  it('aligned SPF is DMARC pass', async () => {
    await transport().sendMail({ ...mail, from: 'ana@spf.test' });
    expect(delivered[0]?.arrivals[0]?.facts).toMatchObject({ spf: 'pass', dmarc: 'pass', spfAligned: true });
  });

  it('a forged sender proves nothing', async () => {
    await transport().sendMail(mail);
    expect(delivered[0]?.arrivals[0]?.facts).toMatchObject({
      dmarc: 'fail',
      dkimAligned: false,
      spfAligned: false,
    });
  });
});

/** Says lines to the server one after another and collects the last line of each answer. */
function talk(port: number, lines: string[]): Promise<string[]> {
  return new Promise((resolve) => {
    const answers: string[] = [];
    const rest = [...lines];
    const socket = createConnection(port, '127.0.0.1');
    socket.on('data', (chunk) => {
      const last = chunk.toString().trimEnd().split('\r\n').at(-1) ?? '';
      if (!/^\d{3} /.test(last)) return;
      answers.push(last);
      const next = rest.shift();
      if (next === undefined) socket.end();
      else socket.write(`${next}\r\n`);
    });
    socket.on('close', () => resolve(answers));
    socket.on('error', () => resolve(answers));
  });
}
