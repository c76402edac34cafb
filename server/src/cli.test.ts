import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from './cli/run.ts';
import { type TestDatabase, testDatabase } from './kernel/testing/database.ts';
import { makeBrowser } from './modules/people/testing-browser.ts';

/** The command line as an operator runs it: processes of their own on folders of their own. */
type Parsed = ReturnType<typeof JSON.parse>;
type Ran = { code: number; out: string; err: string; json: Parsed };

let root: string;
let database: TestDatabase;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meada-cli-'));
  database = await testDatabase();
});
afterAll(async () => {
  for (const child of running) await stopped(child);
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

const environment = (more: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  LOG_LEVEL: 'silent',
  PORT: '0',
  ...more,
});

/** A command line in this process. */
async function meada(line: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runCommand(line, {
    out: (more) => void out.push(more),
    err: (more) => void err.push(more),
    stdin: async () => input,
    env,
  });
  const json = line.includes('--json') ? JSON.parse(out.join('\n')) : null;
  return { code, out: out.join('\n'), err: err.join('\n'), json };
}

/** The same as a process of its own. */
async function program(line: readonly string[], env: Record<string, string>, input = ''): Promise<Ran> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'cli.ts'), ...line], {
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const ended = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? -1)));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err, json: JSON.parse(out) };
}

async function server(env: Record<string, string>): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ready = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (bytes: Buffer) => resolve(bytes.toString()));
    child.once('exit', () => reject(new Error('the server ended')));
  });
  return { url: JSON.parse(ready).url, child };
}

