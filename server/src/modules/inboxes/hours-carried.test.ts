import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate, readMigrations } from '../../kernel/db/migrate.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';

/** The stretches inboxes had of their own before hours were a thing of their own: migration 0085 carries them over. */

let database: TestDatabase;
let client: pg.Client;
const [org, brand] = [randomUUID(), randomUUID()];
const week = [{ day: 1, from: '09:00', to: '18:00' }];
const hours = (more: object) => JSON.stringify({ timeZone: 'America/Sao_Paulo', stretches: week, ...more });

beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  const all = readMigrations();
  await migrate(database.ownerUrl, { migrations: all.filter(({ name }) => name < '0085') });
  await client.query(`INSERT INTO organisations (id, slug, name) VALUES ($1, 'a', 'A')`, [org]);
  await client.query(`INSERT INTO brands (org_id, id, name) VALUES ($1, $2, 'A')`, [org, brand]);
  for (const [name, had] of [
    ['Loja', hours({ awayMessage: 'Voltamos já' })],
    ['Filial', hours({ awayMessage: '' })],
    ['Noite', hours({ awayMessage: 'Boa noite', timeZone: 'America/Manaus' })],
    ['Sempre', hours({ awayMessage: 'Nunca dita', stretches: [] })],
    ['Sem', null],
  ])
    await client.query(
      `INSERT INTO inboxes (org_id, id, channel, name, brand_id, route_key, hours) VALUES ($1, gen_random_uuid(), 'x', $3, $2, $3, $4)`,
      [org, brand, name, had],
    );
  await migrate(database.ownerUrl, { migrations: all });
}, 60_000);
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

it('same weeks are one thing; who had none stays open; words stay', async () => {
  const { rows } = await client.query(`
    SELECT b.name, h.name AS hours, h.time_zone, h.week, h.holidays, b.away_message FROM inboxes b
    LEFT JOIN hours h ON h.org_id = b.org_id AND h.id = b.hours_id ORDER BY b.name`);
  const shared = { time_zone: 'America/Sao_Paulo', week, holidays: 'none' };
  const [branch, shop, night, none, always] = rows;
  expect(branch).toMatchObject({ name: 'Filial', ...shared, away_message: '' });
  expect(shop).toMatchObject({ name: 'Loja', ...shared, away_message: 'Voltamos já', hours: branch.hours });
  expect(night).toMatchObject({ hours: 'Noite', time_zone: 'America/Manaus', away_message: 'Boa noite' });
  expect(none).toMatchObject({ name: 'Sem', hours: null });
  expect(always).toMatchObject({ name: 'Sempre', hours: null });
  expect((await client.query('SELECT count(*)::int AS n FROM hours')).rows[0].n).toBe(2);
});
