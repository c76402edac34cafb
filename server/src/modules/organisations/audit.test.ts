import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { systemActor } from '../../kernel/actor.ts';
import { readConfig } from '../../kernel/config.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { makeKernel } from '../../kernel/kernel.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { firstPrevious, sealHash } from './audit-chain.ts';
import { entriesToSeal } from './audit-rows.ts';
import { createOrganisation } from './create-organisation.ts';
import { sealAllAudits } from './seal-all-audits.ts';
import { sealAudit } from './seal-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let database: TestDatabase;
let kernel: Kernel & { close(): Promise<void> };
let owner: pg.Client;
let orgId: string;
let count = 0;

beforeAll(async () => {
  database = await testDatabase();
  const config = readConfig({ LOG_LEVEL: 'silent', MASTER_KEY: Buffer.alloc(32, 1).toString('base64') });
  kernel = await makeKernel(config, database, { ports: {} as Kernel['ports'] });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await kernel.close();
  await database.drop();
});
beforeEach(async () => {
  ({ id: orgId } = await createOrganisation(kernel, { name: `Shop ${++count}` }));
});

const write = (n: number) =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    for (let i = 0; i < n; i++) {
      ctx.audit({
        action: 'test.done',
        subject: { kind: 'thing', id: `${i}` },
        facts: { z: i, a: [1, { b: null }] },
      });
    }
  });
/** What somebody with the owner's rights over the database could do. */
const tamper = (statement: string, values: unknown[] = [orgId]) => owner.query(statement, values);

it('seals in batches; the chain holds and covers every entry once', async () => {
  await write(2_300);
  expect(await sealAudit(kernel, orgId)).toBe(2_301);
  await write(5);
  expect(await sealAudit(kernel, orgId)).toBe(5);
  expect(await sealAudit(kernel, orgId)).toBe(0);
  expect(await verifyAudit(kernel, orgId)).toEqual({ ok: true, seals: 4, entries: 2_306, broken: null });
});

it('two sealers at the same time seal every entry once', async () => {
  await write(50);
  const counts = await Promise.all([1, 2, 3, 4].map(() => sealAudit(kernel, orgId)));
  expect(counts.reduce((sum, one) => sum + one, 0)).toBe(51);
  expect(await verifyAudit(kernel, orgId)).toMatchObject({ ok: true, entries: 51 });
});

it('an entry that commits late, below numbers already sealed, falls into the next seal', async () => {
  await write(1);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let wrote = () => {};
  const written = new Promise<void>((resolve) => {
    wrote = resolve;
  });
  const late = kernel.database.inOrg(orgId, async (db) => {
    const row = { org_id: orgId, actor_kind: 'system', action: 'test.late' };
    await db.insertInto('audit_entries').values(row).execute();
    wrote();
    await held;
  });
  await written;
  await write(1);
  expect(await sealAudit(kernel, orgId)).toBe(3);
  release();
  await late;
  expect(await sealAudit(kernel, orgId)).toBe(1);
  expect(await verifyAudit(kernel, orgId)).toMatchObject({ ok: true, seals: 2, entries: 4 });
});

it('the worker seals the trails of all organisations', async () => {
  const first = orgId;
  const second = await createOrganisation(kernel, { name: `Shop ${++count}` });
  expect(await sealAllAudits(kernel)).toBeGreaterThanOrEqual(2);
  for (const id of [first, second.id]) {
    expect(await verifyAudit(kernel, id)).toMatchObject({ ok: true, seals: 1, entries: 1 });
  }
  expect(await sealAllAudits(kernel)).toBe(0);
});

it('every way of rewriting sealed history is found', async () => {
  const ways: [string, string][] = [
    [`UPDATE audit_entries SET facts = '{"z":99}' WHERE org_id = $1 AND subject_id = '3'`, 'entries'],
    [
      `UPDATE audit_entries SET at = at + interval '1 microsecond' WHERE org_id = $1 AND subject_id = '3'`,
      'entries',
    ],
    [
      `UPDATE audit_entries SET actor_id = gen_random_uuid() WHERE org_id = $1 AND subject_id = '3'`,
      'entries',
    ],
    [`DELETE FROM audit_entries WHERE org_id = $1 AND subject_id = '3'`, 'entries'],
    [`UPDATE audit_entries SET seal_id = NULL WHERE org_id = $1 AND subject_id = '3'`, 'entries'],
    [
      `INSERT INTO audit_entries (org_id, actor_kind, action, seal_id) VALUES ($1, 'system', 'forged', 1)`,
      'entries',
    ],
    [`UPDATE audit_seals SET hash = sha256('x') WHERE org_id = $1 AND id = 1`, 'entries'],
    [`DELETE FROM audit_seals WHERE org_id = $1 AND id = 1`, 'missing'],
    [`DELETE FROM audit_seals WHERE org_id = $1 AND id = 2`, 'missing'],
    [`UPDATE audit_seals SET previous = sha256('x') WHERE org_id = $1 AND id = 2`, 'chain'],
  ];
  for (const [statement, reason] of ways) {
    ({ id: orgId } = await createOrganisation(kernel, { name: `Shop ${++count}` }));
    await write(5);
    await sealAudit(kernel, orgId);
    await write(5);
    await sealAudit(kernel, orgId);
    expect(await verifyAudit(kernel, orgId)).toMatchObject({ ok: true });
    const done = await tamper(statement);
    expect(done.rowCount, statement).toBeGreaterThan(0);
    expect(await verifyAudit(kernel, orgId), statement).toMatchObject({ ok: false, broken: { reason } });
  }
});

it('a seal that was made anew after a change breaks the one behind it', async () => {
  await write(3);
  await sealAudit(kernel, orgId);
  await write(3);
  await sealAudit(kernel, orgId);
  await tamper(
    `UPDATE audit_entries SET action = 'forged' WHERE org_id = $1 AND seal_id = 1 AND subject_id = '1'`,
  );
  const forged = await kernel.database.inOrg(orgId, (db) => entriesToSeal(db, orgId, { sealId: 1 }));
  const hash = sealHash(firstPrevious, forged);
  await tamper('UPDATE audit_seals SET hash = $2 WHERE org_id = $1 AND id = 1', [orgId, hash]);
  expect(await verifyAudit(kernel, orgId)).toMatchObject({ broken: { sealId: 2, reason: 'chain' } });
  await tamper('UPDATE audit_seals SET previous = $2 WHERE org_id = $1 AND id = 2', [orgId, hash]);
  expect(await verifyAudit(kernel, orgId)).toMatchObject({ broken: { sealId: 2, reason: 'entries' } });
});

it('the app itself cannot rewrite the trail', async () => {
  await write(1);
  const tries = [
    `UPDATE audit_entries SET action = 'x'`,
    'DELETE FROM audit_entries',
    'DELETE FROM audit_seals',
    `UPDATE audit_seals SET hash = ''`,
  ];
  for (const statement of tries) {
    const attempt = kernel.database.inOrg(orgId, (_db, client) => client.query(statement));
    await expect(attempt, statement).rejects.toThrow(/permission denied/);
  }
});