async function stopped(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

const words = (line: string): string[] => line.split(' ');

it('tells what there is, and in one sentence what is wrong', async () => {
  const help = await meada(['--help']);
  expect(help).toMatchObject({ code: 0, err: '' });
  for (const name of ['org create', 'person reset-factor', 'doctor', 'restore'])
    expect(help.out).toContain(name);
  expect((await meada(words('inbox add --help'))).out).toContain('--secret-stdin NAME');
  const wrong = [
    ['org destroy', 'There is no command org destroy; see meada --help.'],
    ['org create', 'The option --name is missing; see meada org create --help.'],
    ['restore --from nowhere', `There is no backup at ${join(process.cwd(), 'nowhere')}.`],
  ] as const;
  for (const [line, message] of wrong) {
    const ran = await meada(words(`${line} --json`));
    expect(ran.json).toEqual({ error: { code: expect.any(String), message } });
    expect([ran.code, ran.err]).toEqual([1, '']);
  }
  const plain = await meada(words('backup --unknown'));
  expect(plain).toMatchObject({ code: 1, out: '' });
  expect(plain.err).toMatch(/^meada: .*--unknown/);
});

it('works on a stopped server, beside a running one, and restores into an empty folder', async () => {
  const env = { DATA_DIR: join(root, 'data') };
  const made = await program([...words('org create --json --name'), 'Fio & Lã'], env);
  expect(made).toMatchObject({ code: 0, json: { organisation: { slug: 'fio-la' } } });
  const { url, child } = await server(env);
  const person = words('person create --json --org fio-la --name Ana --email Ana@Fio.example --role owner');
  const ana = await meada(person, env);
  expect(ana).toMatchObject({ code: 0, json: { known: false, person: { email: 'ana@fio.example' } } });
  const browser = makeBrowser(url);
  const signIn = { email: 'ana@fio.example', password: ana.json.password };
  expect(await browser.ok('POST', '/api/session', signIn)).toMatchObject({ state: 'signed_in' });
  expect((await meada(person, env)).json.error.code).toBe('conflict');

  const key = await meada(words('key create --json --org fio-la --name K --scope conversations.read'), env);
  const asked = await fetch(`${url}/api/conversations`, {
    headers: { authorization: `Bearer ${key.json.secret}` },
  });
  expect(asked.status).toBe(200);
  const health = await meada(words('doctor --json'), { ...env, PUBLIC_URL: url });
  expect(health.json.findings.filter((item: Parsed) => item.state === 'fault')).toEqual([]);
  expect(health.json.findings).toContainEqual(expect.objectContaining({ name: 'reach', state: 'ok' }));

  const backup = await meada(words('backup --json --with-keys'), env);
  expect(backup).toMatchObject({ code: 0, err: '', json: { keysIncluded: true } });
  const refused = await meada(['restore', '--json', '--from', backup.json.folder], env);
  expect(refused.json.error).toEqual({
    code: 'running',
    message: 'The server is running on this data folder; stop it first.',
  });
  await stopped(child);

  const other = { DATA_DIR: join(root, 'other') };
  const restored = await meada(['restore', '--json', '--from', backup.json.folder], other);
  expect(restored).toMatchObject({ code: 0, json: { rows: backup.json.rows } });
  const master = (of: { DATA_DIR: string }) => readFileSync(join(of.DATA_DIR, 'keys', 'master'), 'utf8');
  expect(master(other)).toBe(master(env));
  const second = await server(other);
  expect(await makeBrowser(second.url).ok('POST', '/api/session', signIn)).toMatchObject({
    state: 'signed_in',
  });
  expect((await browser.call('GET', '/api/session').catch(() => null))?.status ?? 0).not.toBe(200);
  await stopped(second.child);
}, 90_000);

it('serves a DATABASE_URL, reads secrets from standard input only, and takes a factor away', async () => {
  const env = {
    DATA_DIR: join(root, 'external'),
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_SYSTEM_URL: database.systemUrl,
  };
  await meada(words('org create --name Fio --slug fio'), env);
  const person = words(
    'person create --json --org fio --name Bia --email bia@fio.example --role agent --password-stdin',
  );
  expect((await meada(person, env, 'short')).json.error.code).toBe('usage');
  expect((await program(person, env, 'a password of hers\n')).json).not.toHaveProperty('password');
  const inbox = words('inbox add --json --org fio --channel api --name Sistema');
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const spelled = await meada([...inbox, '--set', `secret=${secret}`], env);
  expect(spelled.json.error).toMatchObject({
    code: 'usage',
    message: expect.stringContaining('--secret-stdin secret'),
  });
  const added = await meada(
    [...inbox, ...words('--set userBase=loja --secret-stdin secret')],
    env,
    `${secret}\n`,
  );
  expect(added.json.inbox.settings).toMatchObject({ userBase: 'loja', secret: true });
  expect(added.out).not.toContain(secret);
  expect((await meada(words('inbox list --json'), env)).json.inboxes).toMatchObject([
    { organisation: 'fio', name: 'Sistema', active: true },
  ]);
  const reset = words('person reset-factor --json --email');
  expect((await meada([...reset, 'bia@fio.example'], env)).json).toMatchObject({ had: false });
  expect((await meada([...reset, 'nobody@fio.example'], env)).json.error.code).toBe('not_found');
  const doctor = await meada(words('doctor --json'), { ...env, PUBLIC_URL: 'http://meada.invalid' });
  expect(doctor.code).toBe(1);
  const states = (doctor.json.findings as Parsed[]).map(({ name, state }) => `${name} ${state}`);
  expect(states).toEqual(expect.arrayContaining(['roles ok', 'fences ok', 'address fault', 'reach fault']));
  expect((await meada(words('backup --json'), env)).code).toBe(0);
  const [backup = ''] = readdirSync(join(env.DATA_DIR, 'backups'));
  const keyless = { DATA_DIR: join(root, 'keyless') };
  const refused = await meada(
    ['restore', '--json', '--from', join(env.DATA_DIR, 'backups', backup)],
    keyless,
  );
  expect(refused.json.error).toMatchObject({
    code: 'other_key',
    message: expect.stringContaining('missing'),
  });
}, 60_000);
