import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type TestDatabase, testDatabase } from './kernel/testing/database.ts';

/** Every table and function as PostgreSQL itself describes them: a new one is held to the same fence. */

/** Read before the organisation is known; each is a decision. `organisations` is fenced by its own id. */
const directory = [
  ...['event_cursors', 'inbox_routes', 'installation', 'memberships', 'migrations'],
  ...['organisations', 'sessions', 'sign_in_keys', 'sign_in_tickets', 'sign_ins'],
];

type Table = { name: string; oid: number };

let place: TestDatabase;
let root: pg.Client;
let app: pg.Client;
let tables: Table[];
let tenants: Table[];
const [a, b] = [randomUUID(), randomUUID()];

const rows = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await root.query<T>(text, values)).rows;

beforeAll(async () => {
  place = await testDatabase();
  const url = new URL(inject('superuserUrl'));
  url.pathname = `/${place.name}`;
  root = new pg.Client({ connectionString: url.href });
  app = new pg.Client({ connectionString: place.appUrl });
  await Promise.all([root.connect(), app.connect()]);
  tables = await rows<Table>(
    `SELECT c.relname AS name, c.oid FROM pg_class c
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  tenants = tables.filter(({ name }) => !directory.includes(name));
  for (const [id, slug] of [
    [a, 'alfa'],
    [b, 'beta'],
  ])
    await root.query('INSERT INTO organisations (id, slug, name) VALUES ($1, $2, $2)', [id, slug]);
  // One row of each organisation in every table, whatever it points at.
  await root.query('SET session_replication_role = replica');
  for (const table of tenants) for (const orgId of [a, b]) await fill(table, orgId);
});
afterAll(async () => {
  await Promise.all([root?.end(), app?.end()]);
  await place?.drop();
});

type Column = { name: string; type: string; allowed: string | null };
const samples: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'x'`,
  integer: '1',
  smallint: '1',
  bigint: '1',
  bytea: `'\\x01'`,
  jsonb: `'{}'`,
  date: 'current_date',
  boolean: 'true',
  real: '0.5',
  tsvector: `to_tsvector('simple', 'zuleica')`,
  xid8: 'pg_current_xact_id()',
  'timestamp with time zone': 'now()',
  'text[]': `'{}'`,
  'uuid[]': `'{}'`,
};

/** Puts a row of an organisation into a table: what must be given gets a sample of its type, or the first allowed word. */
async function fill(table: Table, orgId: string): Promise<void> {
  const columns = await rows<Column>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,
       (SELECT substring(pg_get_constraintdef(k.oid) FROM '= ANY \\(ARRAY\\[''([^'']*)''') FROM pg_constraint k
        WHERE k.conrelid = a.attrelid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum] LIMIT 1) AS allowed
     FROM pg_attribute a
     WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull AND NOT a.atthasdef
       AND a.attidentity = '' AND a.attname <> 'org_id'`,
    [table.oid],
  );
  const values = columns.map(({ name, type, allowed }) => {
    if (allowed !== null) return `'${allowed}'`;
    const sample = samples[type];
    if (!sample) throw new Error(`Name a sample of the type ${type} for ${table.name}.${name} in this test.`);
    return sample;
  });
  const names = ['org_id', ...columns.map(({ name }) => name)].join(', ');
  await root.query(`INSERT INTO ${table.name} (${names}) VALUES (${[`'${orgId}'`, ...values].join(', ')})`);
}

/** As the app, in an organisation or in none; undone afterwards. */
async function asApp<T extends pg.QueryResultRow>(
  orgId: string | null,
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  await app.query('BEGIN');
  try {
    if (orgId) await app.query(`SELECT set_config('meada.org', $1, true)`, [orgId]);
    return (await app.query<T>(text, values)).rows;
  } finally {
    await app.query('ROLLBACK');
  }
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'none',
  );

describe('every table is one organisation at a time, or of the directory', () => {
  it('the directory is what this test lists', () => {
    expect(tables.map(({ name }) => name).filter((name) => directory.includes(name))).toEqual(
      [...directory].sort(),
    );
  });

  it('the organisation comes first in every primary key and every unique index', async () => {
    const wrong = await rows(
      `SELECT c.relname, i.indexrelid::regclass::text AS index FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       WHERE (i.indisunique OR i.indisprimary) AND c.oid = ANY ($1)
         AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id' AND a.attnum = i.indkey[0])`,
      [tenants.map(({ oid }) => oid)],
    );
    expect(wrong).toEqual([]);
    const keyless = await rows(
      `SELECT relname FROM pg_class c WHERE oid = ANY ($1) AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary)`,
      [tenants.map(({ oid }) => oid)],
    );
    expect(keyless).toEqual([]);
  });

  it('every foreign key from one tenant table to another begins with the organisation on both sides', async () => {
    const wrong = await rows(
      `SELECT k.conname FROM pg_constraint k
       JOIN pg_attribute f ON f.attrelid = k.conrelid AND f.attnum = k.conkey[1]
       JOIN pg_attribute t ON t.attrelid = k.confrelid AND t.attnum = k.confkey[1]
       WHERE k.contype = 'f' AND k.confrelid = ANY ($1) AND (f.attname <> 'org_id' OR t.attname <> 'org_id')`,
      [tenants.map(({ oid }) => oid)],
    );
    expect(wrong).toEqual([]);
  });

  it('row security is on and forced, and the app has the one policy of its organisation', async () => {
    const found = await rows<{ name: string; forced: boolean; app: string[] | null; owner: number }>(
      `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
         (SELECT array_agg(pg_get_expr(p.polqual, p.polrelid) || ' ' || pg_get_expr(p.polwithcheck, p.polrelid))
          FROM pg_policy p WHERE p.polrelid = c.oid AND (p.polroles = '{0}' OR 'meada_app'::regrole = ANY (p.polroles))) AS app,
         (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid AND c.relowner = ANY (p.polroles)) AS owner
       FROM pg_class c WHERE c.oid = ANY ($1)`,
      [tenants.map(({ oid }) => oid)],
    );
    const fence = '(org_id = meada_org())';
    const wrong = found.filter(
      (row) => !row.forced || row.owner !== 1 || row.app?.join() !== `${fence} ${fence}`,
    );
    expect(wrong).toEqual([]);
  });

  it('views and materialised views, which would go round the fence, do not exist', async () => {
    expect(
      await rows(
        `SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace`,
      ),
    ).toEqual([]);
  });
});

