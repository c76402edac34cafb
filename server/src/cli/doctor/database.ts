import { systemClock } from '../../kernel/clock.ts';
import { isStopped, loginOf, unfenced } from '../../kernel/db/inspect.ts';
import { MigrationError, migrationState } from '../../kernel/db/migrate.ts';
import { type Finding, fault, notice, ok, type Patient } from './check.ts';

const oldestMajor = 15;
const clockMs = 2000;

/** Server, version, clock. */
export async function checkServer({ owner, storage }: Patient): Promise<Finding[]> {
  const before = systemClock.now().getTime();
  const result = await owner.query<{ number: string; version: string; now: Date }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version,
            clock_timestamp() AS now`,
  );
  const row = result.rows[0];
  const major = Math.floor(Number(row?.number ?? 0) / 10_000);
  const where = storage.embedded
    ? 'embedded, started for this check'
    : storage.attached
      ? 'embedded, in use'
      : 'own';
  const away = Math.abs((row?.now.getTime() ?? 0) - (before + systemClock.now().getTime()) / 2);
  return [
    major >= oldestMajor
      ? ok('database', `PostgreSQL ${row?.version} (${where}).`)
      : fault(
          'database',
          `PostgreSQL ${row?.version} is too old; ${oldestMajor} is the oldest that will do.`,
        ),
    away <= clockMs
      ? ok('clock', 'The clocks of this machine and of the database agree.')
      : fault(
          'clock',
          `The clocks of this machine and of the database are ${Math.round(away / 1000)} s apart.`,
        ),
  ];
}

/** Migrations done and open. */
export async function checkMigrations({ owner }: Patient): Promise<Finding[]> {
  try {
    const { done, open } = await migrationState(owner);
    if (open.length === 0) return [ok('migrations', `All ${done.length} are done.`)];
    return [
      notice(
        'migrations',
        `${open.length} are open (${open[0]?.name}); the next start does them, after a backup.`,
      ),
    ];
  } catch (error) {
    if (error instanceof MigrationError) return [fault('migrations', error.message)];
    throw error;
  }
}

/** The three roles, and the fence around every organisation. */
export async function checkRoles({ owner, storage }: Patient): Promise<Finding[]> {
  const used = await owner.query(`SELECT FROM pg_class WHERE relname = 'customers' AND relkind = 'r'`);
  if (!used.rowCount)
    return [notice('roles', 'The database was never used; a first start makes roles and tables.')];
  const found: Finding[] = [];
  const logins = [
    [await loginOf(storage.urls.appUrl, 'meada_app'), 'meada_app'],
    [await loginOf(storage.urls.systemUrl, 'meada_system'), 'meada_system'],
  ] as const;
  for (const [login, group] of logins) {
    const beyond = login.superuser || login.bypasses || login.owns;
    if (beyond)
      found.push(
        fault('roles', `${login.name} may pass the fences; it must own nothing and be no superuser.`),
      );
    if (!login.member) found.push(fault('roles', `${login.name} does not belong to ${group}.`));
  }
  if (found.length === 0)
    found.push(ok('roles', `${logins.map(([login]) => login.name).join(' and ')} are fenced in.`));
  const open = await unfenced(owner);
  const stopped = await isStopped(storage.urls.appUrl);
  if (open.length > 0)
    found.push(fault('fences', `Row-level security is not in force on ${open.join(', ')}.`));
  else if (!stopped)
    found.push(fault('fences', 'Without an organisation the app gets rows instead of an error.'));
  else found.push(ok('fences', 'Row-level security is in force on every table of an organisation.'));
  return found;
}

/** Inboxes that fail, over all organisations. */
export async function checkInboxes({ owner }: Patient): Promise<Finding[]> {
  const used = await owner.query(`SELECT FROM pg_class WHERE relname = 'inboxes' AND relkind = 'r'`);
  if (!used.rowCount) return [];
  const result = await owner.query<{ slug: string; channel: string; name: string; text: string | null }>(
    `SELECT o.slug, i.channel, i.name, i.health_text AS text FROM inboxes i JOIN organisations o ON o.id = i.org_id
     WHERE i.active AND i.health_state = 'failing' ORDER BY 1, 3 LIMIT 20`,
  );
  if (result.rows.length === 0) return [ok('inboxes', 'None is failing.')];
  return result.rows.map((row) =>
    fault('inboxes', `${row.slug}: ${row.name} (${row.channel}) fails${row.text ? `: ${row.text}` : '.'}`),
  );
}
