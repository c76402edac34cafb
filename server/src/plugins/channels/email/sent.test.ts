import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import type { Arrival, ListenIo } from '../../../modules/inboxes/port.ts';
import { email } from './index.ts';
import { listen } from './listen.ts';
import { lay } from './sent-copy.ts';
import { ioFor, outbound, receivedAt, settings, until } from './testing.ts';

const address = 'sac@loja.test';
let sim: Mail;
beforeEach(async () => {
  sim = await startMail({ accounts: [{ address, password: 'imap-secret-1' }] });
});
afterEach(() => sim.stop());

const own = (more: object = {}) => ({
  ...settings,
  imapHost: sim.imap.host,
  imapPort: sim.imap.port,
  smtpHost: sim.smtp.host,
  smtpPort: sim.smtp.port,
  smtpPassword: 'imap-secret-1',
  ...more,
});
const send = async (more: object = {}, part = {}) => {
  const result = await email.send(outbound(part), ioFor(own(more)));
  await copy(part, more);
  return result;
};
/** Lays the copy of a message; answers the dispatches told of. */
const copy = async (part = {}, more: object = {}): Promise<string[]> => {
  const done: string[] = [];
  await lay([{ message: outbound(part), sentAt: new Date(receivedAt) }], ioFor(own(more)), (id) =>
    done.push(id),
  );
  return done;
};
const written = (id: string, lines: string[] = []) =>
  Buffer.from(
    [
      'From: Loja <sac@loja.test>',
      'To: Ana <ana@cliente.test>, Beto <beto@cliente.test>',
      'Cc: sac@loja.test',
      'Subject: Re: Pedido 1042',
      `Message-ID: <${id}>`,
      'In-Reply-To: <p1@cliente.test>',
      `Date: ${new Date(receivedAt).toUTCString()}`,
      ...lines,
      '',
      'Segue o boleto.',
      '',
    ].join('\r\n'),
  );

/** Listens until the condition holds; answers what came, and the cursor. */
async function readUntil(done: (arrivals: Arrival[]) => boolean, cursor: string | null = null) {
  const arrivals: Arrival[] = [];
  const control = new AbortController();
  const io: ListenIo = {
    ...ioFor(own()),
    cursor,
    signal: control.signal,
    report: () => {},
    deliver: async (some, next) => {
      arrivals.push(...some);
      io.cursor = next;
    },
  };
  const running = listen(io);
  await until(() => done(arrivals));
  control.abort();
  await running;
  return { arrivals, cursor: io.cursor };
}
const parsed = (arrival: Arrival | undefined) =>
  email.parse(
    {
      body: arrival?.body ?? new Uint8Array(),
      headers: {},
      receivedAt: new Date().toISOString(),
      facts: arrival?.facts ?? {},
    },
    settings,
  );

describe('copies of what Meada sends', () => {
  it.each(['Sent', 'Enviados', 'Itens Enviados', 'Sent Items', 'Elementos enviados'])(
    'lie in “%s” once, also where only the name tells it',
    async (name) => {
      sim.faults.imap.sentName = name;
      sim.faults.imap.noSpecialUse = true;
      const result = await send();
      await send({}, { dispatchId: '0190aaaa-bbbb-7ccc-8ddd-ffffffffffff' });
      const copies = await sim.mailbox(address, name);
      expect(copies).toHaveLength(2);
      expect(copies[0]?.mail.messageId).toBe(result.state === 'sent' ? result.externalId : '');
    },
  );

  it('are not laid where the server did it, or nobody wants them', async () => {
    await send();
    await send();
    expect(await sim.mailbox(address, 'Sent')).toHaveLength(1);
    await send({ sentCopy: 'never' }, { dispatchId: '0190aaaa-bbbb-7ccc-8ddd-ffffffffffff' });
    expect(await sim.mailbox(address, 'Sent')).toHaveLength(1);
  });

  it('change nothing about the sending when the folder is out of reach', async () => {
    sim.faults.imap.sentName = null;
    expect(await email.send(outbound(), ioFor(own()))).toMatchObject({ state: 'sent' });
    await expect(copy()).rejects.toThrow('no Sent folder');
    sim.faults.imap.sentName = 'Sent';
    // Told of, but the telling was lost with a crash: it is found, not laid again.
    for (const _again of [1, 2]) expect(await copy()).toEqual([outbound().dispatchId]);
    const [kept, ...more] = await sim.mailbox(address, 'Sent');
    expect([kept?.mail.date, more]).toEqual([new Date(receivedAt).toISOString(), []]);
  });
});

describe('what the firm sends with its own program', () => {
  it('comes in as an echo to whom it was written, once, and our own copies are none', async () => {
    await send();
    sim.store.addTo({ address, name: 'Sent' }, written('t1@loja.test'));
    await sim.customerSends({ from: 'ana@cliente.test', to: address, text: 'Oi' });
    const { arrivals, cursor } = await readUntil((some) => some.length === 3);
    const sent = arrivals.filter((one) => one.facts.folder === 'sent');
    const items = await Promise.all(sent.map(parsed));
    expect(items.map((one) => one[0])).toMatchObject([
      { kind: 'ignored', reason: 'our own copy' },
      {
        kind: 'message',
        echo: true,
        proof: 'none',
        from: { value: address },
        to: { value: 'ana@cliente.test', name: 'Ana' },
        others: [{ address: { value: 'beto@cliente.test' }, role: 'cc' }],
        replyTo: ['<p1@cliente.test>'],
        content: { text: 'Segue o boleto.' },
      },
    ]);
    sim.store.addTo({ address, name: 'Sent' }, written('t2@loja.test'));
    const later = await readUntil((some) => some.length > 0, cursor);
    expect(later.arrivals.map((one) => one.externalId.split('#')[0])).toEqual(['<t2@loja.test>']);
  });

  it('is left alone when a machine wrote it, to nobody, or to too many', async () => {
    const many = Array.from({ length: 30 }, (_, n) => `c${n}@cliente.test`).join(', ');
    const cases = [
      written('a@loja.test', ['Auto-Submitted: auto-replied']),
      Buffer.from(`From: sac@loja.test\r\nTo: sac@loja.test\r\nMessage-ID: <b@x>\r\n\r\nnota`),
      Buffer.from(`From: sac@loja.test\r\nTo: ${many}\r\nMessage-ID: <c@x>\r\n\r\noferta`),
      Buffer.from(`From: outro@loja.test\r\nTo: ana@cliente.test\r\nMessage-ID: <d@x>\r\n\r\noi`),
    ];
    for (const body of cases) {
      const items = await parsed({ externalId: 'x', body, headers: {}, facts: { folder: 'sent' } });
      expect(items).toMatchObject([{ kind: 'ignored' }]);
    }
  });

  it('a cursor of before the Sent folder was read still counts for the inbox', async () => {
    await sim.customerSends({ from: 'ana@cliente.test', to: address, text: 'Velho' });
    const { cursor } = await readUntil((some) => some.length === 1);
    sim.store.addTo({ address, name: 'Sent' }, written('t9@loja.test'));
    const again = await readUntil((some) => some.length > 0, (cursor ?? '').split('|')[0] ?? null);
    expect(again.arrivals.map((one) => one.facts.folder)).toEqual(['sent']);
  });
});