describe('lesson 2: the fence holds on every table', () => {
  it('without an organisation the app gets an error, not rows', async () => {
    for (const { name } of tenants) {
      const code = await codeOf(asApp(null, `SELECT FROM ${name}`));
      expect(['42704', '22P02'], `${name} answered ${code}`).toContain(code);
    }
  });

  it('in one organisation it sees its own rows and none of another, however it asks', async () => {
    for (const { name } of tenants) {
      const seen = await asApp<{ org_id: string }>(a, `SELECT org_id FROM ${name}`);
      expect(seen, name).toEqual([{ org_id: a }]);
      expect(await asApp(a, `SELECT org_id FROM ${name} WHERE org_id = $1`, [b]), name).toEqual([]);
    }
  });

  it('it cannot write a row of another, nor give its own away, nor change or delete theirs', async () => {
    for (const { name } of tenants) {
      const inserted = await codeOf(asApp(a, `INSERT INTO ${name} (org_id) VALUES ($1)`, [b]));
      expect(inserted, `INSERT INTO ${name}`).toBe('42501');
      const given = await codeOf(asApp(a, `UPDATE ${name} SET org_id = $1`, [b]));
      expect(given, `UPDATE ${name}`).toBe('42501');
      const taken = await asApp(
        a,
        `WITH gone AS (DELETE FROM ${name} WHERE org_id = $1 RETURNING 1) SELECT FROM gone`,
        [b],
      ).catch((error: { code: string }) => error.code);
      expect([[], '42501'], `DELETE FROM ${name}`).toContainEqual(taken);
    }
  });

  it('of the directory it reads and writes nothing but its own organisation', async () => {
    for (const name of directory.filter((table) => table !== 'organisations'))
      expect(await codeOf(asApp(a, `SELECT FROM ${name}`)), name).toBe('42501');
    expect(await asApp(a, 'SELECT id FROM organisations')).toEqual([{ id: a }]);
  });
});

describe('the roles of a server', () => {
  it('own nothing, bypass nothing, and may make neither roles nor tables', async () => {
    const names = ['meada_app', 'meada_system', 'meada_test_app', 'meada_test_system'];
    const powers = await rows(
      `SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)`,
      [names],
    );
    expect(powers).toEqual([]);
    const owned = await rows(
      `SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = ANY ($1)
       UNION ALL SELECT proname FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner WHERE r.rolname = ANY ($1)`,
      [names],
    );
    expect(owned).toEqual([]);
    expect(await codeOf(asApp(a, 'CREATE TABLE stolen (id int)'))).toBe('42501');
    expect(await codeOf(asApp(a, 'SET LOCAL row_security = off; SELECT FROM customers'))).toBe('42501');
    expect(await codeOf(asApp(a, 'SET ROLE meada_test_owner'))).toBe('42501');
    expect(await codeOf(asApp(a, 'SET ROLE meada_system'))).toBe('42501');
  });

  it('the system reads of tenant tables what the directory and the log need, and writes none of it', async () => {
    const rights = await rows<{ name: string; columns: string[] }>(
      `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.oid = ANY ($1) AND has_column_privilege('meada_system', c.oid, a.attnum, 'SELECT') GROUP BY 1`,
      [tenants.map(({ oid }) => oid)],
    );
    expect(Object.fromEntries(rights.map(({ name, columns }) => [name, columns.join(' ')]))).toEqual({
      abandonments: 'org_id id ends_at settled_at',
      agreement_runs: 'org_id place asked_at',
      amendments: 'org_id n inbox_id state next_at',
      announcements: 'org_id id state next_at',
      attachments: 'org_id id state next_at',
      bulk_runs: 'org_id id state created_at',
      callbacks: 'org_id id promised_at settled_at warned_at missed_at',
      conversations: 'org_id id status snoozed_until',
      deadlines: 'org_id id due_at warn_at warned_at missed_at ended_at',
      dispatches: 'org_id n inbox_id state next_at',
      duplicate_scans: 'org_id id state started_at',
      erasures: 'org_id id state next_at',
      match_states: 'org_id waits',
      events: expect.not.stringMatching(/content|text/),
      imports: 'org_id id state created_at',
      inbox_resyncs: 'org_id id state lease_until created_at',
      inboxes: 'org_id id channel active',
      look_ups: 'org_id id next_at',
      public_duties: 'org_id id due_at settled_at warned_at',
      pushes: 'org_id subscription_id event state due_at',
      queues: 'org_id id archived_at',
      receipts: 'org_id n state',
      scheduled_messages: 'org_id id state next_at',
      privacy_packages: 'org_id id state next_at',
      privacy_requests: 'org_id id state sent_at created_at',
      sent_copies: 'org_id dispatch_id inbox_id attempts due_at created_at',
      segments: 'org_id id timed state computed_at',
      sac_requests: 'org_id id state',
      surveys: 'org_id id state due_at',
      task_bells: 'org_id task_id person_id mail_at',
      tasks: 'org_id id remind_at reminded_at done_at deleted_at',
    });
    const writes = await rows(
      `SELECT relname FROM pg_class WHERE oid = ANY ($1) AND has_table_privilege('meada_system', oid, 'INSERT, UPDATE, DELETE, TRUNCATE')`,
      [tenants.map(({ oid }) => oid)],
    );
    expect(writes).toEqual([]);
  });
});

