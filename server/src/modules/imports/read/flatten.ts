/** Nested keys become columns down to here; what is deeper stays one cell, as it is written. */
const deepest = 4;
const itemsAtMost = 50;
const nameAtMost = 200;

/**
 * An object as one row: `{ a: { b: 1 }, tags: ["x", "y"], inboxes: [{ id: 1 }, { id: 2 }] }` has the columns `a.b`, `tags`
 * ("x; y") and `inboxes.id` ("1; 2"). Pure.
 */
export function flatten(value: Readonly<Record<string, unknown>>): Map<string, string> {
  const cells = new Map<string, string>();
  fill(cells, value, []);
  return cells;
}

function fill(cells: Map<string, string>, value: unknown, path: readonly string[]): void {
  if (Array.isArray(value) && value.length > 0)
    for (const item of value.slice(0, itemsAtMost)) fill(cells, item, path);
  else if (value === null || typeof value !== 'object' || Array.isArray(value))
    put(cells, path, Array.isArray(value) ? '' : String(value ?? ''));
  else if (path.length >= deepest) put(cells, path, JSON.stringify(value));
  else for (const [key, own] of Object.entries(value)) fill(cells, own, [...path, key]);
}

/** Several values of one column stand beside each other, as people write telephones into one cell. */
function put(cells: Map<string, string>, path: readonly string[], text: string): void {
  const name = path.join('.').slice(0, nameAtMost) || '#';
  const before = cells.get(name) ?? '';
  cells.set(name, before === '' || text === '' ? before + text : `${before}; ${text}`);
}
