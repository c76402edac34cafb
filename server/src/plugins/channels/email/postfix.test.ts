import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mail, startMail } from '../../../../../simulators/src/mail/index.ts';
import { email } from './index.ts';
import { ioFor, outbound, settings, until } from './testing.ts';

/** Runs where Debian's Postfix, Dovecot (for its sign-in) and OpenSSL are installed and may be started. */
const postfix = '/usr/sbin/postfix';
const dovecot = '/usr/sbin/dovecot';
const openssl = '/usr/bin/openssl';
const found = [postfix, dovecot, openssl].every(existsSync) && process.getuid?.() === 0;
const user = 'sac@loja.test';

let folder: string;
let port: number;
let sim: Mail;
let signIn: ChildProcess;

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

const mainOf = (base: string, relay: number) => `
compatibility_level = 3.6
queue_directory = ${base}/queue
data_directory = ${base}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = ${base}/log
maillog_file_prefixes = ${base}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.loja.test
mydestination =
mynetworks =
relayhost = [127.0.0.1]:${relay}
message_size_limit = 300000
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${base}/cert.pem
smtpd_tls_key_file = ${base}/key.pem
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${base}/auth/socket
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access inline:{{nobody@cliente.test = 550 5.1.1 no such user}, {later@cliente.test = 450 4.2.0 greylisted}}
`;

const services = `
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
`;

const dovecotOf = (base: string) => `
base_dir = ${base}/run
state_dir = ${base}/run
log_path = ${base}/dovecot.log
ssl = no
protocols =
auth_mechanisms = plain login
default_login_user = nobody
default_internal_user = nobody
default_internal_group = nogroup
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${base}/users
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=${base}
}
service auth {
  unix_listener ${base}/auth/socket {
    mode = 0666
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

const own = (more: object = {}) => ({
  ...settings,
  imapHost: '',
  smtpHost: 'localhost',
  smtpPort: port,
  smtpSecurity: 'starttls',
  smtpUser: user,
  smtpPassword: 'smtp-secret-2',
  ...more,
});
const send = (part: Parameters<typeof outbound>[0] = {}, more: object = {}) =>
  email.send(outbound(part), ioFor(own(more)));
const newest = async (address: string) => (await sim.mailbox(address)).at(-1);

describe.runIf(found)('sending through Postfix with STARTTLS and sign-in', () => {
  beforeAll(async () => {
    sim = await startMail({ accounts: [] });
    folder = mkdtempSync(join(tmpdir(), 'meada-postfix-'));
    chmodSync(folder, 0o755);
    for (const name of ['queue', 'data', 'auth', 'etc']) mkdirSync(join(folder, name));
    execFileSync('chown', ['postfix', join(folder, 'data')]);
    port = await freePort();
    const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
    execFileSync(openssl, ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...name], {
      stdio: 'ignore',
    });
    tls.setDefaultCACertificates([
      ...tls.getCACertificates(),
      readFileSync(join(folder, 'cert.pem'), 'utf8'),
    ]);
    writeFileSync(join(folder, 'users'), `${user}:{PLAIN}smtp-secret-2::::::\n`);
    writeFileSync(join(folder, 'dovecot.conf'), dovecotOf(folder));
    signIn = spawn(dovecot, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
    await until(() => existsSync(join(folder, 'auth/socket')));
    writeFileSync(join(folder, 'etc/main.cf'), mainOf(folder, sim.smtp.port));
    writeFileSync(join(folder, 'etc/master.cf'), `127.0.0.1:${port} inet n - n - - smtpd\n${services}`);
    execFileSync(postfix, ['-c', join(folder, 'etc'), 'start'], { stdio: 'ignore' });
    for (let tries = 0; !(await reachable()); tries++) {
      if (tries > 200) throw new Error('postfix does not start');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, 60_000);
  afterAll(async () => {
    execFileSync(postfix, ['-c', join(folder, 'etc'), 'stop'], { stdio: 'ignore' });
    signIn.kill('SIGTERM');
    await sim.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('a mail with everything arrives as it was written', async () => {
    const html = '<p>Olá, maçã ✓</p>';
    expect(
      await send({ html, subject: 'Não é só ASCII', cc: [{ kind: 'email', value: 'c@cliente.test' }] }),
    ).toMatchObject({
      state: 'sent',
    });
    await expect.poll(() => newest('ana@cliente.test'), { timeout: 20_000 }).toBeTruthy();
    const got = await newest('ana@cliente.test');
    expect(got?.mail).toMatchObject({ subject: 'Não é só ASCII' });
    expect(got?.mail.html).toContain('maçã ✓');
    await expect.poll(() => newest('c@cliente.test'), { timeout: 20_000 }).toBeTruthy();
  });

  it('an address beyond ASCII goes by SMTPUTF8', async () => {
    expect(await send({ to: { kind: 'email', value: 'josé@cliente.test' } })).toMatchObject({
      state: 'sent',
    });
    await expect.poll(() => newest('josé@cliente.test'), { timeout: 20_000 }).toBeTruthy();
  });

  it.each([
    ['nobody@cliente.test', { state: 'failed', code: 'user_unknown' }],
    ['later@cliente.test', { state: 'retry', code: 'smtp_450' }],
  ])('%s gives %j', async (value, expected) => {
    expect(await send({ to: { kind: 'email', value } })).toMatchObject(expected);
  });

  it('a wrong password and a mail too large fail with their reason', async () => {
    expect(await send({}, { smtpPassword: 'wrong' })).toMatchObject({ state: 'failed', code: 'smtp_535' });
    const size = 500_000;
    const big = { name: 'x', type: 'application/zip', kind: 'document' as const, size };
    const attachments = [{ ...big, read: async () => new Uint8Array(size) }];
    expect(await send({ attachments })).toMatchObject({ state: 'failed', code: 'too_large' });
  });

  it('a server whose certificate is not for its name is not spoken to', async () => {
    expect(await send({}, { smtpHost: '127.0.0.1' })).toMatchObject({ state: 'retry' });
  });
});
