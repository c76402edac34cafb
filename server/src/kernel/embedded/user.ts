import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * How PostgreSQL's programs are run: as ourselves; as root, which PostgreSQL refuses to be, in a user
 * namespace (it sees itself as nobody, its files stay ours); or, where namespaces are forbidden (Docker's
 * default), really as another user.
 */
export type Runner = { kind: 'self' | 'namespace' | 'setuid'; prefix: string[]; uid?: number; gid?: number };

const self: Runner = { kind: 'self', prefix: [] };

/** Chooses how to run for the cluster at `path` (which need not be there yet). */
export function chooseRunner(path: string, namespaces: boolean = true): Runner {
  if (process.getuid?.() !== 0) return self;
  const owner = statSync(path, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { kind: 'setuid', prefix: [], uid: owner.uid, gid: owner.gid };
  const uid = idOf('-u') ?? 65_534;
  const gid = idOf('-g') ?? 65_534;
  const prefix = ['unshare', '-U', `--map-user=${uid}`, `--map-group=${gid}`, '--'];
  if (namespaces && works(prefix)) return { kind: 'namespace', prefix };
  return { kind: 'setuid', prefix: [], uid, gid };
}

/** The command, arguments and spawn options to run `file` with `args` by this runner. */
export function commandFor(runner: Runner, file: string, args: string[]) {
  const [command = file, ...rest] = [...runner.prefix, file, ...args];
  const ids = runner.kind === 'setuid' ? { uid: runner.uid, gid: runner.gid } : {};
  return { command, args: rest, options: { ...ids, env: plainEnvironment() } };
}

/** Lets the runner's user pass through (not list) a folder of ours. */
export function letThrough(runner: Runner, dir: string): void {
  if (runner.kind !== 'setuid') return;
  const { mode, uid } = statSync(dir);
  if (uid === 0) chmodSync(dir, (mode & 0o777) | 0o011);
}

/** Gives a file or folder to the user that PostgreSQL runs as. */
export function giveTo(runner: Runner, path: string): void {
  if (runner.kind === 'setuid') chownSync(path, runner.uid ?? 0, runner.gid ?? 0);
}

/** Whether the runner's user can enter every folder above `path`; only setuid loses our own rights. */
export function canReach(runner: Runner, path: string): boolean {
  if (runner.kind !== 'setuid') return true;
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    const { mode, uid, gid } = statSync(dir);
    const bit = uid === runner.uid ? 0o100 : gid === runner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

/** Only what a program needs: PGDATA, PGPORT and their like in our environment must not reach the server. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR', 'COMSPEC', 'ComSpec', 'PATHEXT'];
  const entries = kept
    .filter((name) => process.env[name] !== undefined)
    .map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(entries), LC_ALL: 'C', TZ: 'UTC' };
}

function works(prefix: string[]): boolean {
  const [command = '', ...args] = prefix;
  return spawnSync(command, [...args, 'true'], { stdio: 'ignore', timeout: 5_000 }).status === 0;
}

function idOf(flag: '-u' | '-g'): number | undefined {
  try {
    const text = execFileSync('id', [flag, 'nobody'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const id = Number(text.trim());
    return Number.isInteger(id) && id > 0 ? id : undefined;
  } catch {
    return undefined;
  }
}