describe('functions that run as the owner', () => {
  const person = randomUUID();
  /** How each is asked for what B has. A new function is told here what B has that it could find. */
  const asked: Record<string, [args: string, values: unknown[]]> = {
    meada_followed: ['$1, 10', [person]],
    meada_labelled: ['$1, 10', [person]],
    meada_labelled_customers: ['$1, 10', [person]],
    meada_mail_domain: [`'zuleica.example', 10`, []],
    meada_found_messages: [`to_tsquery('simple', 'zuleica'), NULL, NULL, NULL, 10`, []],
    meada_found_records: [`to_tsquery('simple', 'zuleica'), '{}', NULL, 10`, []],
    meada_words_on_records: [`'{zuleica}', '{}', 10`, []],
    meada_similar_words: [`'zuleyca', 10`, []],
    meada_words_beginning: [`'zulei', 10`, []],
    meada_forget_words: [`ARRAY['zuleico']`, []],
    meada_found_customers: [`'zuleica', 10`, []],
    meada_similar_customers: [`'zuleyca', 10`, []],
    meada_named_customers: [`'zu', 10`, []],
    meada_drop_old_events: ['now(), 10', []],
  };

  beforeAll(async () => {
    await root.query('UPDATE conversations SET follower_ids = $1, label_ids = $1 WHERE org_id = $2', [
      [person],
      b,
    ]);
    await root.query(`UPDATE events SET at = now() - interval '60 days' WHERE org_id = $1`, [b]);
    await root.query(`UPDATE customers SET name = 'Zuleica', label_ids = $2 WHERE org_id = $1`, [
      b,
      [person],
    ]);
    await root.query(
      `UPDATE identities SET kind = 'email', canonical = 'ana@zuleica.example' WHERE org_id = $1`,
      [b],
    );
    await root.query(`UPDATE message_search SET terms = to_tsvector('simple', 'other') WHERE org_id = $1`, [
      a,
    ]);
    await root.query(
      `UPDATE record_search SET terms = to_tsvector('simple', x.word)
        FROM (VALUES ($1::uuid, 'other'), ($2, 'zuleica')) AS x(org, word) WHERE org_id = x.org`,
      [a, b],
    );
    await root.query(`INSERT INTO search_words VALUES ($1, 'zuleica'), ($1, 'zuleico')`, [b]);
  });

  it('are those this test knows how to ask, with a search path of their own and closed to the public', async () => {
    const found = await rows<{ name: string; path: boolean; open: boolean }>(
      `SELECT proname AS name, coalesce(array_to_string(proconfig, ' ') LIKE '%search_path=%', false) AS path,
         EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) x WHERE x.grantee = 0) AS open
       FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY 1`,
    );
    expect(found.filter(({ path, open }) => !path || open)).toEqual([]);
    const unknown = found.map(({ name }) => name).filter((name) => !(name in asked));
    expect(
      unknown,
      'a new SECURITY DEFINER function: add to `asked` how it would find something of B',
    ).toEqual([]);
  });

  it.each(Object.entries(asked))(
    '%s finds for B and not for A, and nothing without an organisation',
    async (name, [args, values]) => {
      const text = `SELECT * FROM ${name}(${args})`;
      expect(await asApp(b, text, values)).not.toEqual([]);
      expect(await asApp(a, text, values)).toEqual([]);
      expect(['42704', '22P02']).toContain(await codeOf(asApp(null, text, values)));
    },
  );
});
