import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';

/** A mail server between us and the world, for tests: domains and the local ports their mail goes to. */
export type Relay = { port: number; stop(): Promise<void> };
type Routes = Record<string, number>;
/** Makes the report that goes back to the sender. */
type Report = (failure: {
  recipient: string;
  to: string;
  status: string;
  words: string;
  original: Buffer;
  id: string;
}) => Buffer;

const run = promisify(execFile);
const postfix = '/usr/sbin/postfix';

/** Debian's Postfix, where it is installed and may be started. */
export const hasPostfix = existsSync(postfix) && process.getuid?.() === 0;

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

const mainFile = (base: string) => `compatibility_level = 3.6
queue_directory = ${base}/spool
data_directory = ${base}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.test
mydomain = relay.test
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
transport_maps = inline:{ROUTES}
disable_dns_lookups = yes
smtp_host_lookup = native
smtputf8_enable = yes
maillog_file = ${base}/log
maillog_file_prefixes = ${base}
minimal_backoff_time = 1s
queue_run_delay = 2s
`;

const services = (port: number) => `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 2 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
`;

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => resolve(socket.destroy() && true));
    socket.once('error', () => resolve(false));
  });

/** A Postfix of its own folder, queue and port. */
export async function startPostfix(routes: Routes): Promise<Relay> {
  const base = mkdtempSync(join(tmpdir(), 'meada-postfix-'));
  const port = await freePort();
  chmodSync(base, 0o755);
  for (const name of ['spool', 'data', 'etc']) mkdirSync(join(base, name));
  const { stdout } = await run('id', ['-u', 'postfix']);
  chownSync(join(base, 'data'), Number(stdout), 0);
  const maps = Object.entries(routes).map(([domain, to]) => `{ ${domain} = smtp:[127.0.0.1]:${to} }`);
  writeFileSync(join(base, 'etc', 'main.cf'), mainFile(base).replace('ROUTES', ` ${maps.join(', ')} `));
  writeFileSync(join(base, 'etc', 'master.cf'), services(port));
  const command = (word: string) => run(postfix, ['-c', join(base, 'etc'), word]);
  await command('start');
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 200) throw new Error('postfix does not answer');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    port,
    stop: async () => {
      await command('stop');
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** What takes Postfix's part where it is missing: stores nothing, hands on at once, reports what was refused. */
export async function startPlainRelay(routes: Routes, report: Report): Promise<Relay> {
  const portOf = (address: string) => routes[address.slice(address.lastIndexOf('@') + 1).toLowerCase()] ?? 0;
  const deliver = (from: string, to: string, raw: Buffer) =>
    createTransport({ host: '127.0.0.1', port: portOf(to), ignoreTLS: true, name: 'relay.test' }).sendMail({
      raw,
      envelope: { from, to: [to] },
    });
  const hand = async (from: string, to: string, raw: Buffer) => {
    try {
      await deliver(from, to, raw);
    } catch (error) {
      const words = String((error as { response?: string }).response ?? '');
      const status = /\b5\.\d\.\d+/.exec(words)?.[0] ?? '5.0.0';
      const failure = { recipient: to, to: from, status, words, original: raw, id: String(raw.length) };
      if (from) await deliver('', from, report(failure));
    }
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom ? mailFrom.address : '';
        done();
        for (const { address } of rcptTo) void hand(from, address, Buffer.concat(chunks)).catch(() => {});
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return { port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}
