import pg from 'pg';
import { migrate } from '../db/migrate.ts';
import { ensureRoles } from '../db/roles.ts';

/** Logins of a database in tests; the same everywhere, reachable on this machine only. */
export const testLogins = {
  owner: { user: 'meada_test_owner', password: 'owner' },
  app: { user: 'meada_test_app', password: 'app' },
  system: { user: 'meada_test_system', password: 'system' },
} as const;

export const templateName = 'meada_template';

/** The address of a database as one of the three logins. */
export function urlAs(superuserUrl: string, login: keyof typeof testLogins, database: string): string {
  const url = new URL(superuserUrl);
  url.username = testLogins[login].user;
  url.password = testLogins[login].password;
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * Makes the migrated template that every test file's database is cloned from. The owner is an ordinary role with
 * CREATEROLE, as on a hosted PostgreSQL: what works here works without a superuser.
 */
export async function prepareTemplate(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { user, password } = testLogins.owner;
    await client.query(`CREATE ROLE ${user} LOGIN CREATEROLE PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${templateName} OWNER ${user}`);
  } finally {
    await client.end();
  }
  const ownerUrl = urlAs(superuserUrl, 'owner', templateName);
  await ensureRoles(
    ownerUrl,
    urlAs(superuserUrl, 'app', templateName),
    urlAs(superuserUrl, 'system', templateName),
  );
  await migrate(ownerUrl);
}
