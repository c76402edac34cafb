import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { compressFolder } from './compress.mjs';
import { has, inRoot, root } from './paths.mjs';
import { runTool } from './run.mjs';
import { inLanguage, say, sentence } from './say.mjs';

const fronts = ['desk', 'widget', 'site'];
const passedOver = new Set(['node_modules', 'dist']);
/** What every front end is made with beside its own sources. */
const builders = [
  inRoot('contract', 'src'),
  inRoot('launch', 'lib', 'fronts.mjs'),
  inRoot('launch', 'lib', 'compress.mjs'),
];

/** Builds each front end whose sources, contract or parts changed since its last build; one without a Vite
 * configuration is passed over. A front end may have several configurations (`vite.config*.ts`), each a build. */
export async function buildFronts() {
  for (const front of fronts) {
    const configs = viteConfigs(front);
    if (configs.length === 0) continue;
    const hash = hashOf([...[front, 'package-lock.json'].map((name) => inRoot(name)), ...builders]);
    if (has(front, 'dist') && readOrEmpty(markerOf(front)) === hash) continue;
    say(inLanguage(`Building ${front} …`, `Construindo ${front} …`, `Construyendo ${front} …`));
    for (const config of configs) await build(front, config);
    compressFolder(inRoot(front, 'dist'));
    mkdirSync(inRoot('.meada'), { recursive: true });
    writeFileSync(markerOf(front), hash);
  }
}

/** The Vite configurations of a workspace. */
export function viteConfigs(front) {
  if (!has(front)) return [];
  return readdirSync(inRoot(front))
    .filter((name) => /^vite\.config.*\.(ts|js|mjs)$/.test(name))
    .sort();
}

/** A hash over the names and contents of files and folders, without what is built or installed. */
export function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(filesIn)) {
    const bytes = readFileSync(path);
    hash.update(`${relative(root, path)}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function build(front, config) {
  const args = ['build', '--config', config, '--configLoader', 'native', '--logLevel', 'warn'];
  const code = await runTool('vite/bin/vite.js', args, {
    cwd: inRoot(front),
    env: { NODE_ENV: 'production' },
  });
  if (code === 0) return;
  throw sentence(
    `${front} could not be built.`,
    `Não deu para construir ${front}.`,
    `No se pudo construir ${front}.`,
  );
}

function filesIn(path) {
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    throw error;
  }
  return entries
    .filter((entry) => !passedOver.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]));
}

function markerOf(front) {
  return inRoot('.meada', `build-${front}`);
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
