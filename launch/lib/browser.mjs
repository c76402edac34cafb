import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { completeInstall } from './install.mjs';
import { node24 } from './node24.mjs';
import { has, inRoot } from './paths.mjs';
import { environment, quietly } from './run.mjs';
import { sentence } from './say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const startLimitMs = 20_000;
const elsewhere = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter(Boolean)
    .map((dir) => join(dir, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/**
 * A Chromium that really starts here: the one named by CHROMIUM_PATH, the system's, npm's, Playwright's own.
 * Answers {path, env}: some need libraries by environment. Throws a sentence when there is none.
 */
export async function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (await starts(named)) return { path: named, env: {} };
    throw sentence(
      `The browser named by CHROMIUM_PATH (${named}) does not start.`,
      `O navegador de CHROMIUM_PATH (${named}) não inicia.`,
      `El navegador de CHROMIUM_PATH (${named}) no inicia.`,
    );
  }
  for (const path of systemBrowsers()) if (await starts(path)) return { path, env: {} };
  const found = (await fromNpm()) ?? (await fromPlaywright());
  if (found) return found;
  throw sentence(
    'No Chromium was found that starts here: install Chromium or Chrome, or name one by CHROMIUM_PATH.',
    'Não há aqui um Chromium que inicie: instale o Chromium ou o Chrome, ou indique um em CHROMIUM_PATH.',
    'No hay aquí un Chromium que inicie: instale Chromium o Chrome, o indique uno en CHROMIUM_PATH.',
  );
}

function systemBrowsers() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = names.flatMap((name) => folders.map((dir) => join(dir, name)));
  return [...onPath, ...(elsewhere[process.platform] ?? [])].filter((path) => existsSync(path));
}

/** A package may leave a stub or miss libraries: only a browser that opens its debugging port counts. */
function starts(path, env = {}) {
  const profile = mkdtempSync(join(tmpdir(), 'meada-browser-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage'];
  const args = [...flags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
  return new Promise((resolve) => {
    const child = spawn(path, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    let heard = '';
    let listening = false;
    const timer = setTimeout(() => child.kill('SIGKILL'), startLimitMs);
    child.stderr.on('data', (chunk) => {
      heard += chunk;
      listening = heard.includes('DevTools listening on');
      if (listening) child.kill('SIGKILL');
    });
    child.once('error', () => resolve(false));
    child.once('close', () => {
      clearTimeout(timer);
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      resolve(listening);
    });
  });
}

/** npm's Chromium for Linux unpacks itself; on a bare machine it brings the libraries it needs, too. */
async function fromNpm() {
  const there = () => has('node_modules', '@sparticuz', 'chromium', 'package.json');
  if (process.platform !== 'linux') return undefined;
  if (!there()) await completeInstall();
  if (!there()) return undefined;
  const program = `
    import chromium, { inflate, setupLambdaEnvironment } from '@sparticuz/chromium';
    const path = await chromium.executablePath();
    const before = process.env.LD_LIBRARY_PATH ?? '';
    try {
      const libs = await inflate(process.argv[1]);
      setupLambdaEnvironment(libs + '/lib');
    } catch {}
    console.log(JSON.stringify({ path, libraries: process.env.LD_LIBRARY_PATH ?? before }));`;
  const libraries = inRoot('node_modules', '@sparticuz', 'chromium', 'bin', 'al2023.tar.br');
  const done = quietly(node24(), ['--input-type=module', '-e', program, libraries], {
    cwd: inRoot('e2e'),
    env: environment(),
    timeout: 120_000,
  });
  if (!done.ok) return undefined;
  const { path, libraries: dirs } = JSON.parse(done.output.trim().split('\n').at(-1));
  if (await starts(path)) return { path, env: {} };
  const env = { LD_LIBRARY_PATH: dirs };
  return dirs && (await starts(path, env)) ? { path, env } : undefined;
}

/** The last resort is a download from Playwright's own server. */
async function fromPlaywright() {
  const cli = inRoot('node_modules', 'playwright-core', 'cli.js');
  if (!existsSync(cli)) return undefined;
  const options = { env: environment(), timeout: 180_000 };
  if (!quietly(node24(), [cli, 'install', 'chromium'], options).ok) return undefined;
  const program = `import { chromium } from ${JSON.stringify(pathToFileURL(inRoot('node_modules/playwright-core/index.mjs')).href)};
    console.log(chromium.executablePath());`;
  const path = quietly(node24(), ['--input-type=module', '-e', program], options).output.trim();
  return path && (await starts(path)) ? { path, env: {} } : undefined;
}
