import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import type { Arrival, ListenIo } from '../../../modules/inboxes/port.ts';
import { listen } from './listen.ts';
import { ioFor, settings, until } from './testing.ts';

const address = 'sac@loja.test';
let sim: Mail;
let ledger: Ledger;
let running: { stop(): Promise<void> }[];

/** What the database would hold: arrivals by external id, and the cursor, both or neither. */
type Ledger = {
  seen: Map<string, Arrival>;
  order: string[];
  cursor: string | null;
  doubles: number;
  failNext: boolean;
  states: string[];
};

beforeEach(async () => {
  sim = await startMail({ accounts: [{ address, password: 'imap-secret-1' }] });
  ledger = { seen: new Map(), order: [], cursor: null, doubles: 0, failNext: false, states: [] };
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await sim.stop();
});

/** Starts the listener and starts it again when it throws, as the server does, without pauses. */
function start(more: Record<string, string | number> = {}) {
  const own = { ...settings, imapHost: sim.imap.host, imapPort: sim.imap.port, ...more };
  const control = new AbortController();
  const errors: unknown[] = [];
  const deliver: ListenIo['deliver'] = async (arrivals, cursor) => {
    if (ledger.failNext && arrivals.length) {
      ledger.failNext = false;
      throw new Error('database down');
    }
    for (const arrival of arrivals) {
      if (ledger.seen.has(arrival.externalId)) ledger.doubles++;
      else ledger.order.push(arrival.externalId);
      ledger.seen.set(arrival.externalId, arrival);
    }
    if (cursor !== null) ledger.cursor = cursor;
  };
  const done = (async () => {
    while (!control.signal.aborted) {
      const io = {
        ...ioFor(own),
        cursor: ledger.cursor,
        signal: control.signal,
        deliver,
        report: (state: string) => void ledger.states.push(state),
      };
      await listen(io).catch((error) => errors.push(error));
      if (errors.length > 20) return;
    }
  })();
  const stop = async () => {
    control.abort();
    await done;
  };
  const run = { stop, errors };
  running.push(run);
  return run;
}

const write = (subject: string) =>
  sim.customerSends({ from: 'ana@cliente.test', to: address, subject, text: `corpo de ${subject}` });
const connected = () => until(() => ledger.states.includes('connected'));

