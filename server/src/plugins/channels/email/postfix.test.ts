import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nonDelivery } from '../../../../../simulators/src/mail/texts.ts';
import type { Arrival } from '../../../modules/inboxes/port.ts';
import { parse } from './parse.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { send } from './send.ts';
import { ioFor, outbound, receivedAt, settings, until } from './testing.ts';
import { hasPostfix, type Relay, startPlainRelay, startPostfix } from './testing-relay.ts';

/** A relay in front of our own receiver and behind our sending: Debian's Postfix where it is found, a plain one always. */
const relays = [
  ['a plain relay', (routes: Record<string, number>) => startPlainRelay(routes, nonDelivery), true],
  ['Postfix', startPostfix, hasPostfix],
] as const;

const read = async ({ body, facts }: Arrival) => {
  const items = await parse({ body, headers: {}, receivedAt, facts }, settings);
  const [message, ...rest] = items;
  if (message?.kind !== 'message') throw new Error('a mail gives a message');
  return { message, rest };
};

describe.each(relays.filter(([, , found]) => found))('mail through %s', (_, startRelay) => {
  const arrivals: Arrival[] = [];
  let receiver: Receiver;
  let world: SMTPServer;
  let relay: Relay;
  const reached: string[] = [];

  beforeAll(async () => {
    receiver = await startReceiver({
      port: 0,
      host: '127.0.0.1',
      maxBytes: 1_000_000,
      resolver: () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' })),
      now: () => new Date(),
      route: async (recipient) => (recipient === 'sac@loja.test' ? { inboxId: 'i1', orgId: 'o1' } : null),
      deliver: async (_inbox, more) => void arrivals.push(...more),
    });
    world = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      authOptional: true,
      logger: false,
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith('ninguem@'))
          return done(Object.assign(new Error('5.1.1 No such user here'), { responseCode: 550 }));
        if (address.startsWith('cheia@'))
          return done(Object.assign(new Error('5.2.2 Mailbox full'), { responseCode: 552 }));
        done();
      },
      onData: (stream, session, done) => {
        stream.resume();
        stream.on('end', () => {
          reached.push(...session.envelope.rcptTo.map((one) => one.address));
          done();
        });
      },
    });
    await new Promise<void>((resolve) => world.listen(0, '127.0.0.1', () => resolve()));
    const { port } = world.server.address() as { port: number };
    relay = await startRelay({ 'loja.test': receiver.port, 'cliente.test': port });
  }, 60_000);
  afterAll(async () => {
    await relay?.stop();
    await receiver?.stop();
    await new Promise<void>((resolve) => world.close(() => resolve()));
  });

  it('a customer’s mail comes in to our receiver as it was written', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: relay.port, ignoreTLS: true });
    const text = 'Olá, cadê?\n.\n..duas linhas com ponto\n';
    await transport.sendMail({ from: 'Ana <ana@cliente.test>', to: 'sac@loja.test', subject: 'Ação', text });
    await until(() => arrivals.length === 1);
    const { message } = await read(arrivals[0] as Arrival);
    expect(message).toMatchObject({
      from: { value: 'ana@cliente.test', name: 'Ana' },
      subject: 'Ação',
      content: { text: text.trim() },
      automatic: 'no',
    });
  });

  const io = () =>
    ioFor({
      ...settings,
      smtpHost: '127.0.0.1',
      smtpPort: relay.port,
      smtpSecurity: 'none',
      smtpPassword: '',
    });

  it('what we send arrives at the far server', async () => {
    const result = await send(outbound(), io());
    expect(result.state).toBe('sent');
    await until(() => reached.includes('ana@cliente.test'));
  });

  it.each([
    ['ninguem@cliente.test', 'user_unknown', true],
    ['cheia@cliente.test', 'mailbox_full', false],
  ])('the bounce for %s comes back and settles our message', async (value, reason, hard) => {
    const before = arrivals.length;
    const dispatchId = `0190aaaa-bbbb-7ccc-8ddd-${hard ? 'aaaaaaaaaaaa' : 'bbbbbbbbbbbb'}`;
    const result = await send(outbound({ to: { kind: 'email', value }, dispatchId }), io());
    if (result.state !== 'sent') throw new Error(`not sent: ${result.code}`);
    await until(() => arrivals.length > before);
    const { message, rest } = await read(arrivals.at(-1) as Arrival);
    expect(message.automatic).toBe('bounce');
    expect(message.facts).toMatchObject({ bounceRecipient: value, bounceReason: reason, bounceHard: hard });
    expect(rest).toMatchObject([
      {
        kind: 'status',
        state: 'failed',
        externalId: result.externalId,
        error: { permanent: hard, address: { kind: 'email', value, reason } },
      },
    ]);
  });
});
