import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type UserConfig } from 'vite';
import type { ShellFiles } from './src/offline/worker/kit.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
type Chunk = { file: string; name?: string; css?: string[]; imports?: string[]; isEntry?: boolean };
type Manifest = Record<string, Chunk>;

/** What the first screens are made of, by their names in the build. */
const firstNeeded = ['index.html', 'desk', 'conversation', 'gate', 'begin', 'Background', 'Toasts'];
/** What a conversation may open, kept when there is time; every other screen when a page has first loaded it. */
const laterNeeded = /^src\/(conversations|shell|ui|offline|search)\//;

/** Addresses of the named chunks and of everything they import, stylesheets included. */
function filesOf(manifest: Manifest, keys: readonly string[]): string[] {
  const found = new Map<string, Chunk>();
  const take = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || found.has(key)) return;
    found.set(key, chunk);
    for (const inner of chunk.imports ?? []) take(inner);
  };
  for (const key of keys) take(key);
  const files = [...found.values()].flatMap(({ file, css = [] }) => [file, ...css]);
  return [...new Set(files)].sort().map((file) => `/${file}`);
}

/** Files of the app shell and the hash of them all, read from what the desk's own build has left. */
function shellFiles(): ShellFiles {
  const manifest = JSON.parse(readFileSync(here('./dist/.vite/manifest.json'), 'utf8')) as Manifest;
  const page = readFileSync(here('./dist/index.html'), 'utf8');
  const all = Object.keys(manifest);
  const keys = firstNeeded.map((name) => {
    const key = manifest[name] ? name : all.find((one) => manifest[one]?.name === name);
    if (!key) throw new Error(`The build has no ${name}.`);
    return key;
  });
  const files = [...filesOf(manifest, keys), '/icons/app-192.png'];
  const later = filesOf(
    manifest,
    all.filter((key) => laterNeeded.test(key)),
  ).filter((file) => !files.includes(file));
  const version = createHash('sha256')
    .update(page)
    .update(files.concat(later).join())
    .digest('hex')
    .slice(0, 12);
  return { version, entry: `/${manifest['index.html']?.file}`, files, later };
}

/** How the service worker is built: one plain script beside the page, after the desk, whose files it names. */
export const workerConfig = (): UserConfig => ({
  root: here('.'),
  publicDir: false,
  define: { __SHELL__: JSON.stringify(shellFiles()) },
  build: {
    outDir: here('./dist'),
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: false,
    rolldownOptions: {
      input: here('./src/offline/worker/main.ts'),
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
});

/** Builds the worker once the desk is written: one `vite build` gives both. */
export const workerAfterwards = (): Plugin => ({
  name: 'meada:worker',
  writeBundle: {
    order: 'post',
    handler: async () => {
      await build({ configFile: here('./vite.config.ts'), mode: 'worker', logLevel: 'warn' });
    },
  },
});
