import type { Finding, Source } from './files.ts';
import { targetOf } from './imports.ts';

type House = ReadonlyMap<string, ReadonlySet<string>>;

/** Rule 2: nobody imports whoever imports them, types included; what is loaded later may lead back. */
export function circleFindings(all: readonly Source[]): Finding[] {
  const paths = new Set(all.map(({ path }) => path));
  const house = new Map(
    all.map(({ path, imports }) => {
      const targets = imports.filter(({ lazy }) => !lazy).map(({ to }) => targetOf(path, to));
      return [path, new Set(targets.filter((to): to is string => to !== null && paths.has(to)))];
    }),
  );
  return circlesOf(house).map((circle) => ({
    file: circle[0] ?? '',
    line: 1,
    what: `imports in a circle: ${circle.join(' → ')}`,
  }));
}

/** A way round for every knot of files that reach each other. */
export function circlesOf(house: House): string[][] {
  const left = new Map([...house].map(([path, targets]) => [path, new Set(targets)]));
  const knots: string[][] = [];
  for (let way = wayRound(left); way; way = wayRound(left)) {
    knots.push(way);
    for (const path of way) left.delete(path);
  }
  return knots;
}

/** Takes away whoever imports nobody of those left, until nobody does; from the first left a way leads into a circle. */
function wayRound(left: Map<string, Set<string>>): string[] | null {
  const targets = (path: string) => [...(left.get(path) ?? [])].filter((to) => left.has(to));
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const path of [...left.keys()]) if (targets(path).length === 0) left.delete(path);
  }
  const [start] = left.keys();
  if (start === undefined) return null;
  const way: string[] = [];
  let at = start;
  while (!way.includes(at)) {
    way.push(at);
    at = targets(at)[0] ?? at;
  }
  return way.slice(way.indexOf(at));
}
