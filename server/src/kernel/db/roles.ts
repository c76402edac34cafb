import pg from 'pg';

/** What the roles may be called by an operator without the right to make them. */
export class RoleError extends Error {}

/**
 * Makes sure that the group roles meada_app and meada_system exist and that the logins of the two addresses belong to
 * them. Needs CREATEROLE (no superuser) the first time; without it the error says what an administrator must run.
 */
export async function ensureRoles(ownerUrl: string, appUrl: string, systemUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'meada roles' });
  await client.connect();
  try {
    // Two processes that start together would both find nothing.
    await client.query('SELECT pg_advisory_lock(7332002)');
    const statements: string[] = [];
    for (const [group, url] of [
      ['meada_app', appUrl],
      ['meada_system', systemUrl],
    ] as const) {
      statements.push(...(await missing(client, group, new URL(url))));
    }
    await run(client, statements);
  } finally {
    await client.end();
  }
}

async function missing(client: pg.Client, group: string, url: URL): Promise<string[]> {
  const login = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const rows = await client.query<{ group_there: boolean; login_there: boolean; member: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS group_there,
            EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS login_there,
            EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles l ON l.oid = m.member
                    WHERE g.rolname = $1 AND l.rolname = $2) AS member`,
    [group, login],
  );
  const state = rows.rows[0];
  if (!state) return [];
  const name = client.escapeIdentifier(login);
  return [
    ...(state.group_there ? [] : [`CREATE ROLE ${group} NOLOGIN`]),
    ...(state.login_there ? [] : [`CREATE ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(password)}`]),
    ...(state.member ? [] : [`GRANT ${group} TO ${name}`]),
  ];
}

async function run(client: pg.Client, statements: string[]): Promise<void> {
  for (const statement of statements) {
    try {
      await client.query(statement);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === '42710' || code === '23505') continue;
      const shown = statements.map((text) => text.replace(/PASSWORD '.*'/, "PASSWORD '…'")).join('; ');
      throw new RoleError(
        `The owner may not create roles; let an administrator of the database run: ${shown}`,
        { cause: error },
      );
    }
  }
}
