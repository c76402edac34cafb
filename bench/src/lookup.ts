import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { readConfig } from '../../server/src/kernel/config.ts';
import { type Ctx, inTransaction, type Kernel } from '../../server/src/kernel/ctx.ts';
import { makeKernel } from '../../server/src/kernel/kernel.ts';
import { urlAs } from '../../server/src/kernel/testing/template.ts';
import { candidatesFor, holdersFor } from '../../server/src/modules/customers/duplicates/candidates.ts';
import { findMatches } from '../../server/src/modules/customers/duplicates/find.ts';
import { matchKeysOf, refreshKeys } from '../../server/src/modules/customers/duplicates/keys.ts';
import { loadRecords } from '../../server/src/modules/customers/duplicates/records.ts';
import { createOrganisation } from '../../server/src/modules/organisations/index.ts';
import { portsOf } from '../../server/src/plugins/registry.ts';
import { finish, percentile, round, say, sized } from './lib/report.ts';
import { openRig, type Rig } from './lib/rig.ts';

/**
 * Looking up whether somebody who arrives is known, in a grown base: by the very address, and by everything that is alike
 * (keys, candidates, their records, the matcher). Real PostgreSQL, the wall of the organisation on, one client.
 */
const customers = sized(1_000_000, 50_000);
const lookups = sized(3000, 1000);
const keyedAtOnce = 500;

const given =
  'Maria,Ana,Francisca,Antônia,Adriana,Juliana,Márcia,Fernanda,Patrícia,Aline,Sandra,Camila,Amanda,Bruna,Jéssica,Letícia,Júlia,Luciana,Vanessa,Mariana,José,João,Antônio,Francisco,Carlos,Paulo,Pedro,Lucas,Luiz,Marcos,Luís,Gabriel,Rafael,Daniel,Marcelo,Bruno,Eduardo,Felipe,Raimundo,Rodrigo';
const surnames =
  'Silva,Santos,Oliveira,Souza,Rodrigues,Ferreira,Alves,Pereira,Lima,Gomes,Costa,Ribeiro,Martins,Carvalho,Almeida,Lopes,Soares,Fernandes,Vieira,Barbosa,Rocha,Dias,Nascimento,Andrade,Moreira,Nunes,Marques,Machado,Mendes,Freitas,Cardoso,Ramos,Gonçalves,Santana,Teixeira,Moura,Araújo,Pinto,Barros,Campos,Prado,Nogueira,Menezes,Bezerra,Tavares,Antunes,Pacheco,Guimarães,Duarte,Peixoto';

const uuid = (kind: number, n: string): string =>
  `(lpad(to_hex(${n}), 8, '0') || '-0000-7000-8000-00000000000${kind}')::uuid`;
/** A number from a number, different ones for different salts. */
const pick = (salt: number, of: number): string => `(abs(hashint8(n::bigint * 31 + ${salt})) % ${of})`;
const word = (list: string, salt: number): string => {
  const words = list.split(',');
  return `(ARRAY['${words.join("','")}'])[1 + ${pick(salt, words.length)}]`;
};

/** People with names, days of birth, a telephone and a mail address; every hundredth is somebody else once more, badly written. */
async function fill({ superuser: c }: Rig, orgId: string): Promise<void> {
  const org = `'${orgId}'::uuid`;
  // A double has the number of whom it doubles behind its name, telephone and birthday.
  const rows = `(SELECT i, CASE WHEN i % 100 = 0 THEN i - 1 ELSE i END AS n FROM generate_series(1, ${customers}) i) s`;
  const name = `${word(given, 1)} || ' ' || CASE WHEN i % 100 = 0 THEN '' ELSE ${word(surnames, 2)} || ' ' END || ${word(surnames, 3)}`;
  await c.query('SET session_replication_role = replica');
  await c.query(`INSERT INTO customers (org_id, id, canonical_id, name, birth_date)
    SELECT ${org}, ${uuid(1, 'i')}, ${uuid(1, 'i')}, ${name}, CASE WHEN n % 3 = 0 THEN date '1940-01-01' + ${pick(4, 25_000)} END FROM ${rows}`);
  const tel = `'55' || (11 + ${pick(5, 80)})::text || '9' || lpad((60000000 + (n::bigint * 7919) % 39999999)::text, 8, '0')`;
  await c.query(`INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, source)
    SELECT ${org}, ${uuid(2, 'i')}, ${uuid(1, 'i')}, 'phone', '+' || t, '+' || t, 'tel:' || t, 'person' FROM ${rows}, LATERAL (SELECT ${tel} AS t) x`);
  await c.query(`INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, source)
    SELECT ${org}, ${uuid(3, 'i')}, ${uuid(1, 'i')}, 'email', m, m, 'email:' || m, 'person'
    FROM ${rows}, LATERAL (SELECT meada_fold(${word(given, 1)}) || '.' || meada_fold(${word(surnames, 3)}) || i || '@cliente' || ${pick(6, 500)} || '.example' AS m) x`);
  await c.query('SET session_replication_role = origin');
  await c.query('ANALYZE customers, identities');
}

