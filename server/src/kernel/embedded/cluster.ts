import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, parse } from 'node:path';
import { type Binaries, program } from './binaries.ts';
import { EmbeddedError } from './errors.ts';
import { noSpace } from './folder.ts';
import { commandFor, giveTo, type Runner } from './user.ts';

/** Where the parts of an embedded server lie in its folder. */
export type Places = {
  dir: string;
  cluster: string;
  password: string;
  port: string;
  log: string;
  settings: string;
};

/** The places in `dir`, an absolute path. */
export function placesIn(dir: string): Places {
  return {
    dir,
    cluster: join(dir, 'cluster'),
    password: join(dir, 'password'),
    port: join(dir, 'port'),
    log: join(dir, 'server.log'),
    settings: join(dir, 'cluster', 'meada.conf'),
  };
}

/** The superuser's password: read, or made (256 random bits) when there is no cluster yet. */
export function superuserPassword(places: Places): string {
  if (existsSync(places.password)) return readFileSync(places.password, 'utf8').trim();
  if (existsSync(places.cluster)) {
    throw new EmbeddedError(
      'DATA_INCOMPLETE',
      `The file ${places.password} is missing: restore it from a backup.`,
    );
  }
  const password = randomBytes(32).toString('base64url');
  writeFileSync(`${places.password}.half`, `${password}\n`, { mode: 0o600 });
  renameSync(`${places.password}.half`, places.password);
  return password;
}

/** Refuses data of another major version than the programs' with DATA_NEWER or DATA_OLDER. */
export function checkVersion(places: Places, binaries: Binaries): void {
  const file = join(places.cluster, 'PG_VERSION');
  if (!existsSync(file)) {
    throw new EmbeddedError('DATA_INCOMPLETE', `The folder ${places.cluster} holds no PostgreSQL data.`);
  }
  const major = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (major > binaries.major) {
    throw new EmbeddedError(
      'DATA_NEWER',
      `The data in ${places.dir} was written by PostgreSQL ${major}, this Meada brings ${binaries.major}: use a newer Meada.`,
    );
  }
  if (major < binaries.major) {
    throw new EmbeddedError(
      'DATA_OLDER',
      `The data in ${places.dir} was written by PostgreSQL ${major}, this Meada brings ${binaries.major}: take a backup with the former Meada and restore it into a new data folder.`,
    );
  }
}

/** Makes a new cluster: beside, then renamed, so that a start cut short leaves nothing that looks complete. */
export function createCluster(
  places: Places,
  binaries: Binaries,
  how: { runner: Runner; durable: boolean },
): void {
  const half = `${places.cluster}.half`;
  const passwordFile = `${places.cluster}.password`;
  rmSync(half, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(half, { mode: 0o700 });
  giveTo(how.runner, half);
  writeFileSync(passwordFile, readFileSync(places.password), { mode: 0o600 });
  giveTo(how.runner, passwordFile);
  const args = [
    '-D',
    half,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '-E',
    'UTF8',
  ];
  args.push('--locale-provider=icu', '--icu-locale=und', '--locale=C', '--no-instructions');
  if (!how.durable) args.push('--no-sync');
  const run = commandFor(how.runner, program(binaries, 'initdb'), args);
  const done = spawnSync(run.command, run.args, { ...run.options, cwd: parse(half).root, encoding: 'utf8' });
  rmSync(passwordFile, { force: true });
  if (done.status !== 0) {
    const text = `${done.stderr ?? ''}${done.error?.message ?? ''}`;
    rmSync(half, { recursive: true, force: true });
    throw startError(places, text);
  }
  appendFileSync(join(half, 'postgresql.conf'), "\ninclude_if_exists = 'meada.conf'\n");
  renameSync(half, places.cluster);
}

/** The error for what PostgreSQL printed when it could not start. */
export function startError(places: Places, output: string): EmbeddedError {
  if (/no space left on device|disk quota exceeded/i.test(output)) return noSpace(places.dir, output);
  const lines = output.split('\n').filter((line) => /FATAL|error:|PANIC|could not|cannot/i.test(line));
  const reason = (lines.at(-1) ?? output.trim().split('\n').at(-1) ?? '').replace(
    /^.*?(FATAL|PANIC|error): */,
    '',
  );
  return new EmbeddedError(
    'START_FAILED',
    `PostgreSQL did not start: ${reason || 'no reason given'}.`,
    output,
  );
}
