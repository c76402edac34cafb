import { setTimeout as wait } from 'node:timers/promises';
import { type Judged, judgeClusters, judgePairs } from '../identity/judge.ts';
import type { Table } from '../identity/tables.ts';
import { openRig, type Rig } from '../rig.ts';
import { openShop, type Shop } from '../shop.ts';
import { bring } from './bring.ts';
import { csvOf } from './text.ts';

/** How well duplicates are found by the whole product: list → importer → records → run over the base → suggestions. */
export type Imported = {
  mapping: string[];
  seconds: { import: number; scan: number };
  suggestions: number;
  suggested: Judged;
  automatic: Judged;
  /** Every suggestion followed, as if somebody accepted them all. */
  merged: Judged & { largestWrong: number };
};

type Row = { n: number; id: string };
type Pair = { a: string; b: string; certain: boolean };

export async function importAndDedupe(table: Table, personOf: (n: number) => string): Promise<Imported> {
  const rig = await openRig();
  try {
    const server = await rig.serve();
    const shop = await openShop(server, 'lista');
    const text = csvOf(table.names, table.rows);
    const from = performance.now();
    const { id, mapping } = await bring(server, shop.owner, { name: 'lista.csv', text });
    const between = performance.now();
    await ended(shop, rig);
    const seconds = { import: (between - from) / 1000, scan: (performance.now() - between) / 1000 };
    return { mapping, seconds, ...(await judged(rig, id, personOf)) };
  } finally {
    await rig.stop();
  }
}

/** Waits until what was brought in has been compared; a short list is compared one by one, so a run is asked for. */
async function ended({ owner, orgId }: Shop, { superuser }: Rig): Promise<void> {
  const isAtRest = async (): Promise<boolean> => {
    const { rows } = await superuser.query(
      `SELECT 1 FROM match_states WHERE org_id = $1 AND waits
       UNION ALL SELECT 1 FROM duplicate_scans WHERE org_id = $1 AND state = 'running'
       UNION ALL SELECT 1 FROM customers c WHERE c.org_id = $1 AND NOT EXISTS (SELECT FROM match_states s
         WHERE s.org_id = c.org_id AND s.customer_id = c.id) LIMIT 1`,
      [orgId],
    );
    return rows.length === 0;
  };
  while (!(await isAtRest())) await wait(100);
  const { scan } = await owner.ok('GET', '/api/duplicates/settings');
  if (scan?.state === 'done') return;
  await owner.ok('POST', '/api/duplicates/scan', {});
  while (!(await isAtRest())) await wait(100);
}

async function judged(
  { superuser }: Rig,
  importId: string,
  personOf: (n: number) => string,
): Promise<Pick<Imported, 'suggestions' | 'suggested' | 'automatic' | 'merged'>> {
  const { rows } = await superuser.query<Row>(
    'SELECT n, customer_id AS id FROM import_rows WHERE import_id = $1 AND customer_id IS NOT NULL',
    [importId],
  );
  const { rows: pairs } = await superuser.query<Pair>(
    `SELECT customer_id AS a, other_id AS b, certain FROM merge_suggestions WHERE settled_at IS NULL OR accepted`,
  );
  const lines = Map.groupBy(rows, (row) => row.id);
  const truth = new Map(rows.map(({ n }) => [String(n), personOf(n)]));
  const found = (list: readonly Pair[]): { a: string; b: string }[] => [
    ...[...lines.values()].flatMap((same) => each(same.map(({ n }) => n))),
    ...list.flatMap(({ a, b }) =>
      (lines.get(a) ?? []).flatMap((one) =>
        (lines.get(b) ?? []).map((other) => ({ a: String(one.n), b: String(other.n) })),
      ),
    ),
  ];
  return {
    suggestions: pairs.length,
    suggested: judgePairs(found(pairs), truth),
    automatic: judgePairs(found(pairs.filter((pair) => pair.certain)), truth),
    merged: judgeClusters(closure([...truth.keys()], found(pairs)), truth),
  };
}

const each = (list: readonly number[]): { a: string; b: string }[] =>
  list.flatMap((a, at) => list.slice(at + 1).map((b) => ({ a: String(a), b: String(b) })));

/** Groups that following every pair makes. */
function closure(ids: readonly string[], pairs: readonly { a: string; b: string }[]): string[][] {
  const parent = new Map(ids.map((id) => [id, id]));
  const rootOf = (id: string): string => {
    let at = id;
    while (parent.get(at) !== at) {
      const up = parent.get(at) as string;
      parent.set(at, parent.get(up) as string);
      at = up;
    }
    return at;
  };
  for (const { a, b } of pairs) parent.set(rootOf(a), rootOf(b));
  return [...Map.groupBy(ids, rootOf).values()].filter((group) => group.length > 1);
}