describe('IMAP listener', () => {
  it('hears of new mail in IDLE, with exact bytes, and sets no flag', async () => {
    start();
    await connected();
    await write('um');
    await until(() => ledger.seen.size === 1);
    await write('dois');
    await until(() => ledger.seen.size === 2);
    const mails = sim.store.folderOf(address).mails;
    const bodies = ledger.order.map((id) => Buffer.from(ledger.seen.get(id)?.body ?? []).toString());
    expect(bodies).toEqual(mails.map((mail) => mail.raw.toString()));
    expect(mails.flatMap((mail) => [...mail.flags])).toEqual([]);
  });

  it('brings 1,000 mails that came between two polls, read elsewhere or not (LESSONS D10, D13)', async () => {
    for (let n = 0; n < 1000; n++) await write(`n${n}`);
    for (const mail of sim.store.folderOf(address).mails) if (mail.uid % 2) mail.flags.add('\\Seen');
    start();
    await until(() => ledger.seen.size === 1000);
    expect(ledger.doubles).toBe(0);
  });

  it('goes on where it stopped', async () => {
    const first = start();
    await write('um');
    await until(() => ledger.seen.size === 1);
    await first.stop();
    await write('dois');
    start();
    await until(() => ledger.seen.size === 2);
    expect(ledger.doubles).toBe(0);
  });

  it('a batch that did not commit comes again, nothing is lost (LESSONS D15, D16)', async () => {
    await write('um');
    await write('dois');
    ledger.failNext = true;
    const run = start();
    await until(() => ledger.seen.size === 2);
    expect(run.errors).toHaveLength(1);
    expect(sim.store.folderOf(address).mails).toHaveLength(2);
  });

  it('mails expunged by another program during the fetch do not hide others (LESSONS D14)', async () => {
    for (let n = 0; n < 30; n++) await write(`n${n}`);
    sim.faults.imap.duringFetch = (uid) => {
      if (uid % 3 === 0) sim.store.expunge(address, uid - 1);
    };
    start();
    await until(() => ledger.cursor?.split(':')[1] === '30');
    await write('depois');
    const left = sim.store.folderOf(address).mails.length;
    await until(() => ledger.order.length >= left && ledger.cursor?.split(':')[1] === '31');
    const subjects = new Set(
      [...ledger.seen.values()].map((one) => /Subject: (.*)\r/.exec(Buffer.from(one.body).toString())?.[1]),
    );
    for (const mail of sim.store.folderOf(address).mails)
      expect(subjects).toContain(/Subject: (.*)\r/.exec(mail.raw.toString())?.[1]);
  });

  it('a new UIDVALIDITY is read again without doubles; equal seconds and subjects stay apart (LESSONS D17)', async () => {
    const first = start();
    for (let n = 0; n < 5; n++) await write('igual');
    sim.store.add(address, Buffer.from('From: a@b.test\r\nSubject: sem id\r\n\r\num\r\n'));
    sim.store.add(address, Buffer.from('From: a@b.test\r\nSubject: sem id\r\n\r\ndois\r\n'));
    await until(() => ledger.seen.size === 7);
    const validity = ledger.cursor?.split(':')[0];
    sim.store.expunge(address, 2);
    sim.store.renumber(address);
    await write('novo');
    await until(() => ledger.seen.size === 8 && ledger.cursor?.split(':')[0] !== validity);
    await first.stop();
    expect(ledger.seen.size).toBe(8);
    expect(ledger.cursor?.split(':')[1]).toBe('7');
  });

  it('a connection cut in the middle of a fetch costs nothing', async () => {
    for (let n = 0; n < 120; n++) await write(`n${n}`);
    sim.faults.imap.cutAfter = 17;
    const run = start();
    await until(() => ledger.seen.size === 120);
    expect(run.errors.length).toBeGreaterThanOrEqual(1);
    sim.faults.dropImap();
    await write('depois');
    await until(() => ledger.seen.size === 121);
  });

  it('a mail the server cannot give is set aside, the rest goes on (LESSONS D12)', async () => {
    for (let n = 0; n < 5; n++) await write(`n${n}`);
    sim.faults.imap.unreadable.add(3);
    start();
    await until(() => ledger.seen.size === 5);
    const [poison, ...others] = [...ledger.seen.values()].filter((one) => one.facts.unreadable);
    expect(others).toEqual([]);
    expect(poison?.facts).toMatchObject({ uid: 3 });
    await write('depois');
    await until(() => ledger.seen.size === 6);
  });

  it('takes mails without and with reused Message-ID (LESSONS D9, D11)', async () => {
    for (const [id, body] of [
      ['', 'um'],
      ['', 'dois'],
      ['Message-ID: <x@y>\r\n', 'um'],
      ['Message-ID: <x@y>\r\n', 'dois'],
      ['Message-ID: \r\n', 'três'],
    ])
      sim.store.add(address, Buffer.from(`From: a@b.test\r\n${id}Subject: s\r\n\r\n${body}\r\n`));
    start();
    await until(() => ledger.seen.size === 5);
  });

  it('leaves what is older than the import days, however much there is', async () => {
    const old = new Date(Date.now() - 30 * 3_600_000);
    for (let n = 0; n < 120; n++)
      sim.store.add(address, Buffer.from(`From: a@b.test\r\nSubject: v${n}\r\n\r\nx\r\n`), old);
    start();
    await write('novo');
    await until(() => ledger.cursor?.split(':')[1] === '121');
    expect(ledger.seen.size).toBe(1);
  });

  it('leaves single old mails', async () => {
    sim.store.add(
      address,
      Buffer.from('From: a@b.test\r\nSubject: velho\r\n\r\nx\r\n'),
      new Date(Date.now() - 5 * 86_400_000),
    );
    sim.store.add(
      address,
      Buffer.from('From: a@b.test\r\nSubject: ontem\r\n\r\ny\r\n'),
      new Date(Date.now() - 3_600_000),
    );
    start();
    await until(() => ledger.seen.size === 1);
    await write('novo');
    await until(() => ledger.seen.size === 2);
  });

  it('says what is wrong and stops when told', async () => {
    sim.faults.imap.refuseLogin = true;
    const run = start();
    await until(() => run.errors.length > 0);
    expect(ledger.states).toContain('failing');
    sim.faults.imap.refuseLogin = false;
    await connected();
    await run.stop();
  });
});
