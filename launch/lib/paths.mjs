import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** A path inside the repository. */
export function inRoot(...parts) {
  return join(root, ...parts);
}

/** A path the person typed: npm changes to the repository first and keeps where they stood in INIT_CWD. */
export function typedPath(path) {
  return isAbsolute(path) ? path : resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** Whether a file of the repository is there. */
export function has(...parts) {
  return existsSync(inRoot(...parts));
}
