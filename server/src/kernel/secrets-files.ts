import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newMasterKey } from './config.ts';

/** Master keys in the data folder: the one in force, and former ones, newest first, one a line. */
type Places = { folder: string; master: string; former: string; rotating: string };

const placesIn = (dataDir: string): Places => {
  const folder = join(dataDir, 'keys');
  const of = (name: string): string => join(folder, name);
  return { folder, master: of('master'), former: of('former'), rotating: of('rotating') };
};

const lines = (path: string): string[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
    : [];

/** Beside, flushed, renamed: a killed rotation leaves the whole former file or the whole new one. */
function place(path: string, text: string): void {
  writeFileSync(`${path}.half`, text, { mode: 0o600, flush: true });
  renameSync(`${path}.half`, path);
}

/** Keys of this installation: from the settings, else made once and kept in `dataDir/keys/master`, mode 0600. */
export function loadKeys(dataDir: string, given: string | null, old: string[]): string[] {
  if (given) return [given, ...old];
  const { folder, master, former } = placesIn(dataDir);
  if (!existsSync(master)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(master, `${newMasterKey()}\n`, { mode: 0o600, flag: 'wx' });
  }
  const [key = ''] = lines(master);
  // A rotation that was killed may have written the key in force among the former ones, too.
  return [key, ...lines(former).filter((line) => line !== key), ...old];
}

/**
 * Puts a new master key in force and the present one among the former, unless a rotation that was cut short has done so.
 * The values are to be sealed anew behind it; `endRotation` says that they are.
 */
export function beginRotation(dataDir: string): void {
  const { master, former, rotating } = placesIn(dataDir);
  const [key = ''] = lines(master);
  const known = lines(former);
  const resumes = existsSync(rotating) && known[0] !== key;
  if (resumes) return;
  place(rotating, 'A rotation of the master key is under way; run it again to end it.\n');
  if (known[0] !== key) place(former, `${[key, ...known].join('\n')}\n`);
  place(master, `${newMasterKey()}\n`);
}

export const endRotation = (dataDir: string): void => rmSync(placesIn(dataDir).rotating, { force: true });

/** Removes the former keys; what was sealed or signed under them is readable no more. Answers how many there were. */
export function forgetFormer(dataDir: string): number {
  const { former } = placesIn(dataDir);
  const count = lines(former).length;
  rmSync(former, { force: true });
  return count;
}
