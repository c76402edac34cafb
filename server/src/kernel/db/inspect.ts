import pg from 'pg';

/** What the database's own catalogue says about the fences; asked by the operator's doctor. */

/** Runs with a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'meada doctor' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Tables with an organisation that are not, or not fully, fenced, apart from the directory's. */
export async function unfenced(owner: pg.ClientBase): Promise<string[]> {
  const result = await owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id')
       AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
       AND has_table_privilege('meada_app', c.oid, 'SELECT')
     ORDER BY 1`,
  );
  return result.rows.map((row) => row.name);
}

export type Login = { name: string; superuser: boolean; bypasses: boolean; owns: boolean; member: boolean };

/** What the login of an address may do; `group` is the role it ought to belong to. */
export const loginOf = (url: string, group: string): Promise<Login> =>
  withClient(url, async (client) => {
    const result = await client.query<Login>(
      `SELECT r.rolname AS name, r.rolsuper AS superuser, r.rolbypassrls AS bypasses,
              EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner = r.oid) AS owns,
              EXISTS (SELECT FROM pg_roles g WHERE g.rolname = $1 AND pg_has_role(r.oid, g.oid, 'member')) AS member
       FROM pg_roles r WHERE r.rolname = current_user`,
      [group],
    );
    const row = result.rows[0];
    if (!row) throw new Error('the login is not in the catalogue');
    return row;
  });

/** Whether the login gets an error, and no rows, without an organisation. */
export const isStopped = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const asked = client.query('SELECT FROM customers LIMIT 1');
    return asked.then(
      () => false,
      () => true,
    );
  });
