import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMail } from '../../../../../simulators/src/mail/index.ts';
import type { Arrival } from '../../../modules/inboxes/port.ts';
import { email } from './index.ts';
import { listen } from './listen.ts';
import { lay } from './sent-copy.ts';
import { ioFor, outbound, settings, until } from './testing.ts';

/** Runs where Debian's Dovecot is installed and may be started (it drops to `nobody` itself). */
const dovecot = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot'].find(existsSync);
const found = dovecot !== undefined && process.getuid?.() === 0;
const nobody = { uid: 65_534, gid: 65_534 };
const user = 'sac@loja.test';

let folder: string;
let port: number;
let server: ChildProcess;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

const configuration = (base: string, imapPort: number) => `
base_dir = ${base}/run
state_dir = ${base}/run
log_path = ${base}/log
listen = 127.0.0.1
ssl = no
protocols = imap
disable_plaintext_auth = no
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${base}/mail/%u
mail_uid = nobody
mail_gid = nogroup
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${base}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${base}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`;

const reachable = () =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });

async function startServer(): Promise<void> {
  server = spawn(String(dovecot), ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  for (let tries = 0; !(await reachable()); tries++) {
    if (tries > 200) throw new Error('dovecot does not start');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stopServer(): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}

/** A second mail program at the same mailbox. */
async function other<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: 'imap-secret-1' },
    logger: false,
  });
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    return await work(client);
  } finally {
    await client.logout();
  }
}

const mail = (n: number, id = `Message-ID: <d${n}@cliente.test>\r\n`) =>
  `From: Ana <ana@cliente.test>\r\nTo: ${user}\r\nSubject: n${n}\r\n${id}\r\ncorpo ${n}\r\n`;

describe.runIf(found)('IMAP listener against Dovecot', () => {
  const seen = new Map<string, Arrival>();
  let cursor: string | null = null;
  let doubles = 0;
  let control: AbortController;
  let done: Promise<void>;

  function start(): void {
    control = new AbortController();
    const own = { ...settings, imapHost: '127.0.0.1', imapPort: port };
    const deliver = async (arrivals: Arrival[], next: string | null) => {
      for (const arrival of arrivals) {
        if (seen.has(arrival.externalId)) doubles++;
        seen.set(arrival.externalId, arrival);
      }
      cursor = next ?? cursor;
    };
    done = (async () => {
      while (!control.signal.aborted)
        await listen({ ...ioFor(own), cursor, signal: control.signal, deliver, report: () => {} }).catch(
          () => new Promise((resolve) => setTimeout(resolve, 50)),
        );
    })();
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'meada-dovecot-'));
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'mail'));
    chownSync(join(folder, 'mail'), nobody.uid, nobody.gid);
    port = await freePort();
    writeFileSync(join(folder, 'users'), `${user}:{PLAIN}imap-secret-1::::::\n`);
    writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, port));
    await startServer();
    start();
  });
  afterAll(async () => {
    control.abort();
    await done;
    await stopServer();
    rmSync(folder, { recursive: true, force: true });
  });

  it('hears of new mail while idle and misses none of many', async () => {
    await other(async (client) => {
      for (let n = 0; n < 60; n++) await client.append('INBOX', mail(n), n % 2 ? ['\\Seen'] : []);
    });
    await until(() => seen.size === 60);
    expect(doubles).toBe(0);
  });

  it('another program expunging meanwhile hides nothing', async () => {
    await other(async (client) => {
      for (let n = 100; n < 130; n++) {
        await client.append('INBOX', mail(n));
        if (n % 5 === 0) await client.messageDelete(`${n - 99 - 10 > 0 ? n - 99 : 1}`, { uid: true });
      }
    });
    await until(() => seen.size === 90);
    expect(doubles).toBe(0);
  });

  it('a server that was restarted and lost its index (new UIDVALIDITY) costs nothing', async () => {
    const before = String(cursor).split(':')[0];
    await stopServer();
    for (const name of ['dovecot-uidlist', 'dovecot.index', 'dovecot.index.cache', 'dovecot.index.log'])
      rmSync(join(folder, 'mail', user, name), { force: true });
    await startServer();
    await other((client) => client.append('INBOX', mail(200, '')));
    await until(() => seen.size === 91 && String(cursor).split(':')[0] !== before);
  });

  it('what Meada sends lies in “Enviados” once, and what another program lays there comes in', async () => {
    const sim = await startMail({ accounts: [] });
    const own = { ...settings, imapHost: '127.0.0.1', imapPort: port, smtpPassword: '' };
    const io = ioFor({ ...own, smtpHost: sim.smtp.host, smtpPort: sim.smtp.port });
    await other((client) => client.mailboxCreate('Enviados'));
    const sent = await email.send(outbound(), io);
    for (const _again of [1, 2])
      await lay([{ message: outbound(), sentAt: new Date() }], io, () => undefined);
    const copies = await other(async (client) => {
      await client.append('Enviados', mail(300).replace(/^From: .+$/m, `From: ${user}`));
      await client.mailboxOpen('Enviados');
      return await client.fetchAll('1:*', { envelope: true });
    });
    expect(copies.map((one) => one.envelope?.messageId)).toEqual([
      sent.state === 'sent' ? sent.externalId : '',
      '<d300@cliente.test>',
    ]);
    control.abort();
    await done;
    start();
    await until(() => seen.size === 93);
    expect([...seen.values()].filter((one) => one.facts.folder === 'sent')).toHaveLength(2);
    await sim.stop();
  });
});