const idOf = (n: number): string => `${n.toString(16).padStart(8, '0')}-0000-7000-8000-000000000001`;

/** Makes every record's keys as the server does; answers records a second. */
async function keyAll(kernel: Kernel, orgId: string): Promise<number> {
  const from = performance.now();
  for (let first = 1; first <= customers; first += keyedAtOnce) {
    const ids = Array.from({ length: Math.min(keyedAtOnce, customers - first + 1) }, (_, at) =>
      idOf(first + at),
    );
    await inTransaction(kernel, systemActor(orgId), (ctx) => refreshKeys(ctx, ids));
    if ((first - 1) % (customers / 10) < keyedAtOnce) say(`keys: ${first - 1 + ids.length} of ${customers}`);
  }
  return customers / ((performance.now() - from) / 1000);
}

/** The planner's cost of the look-up of candidates, as the app runs it. */
const costOf = (kernel: Kernel, orgId: string, keys: string[]): Promise<number> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    let text = '';
    // The statement itself is taken down, so that what is explained is what runs.
    const client = {
      query: async (statement: { text: string }) => {
        text = statement.text;
        return { rows: [] };
      },
    } as unknown as Ctx['client'];
    await candidatesFor({ client, orgId: ctx.orgId }, idOf(1), keys);
    const { rows } = await ctx.client.query(`EXPLAIN (FORMAT JSON) ${text}`, [ctx.orgId, keys, idOf(1)]);
    return rows[0]['QUERY PLAN'][0].Plan['Total Cost'];
  });

type Arm = (ctx: Ctx, n: number) => Promise<unknown>;
async function timesOf(kernel: Kernel, orgId: string, arm: Arm): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < lookups; at += 1) {
    const n = 1 + ((at * 7919 + 99) % customers);
    const from = performance.now();
    await inTransaction(kernel, systemActor(orgId), (ctx) => arm(ctx, n));
    if (at >= lookups / 10) times.push(performance.now() - from);
  }
  return times;
}

const rig = await openRig();
const dataDir = mkdtempSync(join(tmpdir(), 'meada-lookup-'));
const config = readConfig({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
});
const urls = { appUrl: rig.appUrl, systemUrl: urlAs(rig.superuserUrl, 'system', 'meada_bench') };
const kernel = await makeKernel(config, urls, { ports: portsOf() });
try {
  const { id: orgId } = await createOrganisation(kernel, { name: 'Base' });
  await fill(rig, orgId);
  say(`${customers} customers`);
  const keyed = await keyAll(kernel, orgId);
  await rig.superuser.query('VACUUM ANALYZE');
  const wanted = { model: null, likely: 0.8 };
  const records = new Map<number, Awaited<ReturnType<typeof loadRecords>>[number]>();
  await timesOf(kernel, orgId, async (ctx, n) => {
    const [record] = await loadRecords(ctx, [idOf(n)], 'id');
    if (record) records.set(n, record);
  });
  const bare = await timesOf(kernel, orgId, (ctx) => ctx.client.query({ name: 'bare', text: 'SELECT 1' }));
  const exact = await timesOf(kernel, orgId, (ctx, n) =>
    holdersFor(ctx, idOf(n), records.get(n)?.matchKeys ?? []),
  );
  let found = 0;
  const fuzzy = await timesOf(kernel, orgId, async (ctx, n) => {
    found += (await findMatches(ctx, [idOf(n)], wanted)).length;
  });
  const first = records.values().next().value;
  const cost = first ? await costOf(kernel, orgId, matchKeysOf(first)) : 0;
  const p99 = {
    bare: percentile(bare, 0.99),
    exact: percentile(exact, 0.99),
    fuzzy: percentile(fuzzy, 0.99),
  };
  say(
    `p50: bare ${round(percentile(bare, 0.5))}, exact ${round(percentile(exact, 0.5))}, fuzzy ${round(percentile(fuzzy, 0.5))} ms`,
  );
  finish({
    bench: 'lookup',
    ratio: round(p99.exact / p99.bare),
    goal: 'p99: exact ≤ 1 ms, fuzzy ≤ 5 ms',
    ok: p99.exact <= 1 && p99.fuzzy <= 5,
    customers,
    exactP99: round(p99.exact),
    fuzzyP99: round(p99.fuzzy),
    fuzzyP50: round(percentile(fuzzy, 0.5)),
    bareP99: round(p99.bare),
    planCost: round(cost),
    keyedASecond: round(keyed, 0),
    foundInLookups: found,
  });
} finally {
  await kernel.close();
  await rig.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
