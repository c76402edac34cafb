import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '../factories.ts';

/** More than is read back at a stroke: what is found through slices of time is what reading everything would find. */
const count = 6000;
/** In so many messages of a hundred a word is; `nowhere` in none. */
const shares = { most: 70, some: 8, few: 1, rare: 0.1, nowhere: 0 } as const;
type Row = { id: string; at: number; words: string[]; conversation: string };

let desk: Desk;
const rows: Row[] = [];
const uuid = (n: number) => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Same numbers every time. */
function chance(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return x - Math.floor(x);
}

beforeAll(async () => {
  desk = await openDesk();
  let at = Date.parse('2023-01-05T00:00:00Z');
  for (let n = 0; n < count; n += 1) {
    // Bursts, several at one moment, and silences of weeks.
    at +=
      chance(n) < 0.3 ? 0 : chance(n + 1) < 0.01 ? 30 * 86_400_000 * chance(n + 2) : 600_000 * chance(n + 3);
    const words = Object.entries(shares).flatMap(([word, share], k) =>
      chance(n * 7 + k * 31) * 100 < share ? [word] : [],
    );
    rows.push({ id: uuid(n), at: Math.floor(at), words, conversation: uuid(n % 50) });
  }
  const owner = new pg.Client({ connectionString: desk.database.ownerUrl });
  await owner.connect();
  await owner.query(
    `INSERT INTO message_search (org_id, message_id, conversation_id, at, terms)
      SELECT $1, i, c, to_timestamp(a / 1000.0), array_to_tsvector(string_to_array(nullif(w, ''), ' '))
      FROM unnest($2::uuid[], $3::uuid[], $4::float8[], $5::text[]) AS x(i, c, a, w)`,
    [
      desk.orgId,
      rows.map((row) => row.id),
      rows.map((row) => row.conversation),
      rows.map((row) => row.at),
      rows.map((row) => (row.words.length > 0 ? row.words.join(' ') : 'x')),
    ],
  );
  await owner.end();
});
afterAll(() => desk.close());

type Asked = { wanted: string; loosely?: string; said?: Row; since?: number; most: number };

async function ask({ wanted, loosely, said, since, most }: Asked, until?: Date) {
  return desk.as(null, async (ctx) => {
    const place = until ?? (said ? new Date(said.at) : null);
    const { rows: found } = await sql<{ id: string | null; at: Date }>`
      SELECT message_id AS id, at FROM meada_found_messages(${wanted}::tsquery, ${place}::timestamptz,
        ${until ? uuid(0) : (said?.id ?? null)}::uuid, NULL, ${most},
        ${since === undefined ? null : new Date(since)}::timestamptz, ${loosely ?? null}::tsquery)`.execute(
      ctx.db,
    );
    return found;
  });
}

/** All of it, going on wherever a search ended for the time it took. */
async function all(asked: Asked): Promise<string[]> {
  const ids: string[] = [];
  let until: Date | undefined;
  for (;;) {
    const found = await ask({ ...asked, most: asked.most - ids.length }, until);
    ids.push(...found.flatMap(({ id }) => (id === null ? [] : [id])));
    until = found.find(({ id }) => id === null)?.at;
    if (!until || ids.length >= asked.most) return ids;
  }
}

const isBefore = (row: Row, said: Row) => row.at < said.at || (row.at === said.at && row.id < said.id);

function expected({ wanted, said, since, most }: Asked): string[] {
  const words = wanted.split(' & ');
  return rows
    .filter((row) =>
      words.every((word) =>
        word[0] === '!' ? !row.words.includes(word.slice(1)) : row.words.includes(word),
      ),
    )
    .filter((row) => (!said || isBefore(row, said)) && (since === undefined || row.at >= since))
    .sort((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1))
    .slice(0, most)
    .map((row) => row.id);
}

test('what is found in slices of time is what reading everything finds', async () => {
  const word = fc.constantFrom(...Object.keys(shares));
  const asked = fc.record({
    wanted: fc.oneof(
      word,
      fc.tuple(word, word).map((two) => two.join(' & ')),
      fc.tuple(word, fc.constantFrom('some', 'few')).map(([a, b]) => `${a} & !${b}`),
    ),
    said: fc.option(
      fc.nat(count - 1).map((n) => rows[n] as Row),
      { nil: undefined },
    ),
    since: fc.option(
      fc.nat(count - 1).map((n) => rows[n]?.at ?? 0),
      { nil: undefined },
    ),
    most: fc.constantFrom(1, 30, 100, 700),
  });
  await fc.assert(
    fc.asyncProperty(asked, async (one) => {
      expect(await all(one)).toEqual(expected(one));
    }),
    { numRuns: 120 },
  );
});

test('so it is when the index is asked for some of the words only', async () => {
  for (const [wanted, loosely] of [
    ['few & some', 'few'],
    ['few & some', 'some'],
    ['rare & most', 'most'],
  ] as const)
    expect(await all({ wanted, loosely, most: 200 })).toEqual(expected({ wanted, most: 200 }));
});

test('the slices of a stretch are exactly those of its moments', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(4_000_000), fc.nat(90_000), async (first, more) => {
      const behind = first + more + 1;
      const edges = [first - 1, first, first + Math.floor(more / 2), behind - 1, behind];
      const { rows: found } = await desk.as(null, (ctx) =>
        sql<{ n: number; within: boolean }>`
          SELECT n, meada_slices(to_timestamp(n::bigint * 1024)) && meada_slices_between(${first}::int, ${behind}::int) AS within
          FROM unnest(${edges}::int[]) AS n WHERE n >= 0`.execute(ctx.db),
      );
      for (const { n, within } of found)
        expect(within, `${n} of ${first}–${behind}`).toBe(n >= first && n < behind);
    }),
    { numRuns: 60 },
  );
});
