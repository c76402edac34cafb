const slugLength = 63;

/** Slug of a name: ASCII letters, digits and single hyphens, at most 63; `organisation` when nothing is left. */
export function slugOf(name: string): string {
  const plain = name
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, slugLength)
    .replace(/-+$/, '');
  return plain === '' ? 'organisation' : plain;
}

/** The slug with a suffix, still within its length. */
export const withSuffix = (slug: string, suffix: string): string =>
  `${slug.slice(0, slugLength - suffix.length - 1)}-${suffix}`;

/** Names of the fields a change really changes; audit keeps names, not values. */
export function changedFields<T extends object>(before: T, change: Partial<T>): (keyof T & string)[] {
  const names = Object.keys(change) as (keyof T & string)[];
  return names.filter((name) => change[name] !== undefined && change[name] !== before[name]);
}

/** JSON with the keys of every object in order, so that equal values have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value as Record<string, unknown>)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${entries.join(',')}}`;
}
