import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveUp } from '../report.ts';

/** The folder given by `--data`, or null. */
export function dataDir(): string | null {
  const at = process.argv.indexOf('--data');
  if (at < 0) return null;
  const dir = process.argv[at + 1] ?? '';
  if (!existsSync(dir)) giveUp(`There is no folder ${dir}.`);
  return dir;
}

export type Sample = { name: string; bytes: Uint8Array };

/** Every file of a folder of the data, by name; none when it is not there. */
export function samplesIn(dir: string | null, folder: string, ending: RegExp): Sample[] {
  const path = dir ? join(dir, folder) : '';
  if (!path || !existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => ending.test(name))
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(path, name))) }));
}

/** `expected.json` beside samples: file → what is right; empty without one. */
export function expectedIn<T>(dir: string | null, folder: string): Record<string, T> {
  const path = dir ? join(dir, folder, 'expected.json') : '';
  return path && existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, T>) : {};
}
