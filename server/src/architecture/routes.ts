import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Finding, filesUnder, root } from './files.ts';

type Told = { id: string; method: string; path: string; file: string };

/** Every route of the contract, as its files export them. */
async function toldRoutes(): Promise<Told[]> {
  const told: Told[] = [];
  for (const file of filesUnder('contract/src/routes')) {
    const names = (await import(pathToFileURL(join(root, file)).href)) as Record<string, unknown>;
    for (const value of Object.values(names)) if (isRoute(value)) told.push({ ...value, file });
  }
  return told;
}

const isRoute = (value: unknown): value is Omit<Told, 'file'> =>
  typeof value === 'object' && value !== null && 'id' in value && 'method' in value && 'path' in value;

/** Ids are unique; so are method and path, whatever the parameters are called. */
export async function routeFindings(): Promise<Finding[]> {
  const seen = new Map<string, string>();
  return (await toldRoutes()).flatMap(({ id, method, path, file }) => {
    const marks = [`id ${id}`, `route ${method} ${path.replace(/:\w+/g, ':')}`];
    return marks.flatMap((mark) => {
      const before = seen.get(mark);
      seen.set(mark, file);
      return before ? [{ file, line: 1, what: `${mark} is also in ${before}` }] : [];
    });
  });
}
