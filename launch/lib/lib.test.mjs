import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { startChild } from './child.mjs';
import { hashOf } from './fronts.mjs';
import { installError, isInstalled } from './install.mjs';
import { serverOptions } from './options.mjs';
import { inRoot } from './paths.mjs';
import { keptPort, tryPort } from './ports.mjs';
import { tally } from './tally.mjs';
import { welcome } from './welcome.mjs';

const dir = mkdtempSync(join(tmpdir(), 'meada-launch-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function file(name, text) {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

test('installed means: every part at the locked version, other machines’ optional parts aside', () => {
  const part = { version: '1.0.0', integrity: 'x' };
  const foreign = { ...part, optional: true, os: ['plan9'], cpu: ['vax'] };
  const native = { ...part, optional: true, os: [process.platform], cpu: [process.arch] };
  const lock = { packages: { '': {}, desk: {}, 'node_modules/a': part, 'node_modules/b': foreign } };
  const hidden = (packages) => JSON.stringify({ packages });
  expect(isInstalled(lock, '')).toBe(false);
  expect(isInstalled(lock, hidden({ 'node_modules/a': part }))).toBe(true);
  expect(isInstalled(lock, hidden({ 'node_modules/a': { ...part, version: '2.0.0' } }))).toBe(false);
  lock.packages['node_modules/c'] = native;
  expect(isInstalled(lock, hidden({ 'node_modules/a': part }))).toBe(false);
});

test('what npm prints becomes one sentence', () => {
  expect(installError('npm error code ENOTFOUND').message).toMatch(/^[^\n]*(network|rede|red)[^\n]*\.$/);
  expect(installError('npm error code ENOSPC').message).toMatch(/1[.,]2 GB/);
  expect(installError('npm error code EACCES').message).toContain(inRoot());
  expect(installError('npm error code EODD\nnpm error more').message).toContain('code EODD');
});

test('a changed source changes the hash, a built file does not', () => {
  file('a.ts', '1');
  const before = hashOf([dir]);
  expect(hashOf([dir])).toBe(before);
  file('a.ts', '2');
  expect(hashOf([dir])).not.toBe(before);
});

test('options: defaults, and a sentence for a wrong one', () => {
  expect(serverOptions(['--empty', '--port', '4000'])).toMatchObject({ empty: true, port: 4000 });
  for (const args of [['--port', '0'], ['--port', 'x'], ['--nonsense']]) {
    expect(() => serverOptions(args)).toThrow(/^[^\n]+\.$/);
  }
});

test('a kept port stays, and moves only when somebody took it', async () => {
  const port = await keptPort(dir, 'thing');
  expect(await keptPort(dir, 'thing')).toBe(port);
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  expect(await tryPort(port)).toBeUndefined();
  expect(await keptPort(dir, 'thing')).not.toBe(port);
  await new Promise((resolve) => other.close(resolve));
});

test('the closing line counts a file that did not load, and a run that ended badly', () => {
  const report = {
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
  };
  expect(tally(report, 0)).toEqual({ passed: 3, failed: 0, skipped: 0 });
  expect(tally(report, 1).failed).toBe(1);
  expect(tally(undefined, 1).failed).toBe(1);
  const unloaded = { status: 'failed', assertionResults: [] };
  expect(tally({ ...report, testResults: [unloaded] }, 1).failed).toBe(1);
});

test('the welcome shows address, sign-in and the customer’s phone', () => {
  const text = welcome(
    { url: 'http://h:1', signIn: [{ email: 'a@b', password: 'p' }] },
    { url: 'http://h:2' },
  );
  expect(text).toMatch(/http:\/\/h:1[\s\S]*a@b {2}p[\s\S]*http:\/\/h:2/);
});

const program = `
  process.on('SIGTERM', () => { console.error('drained'); process.exit(0); });
  console.log('{"ready":true,"url":"u"}');
  setInterval(() => {}, 1000);`;

test('a child tells when it is ready, drains when stopped, and its sentence is kept when it dies', async () => {
  const child = startChild('it', [file('well.mjs', program)]);
  expect(await child.ready).toMatchObject({ url: 'u' });
  await child.stop();
  expect(await child.ended).toBe(0);
  const ill = startChild('it', [file('ill.mjs', `console.error('meada: No luck.'); process.exit(1);`)]);
  await expect(ill.ready).rejects.toThrow('No luck.');
  expect(await ill.ended).toBe(1);
});

test('a killed launcher takes its programs with it', async () => {
  const drained = join(dir, 'drained');
  const leashed = file(
    'leashed.mjs',
    `import { writeFileSync } from 'node:fs';
     process.on('SIGTERM', () => { writeFileSync(${JSON.stringify(drained)}, String(process.pid)); process.exit(0); });
     console.log('{"ready":true}');
     setInterval(() => {}, 1000);`,
  );
  const launcher = file(
    'launcher.mjs',
    `import { startChild } from ${JSON.stringify(pathToFileURL(inRoot('launch', 'lib', 'child.mjs')).href)};
     await startChild('it', [${JSON.stringify(leashed)}]).ready;
     console.log('up');
     setInterval(() => {}, 1000);`,
  );
  const run = spawn(process.execPath, [launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => run.stdout.once('data', resolve));
  run.kill('SIGKILL');
  await expect.poll(() => readFileSync(drained, 'utf8'), { timeout: 20_000 }).toMatch(/^\d+$/);
});
