import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../../testing/app.ts';
import { systemActor } from '../actor.ts';
import { inTransaction } from '../ctx.ts';
import { destroySignInKey, destroySubjectKey } from './destroy.ts';
import { writeKeyLists } from './key-list.ts';
import { insertKeys, readKeptKeys } from './subject-keys.ts';

let app: TestApp;
let owner: pg.Client;
let folder: string;
const [org, other, subject, person] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  app = await startTestApp();
  folder = mkdtempSync(join(tmpdir(), 'meada-destroy-'));
  owner = new pg.Client({ connectionString: app.database.ownerUrl });
  await owner.connect();
  await owner.query(`INSERT INTO organisations (id, slug, name) VALUES ($1, 'a', 'A'), ($2, 'b', 'B')`, [
    org,
    other,
  ]);
  const key = { subject, sealed: 'v1.a.b' };
  await insertKeys(owner, [
    { ...key, org, id: 'keyofasubjec' },
    { ...key, org: other, id: 'keyofanother' },
    { org: '', subject: person, id: 'keyofasignin', sealed: 'v1.a.b' },
  ]);
  await writeKeyLists(folder, randomUUID(), await readKeptKeys(owner));
});
afterAll(async () => {
  await owner.end();
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const listed = (): string => gunzipSync(readFileSync(join(folder, readdirSync(folder)[0] ?? ''))).toString();

it('destroys the key of a subject of this organisation, in the database and in the list; once', async () => {
  const destroy = (id: string) =>
    inTransaction(app.kernel, systemActor(org), (ctx) => destroySubjectKey(ctx, id, [folder]));
  expect(await destroy(randomUUID())).toBe(false);
  expect(await destroy(subject)).toBe(true);
  expect(await destroy(subject)).toBe(false);
  expect((await readKeptKeys(owner)).map(({ id, sealed }) => [id, sealed]).sort()).toEqual([
    ['keyofanother', 'v1.a.b'],
    ['keyofasignin', 'v1.a.b'],
    ['keyofasubjec', null],
  ]);
  expect(listed()).toContain('keyofasubjec destroyed');
  expect(listed()).toContain('keyofanother v1.a.b');
});

it('destroys the key of a sign-in', async () => {
  expect(await destroySignInKey(app.kernel, person, [folder])).toBe(true);
  expect(listed()).toContain('keyofasignin destroyed');
});
